using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// An object: keys in the order in which they were first written. Keys are single keys; <see cref="Find(string)"/> and
/// the typed reads take paths.
/// </summary>
public sealed partial class ConfigObject : ConfigContainer, IReadOnlyDictionary<string, ConfigValue>
{
    public static ConfigObject Empty { get; } = new(new FieldMap(0));

    /// <summary>Of a key that comes twice the last value stays.</summary>
    public ConfigObject(IEnumerable<KeyValuePair<string, ConfigValue>> fields)
        : this(new FieldMap(0))
    {
        foreach (var (key, value) in fields)
            Fields.Set(key, value);
    }

    internal ConfigObject(FieldMap fields) => Fields = fields;

    /// <summary>While the object is resolved its fields change in place.</summary>
    internal FieldMap Fields { get; set; }

    public int Count => Fields.Count;

    public IEnumerable<string> Keys => this.Select(f => f.Key);

    public IEnumerable<ConfigValue> Values => this.Select(f => f.Value);

    public override string TypeName => "an object";

    public ConfigValue this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The object has no key {key}.");

    public bool ContainsKey(string key) => Fields.IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ConfigValue value) =>
        Fields.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, ConfigValue>> GetEnumerator()
    {
        for (var i = 0; i < Fields.Count; i++)
            yield return Fields[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
