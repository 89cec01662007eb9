using System.Collections;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// The first elements of a buffer that longer lists share, so that a thousand times += copies nothing a thousand times.
/// </summary>
internal sealed class GrowingList : IReadOnlyList<ConfigValue>
{
    private readonly List<ConfigValue> _buffer;

    private GrowingList(List<ConfigValue> buffer) => (_buffer, Count) = (buffer, buffer.Count);

    public int Count { get; }

    public ConfigValue this[int index] =>
        index < Count ? _buffer[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>More can be appended without a copy: nothing longer was made of this list before.</summary>
    public static bool CanGrow(IReadOnlyList<ConfigValue> list) =>
        list is GrowingList growing && growing.Count == growing._buffer.Count;

    /// <summary>Both lists one after the other.</summary>
    public static GrowingList Append(IReadOnlyList<ConfigValue> left, IReadOnlyList<ConfigValue> right)
    {
        var buffer = CanGrow(left) ? ((GrowingList)left)._buffer : [.. left];
        var count = right.Count;
        for (var i = 0; i < count; i++)
            buffer.Add(right[i]);
        return new GrowingList(buffer);
    }

    public IEnumerator<ConfigValue> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return _buffer[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
