using System.Collections.Concurrent;

namespace ClearSettings.Domain.Principals;

/// <summary>
/// Keeps an answer about a person for some seconds, and no longer than until this process changes any workspace: what happens here is
/// seen at once, what happens on another node within that time.
/// </summary>
internal sealed class ShortMemory<T>(WorkspaceVersions versions, TimeProvider time, TimeSpan fresh)
{
    private const int MaxEntries = 50_000;

    private readonly ConcurrentDictionary<Guid, Entry> known = new();

    /// <param name="read">Asks the database. Its answer is filed under the moment before it was asked.</param>
    public ValueTask<T> GetAsync(Guid person, Func<Guid, Task<T>> read)
    {
        var (changes, now) = (versions.Changes, time.GetTimestamp());
        return known.TryGetValue(person, out var entry) && entry.Changes == changes && time.GetElapsedTime(entry.ReadAt, now) < fresh ? new(entry.Answer) : ReadAsync(person, read, changes, now);
    }

    private async ValueTask<T> ReadAsync(Guid person, Func<Guid, Task<T>> read, int changes, long now)
    {
        var answer = await read(person);
        if (known.Count >= MaxEntries) known.Clear();
        known[person] = new(answer, changes, now);
        return answer;
    }

    private readonly record struct Entry(T Answer, int Changes, long ReadAt);
}
