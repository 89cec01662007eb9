namespace ClearSettings.Domain;

/// <summary>
/// Lets one writer of this process at a time into SQLite, which would otherwise make them poll for the lock. PostgreSQL
/// needs none.
/// </summary>
public sealed class SqliteWriteLock(bool oneAtATime)
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>
    /// Only tests set it: gives the refusal, of that type, with which every change ends; null for a type that has none.
    /// </summary>
    internal Func<Type, Result?>? Refuse { get; set; }

    public async Task<IDisposable?> AcquireAsync(CancellationToken cancel)
    {
        if (!oneAtATime)
            return null;
        await _gate.WaitAsync(cancel);
        return new Lease(_gate);
    }

    private sealed class Lease(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _held = gate;

        public void Dispose() => Interlocked.Exchange(ref _held, null)?.Release();
    }
}
