namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Compares values by what they mean: the order of keys, quoting and origin do not count; the text of a number does.
/// </summary>
public sealed class ConfigEquality : IEqualityComparer<ConfigValue>
{
    public static ConfigEquality Instance { get; } = new();

    public bool Equals(ConfigValue? x, ConfigValue? y) =>
        (x, y) switch
        {
            (null, null) => true,
            (ConfigString a, ConfigString b) => a.Value == b.Value,
            (ConfigNumber a, ConfigNumber b) => a.Text == b.Text,
            (ConfigBoolean a, ConfigBoolean b) => a.Value == b.Value,
            (ConfigNull, ConfigNull) => true,
            (ConfigList a, ConfigList b) => All(a.Items, b.Items),
            (ConfigObject a, ConfigObject b) => a.Count == b.Count
                && a.All(f => b.TryGetValue(f.Key, out var other) && Equals(f.Value, other)),
            (ConfigReference a, ConfigReference b) => a.Name == b.Name
                && a.Optional == b.Optional
                && Equals(a.Fallback, b.Fallback),
            (ConfigConcat a, ConfigConcat b) => All(a.Pieces, b.Pieces) && Equals(a.Fallback, b.Fallback),
            _ => false,
        };

    public int GetHashCode(ConfigValue value) =>
        value switch
        {
            ConfigString text => text.Value.GetHashCode(StringComparison.Ordinal),
            ConfigNumber number => number.Text.GetHashCode(StringComparison.Ordinal),
            ConfigList list => list.Items.Count,
            ConfigObject fields => fields.Count,
            _ => value.GetType().GetHashCode(),
        };

    private bool All(IReadOnlyList<ConfigValue> a, IReadOnlyList<ConfigValue> b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (!Equals(a[i], b[i]))
                return false;
        }
        return true;
    }
}
