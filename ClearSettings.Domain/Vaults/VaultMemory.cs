namespace ClearSettings.Domain.Vaults;

/// <summary>Counts what the snapshots of all workspaces hold together, so that a server with many of them keeps within its memory.</summary>
/// <param name="most">Bytes.</param>
public sealed class VaultMemory(long most = 256 * 1024 * 1024)
{
    private long held;
    private volatile bool refused;

    /// <summary>Bytes counted now.</summary>
    internal long Held => Interlocked.Read(ref held);

    /// <summary>Something had to stay out, so those who ask now pay for those who asked once: time to forget.</summary>
    public bool IsFull => refused || Interlocked.Read(ref held) >= most;

    /// <summary>For what is needed in any case.</summary>
    public void Add(long bytes) => Interlocked.Add(ref held, bytes);

    /// <summary>For what would only be quicker if it were kept.</summary>
    public bool TryAdd(long bytes)
    {
        if (Interlocked.Add(ref held, bytes) <= most) return true;
        Remove(bytes);
        refused = true;
        return false;
    }

    public void Remove(long bytes)
    {
        Interlocked.Add(ref held, -bytes);
        refused = false;
    }
}
