using System.Globalization;
using ClearSettings.Domain;
using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.SystemCredentials;

namespace ClearSettings.Web.Configuration;

/// <summary>Checks every setting of all sources by <see cref="SettingsTable"/>.</summary>
/// <param name="sources">The one that wins first.</param>
public sealed class SettingsValidator(IReadOnlyList<SettingSource> sources)
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SettingSource> _sources = [];
    private readonly Dictionary<string, string> _origins = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string?> Values => _values;

    public IReadOnlyDictionary<string, string> Origins => _origins;

    /// <summary>One sentence for each setting that is wrong, with its name, value and what it must be.</summary>
    public List<string> Problems { get; } = [];

    public List<string> Warnings { get; } = [];

    public void Run()
    {
        _sources.AddRange(sources.Select(s => s.WithCurrentNames(Warnings)));
        foreach (var setting in SettingsTable.All)
        {
            if (setting.IsPattern)
                foreach (var name in NamesOf(setting))
                    Validate(setting, name);
            else
                Validate(setting, setting.Name);
        }
        foreach (var source in _sources)
            FindUnknown(source);
        // What follows compares values that are right by themselves.
        if (Problems.Count > 0)
            return;
        Problems.AddRange(DatabaseConnection.Validate(_values));
        ValidateLifetimes();
        Problems.AddRange(
            SystemCredentialList.FindProblems(new ConfigurationBuilder().AddInMemoryCollection(_values).Build())
        );
    }

    private IEnumerable<string> NamesOf(Setting pattern) =>
        _sources.SelectMany(s => s.Values.Keys).Where(pattern.Matches).Distinct(StringComparer.OrdinalIgnoreCase);

    // A source that has a list at all replaces the lists of those below it; .NET would mix them by number.
    private void Validate(Setting setting, string name)
    {
        foreach (var source in _sources)
        {
            var items = Items(source, setting);
            // A null in the file says that a plan has no limit; elsewhere it counts as missing.
            if (source.Values.TryGetValue(name, out var text) && (text is not null || setting.IsPattern))
                items.Insert(0, (name, text ?? ""));
            if (items.Count == 0)
                continue;
            Read(setting, name, source, items);
            return;
        }
    }

    private static List<(string Name, string Text)> Items(SettingSource source, Setting setting) =>
        [
            .. source
                .Values.Where(v => v.Value is not null && IsItem(setting, v.Key))
                .OrderBy(v => v.Key.Length)
                .ThenBy(v => v.Key, StringComparer.Ordinal)
                .Select(v => (v.Key, v.Value!)),
        ];

    private static bool IsItem(Setting setting, string name) =>
        setting.Type.IsList && setting.IsAbove(name) && name[(setting.Name.Length + 1)..].All(char.IsAsciiDigit);

    private void Read(Setting setting, string name, SettingSource source, List<(string Name, string Text)> items)
    {
        List<string> read = [];
        foreach (var (itemName, text) in items)
        {
            if (string.IsNullOrWhiteSpace(text) && (setting.IsOptional || itemName != name))
                continue;
            foreach (var value in setting.Type.Split(text))
            {
                if (setting.Type.Read(value) is { } good)
                    read.Add(good);
                else
                    Problems.Add(SettingProblem.Describe(setting, name, value, source.Describe(itemName)));
            }
        }
        // Empty means no limit.
        if (read.Count == 0 && setting.IsPattern)
            _values[name] = "";
        if (read.Count == 0)
            return;
        _origins[name] = source.Describe(items[0].Name);
        if (!setting.Type.IsList)
            _values[name] = read[0];
        for (var i = 0; i < read.Count && setting.Type.IsList; i++)
            _values[$"{name}:{i.ToString(CultureInfo.InvariantCulture)}"] = read[i];
    }

    private void FindUnknown(SettingSource source)
    {
        foreach (
            var (name, value) in source
                .Values.Where(v => v.Value is not null)
                .OrderBy(v => v.Key, StringComparer.OrdinalIgnoreCase)
        )
        {
            if (name.Equals(ProgramConfiguration.Folder, StringComparison.OrdinalIgnoreCase) && source == _sources[^1])
                Warnings.Add(
                    $"{name} in {source.Describe(name)} has no effect, because the file is in that folder. Use --data."
                );
            if (SettingsTable.Find(name) is not null || SettingsTable.All.Any(s => IsItem(s, name)))
                continue;
            if (SettingsTable.All.FirstOrDefault(s => s.IsAbove(name)) is { } above)
                Problems.Add(SettingProblem.Nested(above, source.Describe(name)));
            else if (SettingsTable.Sections.Contains(name) && value!.Length > 0)
                Problems.Add(SettingProblem.NoSection(name, source.Describe(name)));
            else
                Warnings.Add(SettingProblem.Unknown(name, source.Describe(name)));
        }
    }

    private void ValidateLifetimes()
    {
        TokenSettings tokens = new();
        var (chosen, longest) = (
            Lifetime("Tokens:DefaultLifetime", tokens.DefaultLifetime),
            Lifetime("Tokens:LongestLifetime", tokens.LongestLifetime)
        );
        if (chosen > longest)
            Problems.Add(
                $"Tokens:DefaultLifetime is {Durations.Format(chosen)}; it must not be longer than "
                    + $"Tokens:LongestLifetime, which is {Durations.Format(longest)}."
            );
    }

    private TimeSpan Lifetime(string name, TimeSpan missing) =>
        _values.GetValueOrDefault(name) is { } text && Durations.TryParse(text, out var lifetime) ? lifetime : missing;
}
