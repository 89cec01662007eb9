namespace ClearSettings.Web.Configuration;

/// <summary>Settings after the command: --Section:Name=value, or --Section:Name value.</summary>
public static class CommandLineSettings
{
    /// <param name="problems">Gets a sentence for each argument that is not a setting, without values: they can be
    /// secret.</param>
    public static SettingSource Read(IReadOnlyList<string> arguments, List<string> problems)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            if (!name.StartsWith("--", StringComparison.Ordinal) || name.Length == 2)
                problems.Add(Unexpected(arguments, i));
            else if (equals >= 0)
                values[name[2..]] = argument[(equals + 1)..];
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                values[name[2..]] = arguments[++i];
            else
                problems.Add($"{EscapedText.Escape(name)} has no value; write {EscapedText.Escape(name)}=value.");
        }
        return new(values, name => $"the command line, --{name}");
    }

    private static string Unexpected(IReadOnlyList<string> arguments, int index)
    {
        var named = arguments.Take(index).LastOrDefault(a => a.StartsWith("--", StringComparison.Ordinal));
        var which = named is null ? "An argument" : $"An argument after {EscapedText.Escape(named.Split('=')[0])}";
        return $"{which} is not a setting; write --Section:Name=value, with quotes around a value that has spaces.";
    }
}
