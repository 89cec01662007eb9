using System.Collections.Concurrent;

namespace ClearSettings.Domain.Principals;

/// <summary>
/// Keeps an answer about a person or workspace for some seconds, and no longer than until this process changes any workspace: what happens here is
/// seen at once, what happens on another node within that time.
/// </summary>
internal sealed class ShortLivedCache<TKey, T>(WorkspaceVersions versions, TimeProvider time, TimeSpan fresh)
    where TKey : notnull
{
    private const int MaxEntries = 50_000;

    private readonly ConcurrentDictionary<TKey, Entry> _known = new();

    /// <param name="read">Asks the database. Its answer is filed under the moment before it was asked.</param>
    public ValueTask<T> GetAsync(TKey key, Func<TKey, Task<T>> read)
    {
        var (changes, now) = (versions.Changes, time.GetTimestamp());
        return
            _known.TryGetValue(key, out var entry)
            && entry.Changes == changes
            && time.GetElapsedTime(entry.ReadAt, now) < fresh
            ? new(entry.Value)
            : ReadAsync(key, read, changes, now);
    }

    private async ValueTask<T> ReadAsync(TKey key, Func<TKey, Task<T>> read, int changes, long now)
    {
        var answer = await read(key);
        if (_known.Count >= MaxEntries)
            _known.Clear();
        _known[key] = new(answer, changes, now);
        return answer;
    }

    private readonly record struct Entry(T Value, int Changes, long ReadAt);
}
