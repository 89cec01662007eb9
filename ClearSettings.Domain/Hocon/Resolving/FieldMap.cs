using System.Diagnostics.CodeAnalysis;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// The fields of an object in their order. Most objects have few: up to eight are searched one by one, more have a hash
/// table.
/// </summary>
internal sealed class FieldMap(int capacity)
{
    private const int Searched = 8;

    private KeyValuePair<string, ConfigValue>[] _fields =
        capacity == 0 ? [] : new KeyValuePair<string, ConfigValue>[capacity];

    /// <summary>Positions plus one, open addressing, at least twice as long as there are fields.</summary>
    private int[]? _table;

    public int Count { get; private set; }

    public ReadOnlySpan<KeyValuePair<string, ConfigValue>> Fields => _fields.AsSpan(0, Count);

    public KeyValuePair<string, ConfigValue> this[int index] => _fields[index];

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ConfigValue value)
    {
        var index = IndexOf(key);
        value = index < 0 ? null : _fields[index].Value;
        return index >= 0;
    }

    public int IndexOf(string key)
    {
        if (_table is null)
        {
            for (var i = 0; i < Count; i++)
            {
                if (ReferenceEquals(_fields[i].Key, key) || _fields[i].Key == key)
                    return i;
            }
            return -1;
        }
        return _table[FindSlot(key)] - 1;
    }

    /// <summary>False, with the position of the field, when the key is there already.</summary>
    public bool TryAdd(string key, ConfigValue value, out int index)
    {
        index = IndexOf(key);
        if (index >= 0)
            return false;
        index = Count;
        if (Count == _fields.Length)
            Array.Resize(ref _fields, Math.Max(2, Count * 2));
        _fields[Count++] = new KeyValuePair<string, ConfigValue>(key, value);
        if (Count > Searched)
            Enter(index);
        return true;
    }

    public void Set(int index, ConfigValue value) =>
        _fields[index] = new KeyValuePair<string, ConfigValue>(_fields[index].Key, value);

    public void Set(string key, ConfigValue value)
    {
        if (!TryAdd(key, value, out var index))
            Set(index, value);
    }

    private void Enter(int index)
    {
        if (_table is not null && Count * 2 <= _table.Length)
        {
            _table[FindSlot(_fields[index].Key)] = index + 1;
            return;
        }
        _table = new int[
            Math.Max(
                32,
                _table is null
                    ? (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_fields.Length * 2)
                    : _table.Length * 2
            )
        ];
        for (var i = 0; i < Count; i++)
            _table[FindSlot(_fields[i].Key)] = i + 1;
    }

    /// <summary>
    /// Where in the table a key stands or would stand. The hash is seeded per process, so no one can prepare keys that
    /// collide.
    /// </summary>
    private int FindSlot(string key)
    {
        var mask = _table!.Length - 1;
        var at = key.GetHashCode() & mask;
        while (_table[at] is > 0 and var found && _fields[found - 1].Key != key)
            at = (at + 1) & mask;
        return at;
    }
}
