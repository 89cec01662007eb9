namespace ClearSettings.Domain.Hocon;

/// <summary>The languages in which a configuration may be written.</summary>
public enum ConfigFormat
{
    Hocon,
    Json,
    Yaml,
}

/// <summary>What a format is called and how its texts are read.</summary>
public static class ConfigFormats
{
    /// <summary>The format that a file's ending tells: .conf, .hocon, .json, .yaml, .yml; null for any other.</summary>
    public static ConfigFormat? FromFileName(string name) =>
        Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".conf" or ".hocon" => ConfigFormat.Hocon,
            ".json" => ConfigFormat.Json,
            ".yaml" or ".yml" => ConfigFormat.Yaml,
            _ => null,
        };

    /// <summary>As people write it.</summary>
    public static string GetName(ConfigFormat format) =>
        format switch
        {
            ConfigFormat.Json => "JSON",
            ConfigFormat.Yaml => "YAML",
            _ => "HOCON",
        };

    /// <summary>
    /// Reads a text of any format. For HOCON the dialect of <paramref name="options"/> counts. Errors are findings,
    /// nothing is thrown.
    /// </summary>
    public static Document Read(string text, ConfigFormat format, ParseOptions? options = null)
    {
        options ??= ParseOptions.Default;
        return format switch
        {
            ConfigFormat.Yaml => YamlReader.Parse(text, options),
            ConfigFormat.Json => Document.Parse(text, options with { Dialect = Dialect.Json }),
            _ => Document.Parse(
                text,
                options.Dialect == Dialect.Json ? options with { Dialect = Dialect.ClearML } : options
            ),
        };
    }
}
