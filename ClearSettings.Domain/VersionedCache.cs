using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;

namespace ClearSettings.Domain;

/// <summary>
/// Values in memory, each good for one version: that of its workspace (<see cref="Principals.WorkspaceVersions"/>), or
/// another number that the caller gives; 0 for what never changes. Where they take too much room, the values that no
/// one asked for longest leave one by one. Callers who miss the same value at once share one read.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It holds memory only.")]
public sealed class VersionedCache<TKey, TValue>
    where TKey : notnull
{
    // Entries have no end of their own, so there is nothing to scan for.
    private static readonly TimeSpan ScanInterval = TimeSpan.FromDays(1);

    private readonly MemoryCache _entries;
    private readonly long _maxSize;
    private readonly ConcurrentDictionary<TKey, Read> _reads = new();
    private readonly TimeProvider? _time;
    private readonly TimeSpan _maxAge;
    private readonly Func<TKey, TValue, long>? _sizeOf;

    /// <param name="maxSize">Values, or what <paramref name="sizeOf"/> counts. A value that is larger is not
    /// kept.</param>
    /// <param name="sizeOf">Bytes, for instance; null counts each value as 1.</param>
    public VersionedCache(long maxSize, Func<TKey, TValue, long>? sizeOf = null)
    {
        _entries = new(
            new MemoryCacheOptions
            {
                SizeLimit = maxSize,
                ExpirationScanFrequency = ScanInterval,
                TrackStatistics = sizeOf is not null,
            }
        );
        (_maxSize, _sizeOf) = (maxSize, sizeOf);
    }

    /// <summary>A cache of values that are also read again after a time, whatever their version.</summary>
    public VersionedCache(long maxSize, TimeProvider time, TimeSpan maxAge)
        : this(maxSize) => (_time, _maxAge) = (time, maxAge);

    /// <summary>Values in memory now.</summary>
    public int Count => _entries.Count;

    public bool TryGet(TKey key, long version, [MaybeNullWhen(false)] out TValue value)
    {
        if (TryGet(key, out value, out var found) && found == version)
            return true;
        value = default;
        return false;
    }

    /// <summary>The value of whatever version, for one that itself says of which workspace that is.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value, out long version)
    {
        if (
            _entries.TryGetValue(key, out var found)
            && found is Entry entry
            && (_time is null || _time.GetElapsedTime(entry.ReadAt) < _maxAge)
        )
        {
            (value, version) = (entry.Value, entry.Version);
            return true;
        }
        (value, version) = (default, 0);
        return false;
    }

    /// <summary>The value of that version, read if necessary.</summary>
    /// <param name="version">Asked before the value, so that a value can be newer than its version but never
    /// older.</param>
    /// <param name="read">Must not depend on who asks. Null is given to all who wait for it, and not kept.</param>
    public ValueTask<TValue?> GetAsync(TKey key, long version, Func<TKey, Task<TValue?>> read) =>
        TryGet(key, version, out var value) ? new(value) : new(ReadAsync(key, version, read));

    public void Set(TKey key, long version, TValue value) => Set(key, version, value, Now);

    /// <summary>
    /// The next caller reads it again. A read that has begun before is neither kept nor given to whoever asks from now
    /// on.
    /// </summary>
    public void Invalidate(TKey key)
    {
        if (_reads.TryRemove(key, out var running))
            running.Abandon();
        _entries.Remove(key);
    }

    private long Now => _time?.GetTimestamp() ?? 0;

    private void Set(TKey key, long version, TValue value, long readAt)
    {
        var size = _sizeOf?.Invoke(key, value) ?? 1;
        if (_sizeOf is not null && size <= _maxSize)
            MakeRoom(size);
        _entries.Set(key, new Entry(value, version, readAt), new MemoryCacheEntryOptions { Size = size });
    }

    // By itself the cache drops a value that does not fit, and then frees a twentieth of its room: a large one would
    // never be kept.
    private void MakeRoom(long size)
    {
        const double one = 1.5;
        while (
            _entries.Count is > 0 and var count
            && _entries.GetCurrentStatistics()?.CurrentEstimatedSize + size > _maxSize
        )
            _entries.Compact(one / count);
    }

    private async Task<TValue?> ReadAsync(TKey key, long version, Func<TKey, Task<TValue?>> read)
    {
        var mine = new Read(version);
        while (_reads.GetOrAdd(key, mine) is { } running && running != mine)
        {
            if (running.Version == version)
                return await running.Result;
            // The caller asked for the version before the workspace changed.
            if (running.Version > version)
                return await read(key);
            if (_reads.TryUpdate(key, mine, running))
            {
                running.Abandon();
                break;
            }
        }
        return await ReadAsync(key, mine, read);
    }

    private async Task<TValue?> ReadAsync(TKey key, Read mine, Func<TKey, Task<TValue?>> read)
    {
        try
        {
            var readAt = Now;
            var value = await read(key);
            mine.Finish(
                value,
                () =>
                {
                    if (value is not null)
                        Set(key, mine.Version, value, readAt);
                }
            );
            return value;
        }
        catch (Exception problem)
        {
            mine.Fail(problem);
            throw;
        }
        finally
        {
            _reads.TryRemove(new(key, mine));
        }
    }

    private sealed record Entry(TValue Value, long Version, long ReadAt);

    private sealed class Read(long version)
    {
        private readonly TaskCompletionSource<TValue?> _result = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private readonly Lock _lock = new();
        private bool _abandoned;

        public long Version { get; } = version;

        public Task<TValue?> Result => _result.Task;

        public void Abandon()
        {
            lock (_lock)
                _abandoned = true;
        }

        public void Finish(TValue? value, Action keep)
        {
            lock (_lock)
            {
                if (!_abandoned)
                    keep();
            }
            _result.SetResult(value);
        }

        public void Fail(Exception problem)
        {
            _result.SetException(problem);
            // No one may be waiting.
            _ = _result.Task.Exception;
        }
    }
}
