namespace ClearSettings.Domain;

/// <summary>Lets one writer of this process at a time into SQLite, which would otherwise make them poll for the lock. PostgreSQL needs none.</summary>
public sealed class WriteQueue(bool oneAtATime)
{
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Only tests set it: gives the refusal, of that type, with which every change ends; null for a type that has none.</summary>
    internal Func<Type, Result?>? Refuse { get; set; }

    public async Task<IDisposable?> TakeTurnAsync(CancellationToken cancel)
    {
        if (!oneAtATime) return null;
        await gate.WaitAsync(cancel);
        return new Turn(gate);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? held = gate;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
