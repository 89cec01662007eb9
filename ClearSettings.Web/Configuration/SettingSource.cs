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
            if (
                SettingsTable.CurrentName(name).Split(':') is not [var section, _, ..]
                || !SettingsTable.Sections.Contains(section)
            )
                continue;
            (values[name], names[name]) = (variables[variable] as string, variable);
        }
        return new(values, name => $"the environment variable {names[name]}");
    }

    /// <summary>The same with the names that settings have now. A value under its current name wins.</summary>
    /// <param name="warnings">Gets a sentence for each earlier name.</param>
    public SettingSource WithCurrentNames(List<string> warnings)
    {
        var earlier = Values.Keys.Where(n => SettingsTable.CurrentName(n) != n).Order(StringComparer.Ordinal).ToList();
        if (earlier.Count == 0)
            return this;
        Dictionary<string, string?> values = new(
            Values.Where(v => !earlier.Contains(v.Key)),
            StringComparer.OrdinalIgnoreCase
        );
        Dictionary<string, string> origins = new(StringComparer.OrdinalIgnoreCase);
        foreach (var name in earlier)
        {
            var current = SettingsTable.CurrentName(name);
            var used = values.TryAdd(current, Values[name]);
            if (used)
                origins[current] = name;
            if (Values[name] is not null)
                warnings.Add(
                    used
                        ? $"{name} in {Describe(name)} is now called {current}. The old name still works; use "
                            + "the new one."
                        : $"{name} in {Describe(name)} has no effect, because {current} is set there too. Remove it."
                );
        }
        return new(values, name => Describe(origins.GetValueOrDefault(name, name)));
    }
}
