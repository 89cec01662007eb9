namespace ClearSettings.Domain.Hocon;

/// <summary>The layers of a value from the environment: of <c>port = 80, port = ${?A}, port = ${?B}</c> the overrides
/// <c>${?B}</c> and <c>${?A}</c>, and the default 80.</summary>
/// <param name="Overrides">Optional references, newest first. One that repeats a newer one never applies and is left
/// out.</param>
/// <param name="Default">The value where no override is set; null when there is none. It is itself pending when it is a
/// required reference or text with references.</param>
internal sealed record OverrideChain(IReadOnlyList<ConfigPending> Overrides, ConfigValue? Default)
{
    private const int MaxShown = 4;

    public static OverrideChain From(ConfigPending value)
    {
        var overrides = new List<ConfigPending>();
        var seen = new HashSet<string>();
        for (ConfigValue? layer = value; ; layer = ((ConfigPending)layer).Fallback)
        {
            if (layer is not ConfigPending { IsOptional: true } pending)
                return new OverrideChain(overrides, layer);
            if (seen.Add(string.Join(' ', References(pending).Select(r => r.Name))))
                overrides.Add(pending);
        }
    }

    /// <summary>The references of a value, in the order of its text.</summary>
    public static IEnumerable<ConfigReference> References(ConfigPending value) =>
        value is ConfigConcat concat
            ? concat.Pieces.OfType<ConfigPending>().SelectMany(References)
            : [(ConfigReference)value];

    /// <summary>An override as it is written, for messages.</summary>
    public static string Show(ConfigPending value)
    {
        var names = References(value).Take(MaxShown + 1).Select(r => $"${{?{r.Name}}}").ToList();
        return names.Count <= MaxShown ? string.Concat(names) : string.Concat(names.Take(MaxShown)) + "…";
    }
}
