namespace ClearSettings.Domain.Vaults;

/// <summary>Counts what the snapshots of all workspaces hold together, so that a server with many of them keeps within its memory.</summary>
/// <param name="most">Bytes.</param>
public sealed class VaultCacheBudget(long most = 256 * 1024 * 1024)
{
    private long _held;
    private volatile bool _refused;

    /// <summary>Bytes counted now.</summary>
    internal long Held => Interlocked.Read(ref _held);

    /// <summary>Something had to stay out, so those who ask now pay for those who asked once: time to forget.</summary>
    public bool IsFull => _refused || Interlocked.Read(ref _held) >= most;

    /// <summary>For what is needed in any case.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _held, bytes);

    /// <summary>For what would only be quicker if it were kept.</summary>
    public bool TryAdd(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= most)
            return true;
        Remove(bytes);
        _refused = true;
        return false;
    }

    public void Remove(long bytes)
    {
        Interlocked.Add(ref _held, -bytes);
        _refused = false;
    }
}
