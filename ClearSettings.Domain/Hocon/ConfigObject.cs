using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ClearSettings.Domain.Hocon;

/// <summary>An object: keys in the order in which they were first written. Keys are single keys; <see cref="Find(string)"/> and the typed reads take paths.</summary>
public sealed partial class ConfigObject : ConfigContainer, IReadOnlyDictionary<string, ConfigValue>
{
    public static ConfigObject Empty { get; } = new(new OrderedDictionary<string, ConfigValue>());

    private OrderedDictionary<string, ConfigValue> _fields;

    /// <summary>Of a key that comes twice the last value stays.</summary>
    public ConfigObject(IEnumerable<KeyValuePair<string, ConfigValue>> fields)
    {
        _fields = [];
        foreach (var (key, value) in fields) _fields[key] = value;
    }

    internal ConfigObject(OrderedDictionary<string, ConfigValue> fields) => _fields = fields;

    /// <summary>While the object is resolved its fields change in place.</summary>
    internal OrderedDictionary<string, ConfigValue> Fields
    {
        get => _fields;
        set => _fields = value;
    }

    public int Count => _fields.Count;

    public IEnumerable<string> Keys => _fields.Keys;

    public IEnumerable<ConfigValue> Values => _fields.Values;

    public override string TypeName => "an object";

    public ConfigValue this[string key] => _fields[key];

    public bool ContainsKey(string key) => _fields.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ConfigValue value) => _fields.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, ConfigValue>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
