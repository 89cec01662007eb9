using System.Collections;

namespace ClearSettings.Web.Configuration;

/// <summary>One of the places that settings come from.</summary>
/// <param name="Values">By name. A null counts as missing.</param>
/// <param name="Describe">Says where a setting is set, for messages and for locked fields on pages.</param>
public sealed record SettingSource(IReadOnlyDictionary<string, string?> Values, Func<string, string> Describe)
{
    /// <summary>
    /// Environment variables, with __ for : in their names. Those outside our sections belong to other programs.
    /// </summary>
    public static SettingSource FromEnvironment(IDictionary variables)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (var variable in variables.Keys.Cast<string>().Order(StringComparer.Ordinal))
        {
            var name = variable.Replace("__", ":", StringComparison.Ordinal);
            if (name.Split(':') is not [var section, _, ..] || !SettingsTable.Sections.Contains(section))
                continue;
            (values[name], names[name]) = (variables[variable] as string, variable);
        }
        return new(values, name => $"the environment variable {names[name]}");
    }
}
