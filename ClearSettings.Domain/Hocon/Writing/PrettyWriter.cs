namespace ClearSettings.Domain.Hocon;

/// <summary>Writes values for people, indented by two spaces, with a line feed at the end.</summary>
public static class PrettyWriter
{
    /// <summary>
    /// HOCON without braces around the root, strings in quotes, references to the environment kept. Throws
    /// <see cref="HoconException"/> for a root that is neither object nor list and for a reference with a default where
    /// no key is.
    /// </summary>
    public static string Hocon(ConfigValue value) => new HoconWriter(WriterComments.None).Render(value);

    /// <summary>JSON. Throws <see cref="HoconException"/> when a reference to the environment is left.</summary>
    public static string Json(ConfigValue value) => new JsonWriter(indented: true).Render(value) + "\n";

    /// <summary>
    /// JSON on one line, without a line feed. Throws <see cref="HoconException"/> when a reference to the environment
    /// is left.
    /// </summary>
    public static string JsonLine(ConfigValue value) => new JsonWriter(indented: false).Render(value);
}
