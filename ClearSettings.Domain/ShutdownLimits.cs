namespace ClearSettings.Domain;

/// <summary>
/// How long a shutdown takes at most. Containers are usually killed 10 seconds after they are asked to stop.
/// </summary>
public static class ShutdownLimits
{
    /// <summary>
    /// For one piece of work that waits for another server, such as an email; it is given back afterwards.
    /// </summary>
    public static readonly TimeSpan WorkInHand = TimeSpan.FromSeconds(2);

    /// <summary>For all background work, before connections are closed.</summary>
    public static readonly TimeSpan Workers = TimeSpan.FromSeconds(4);

    /// <summary>For background work and requests together. Connections that are still open are then cut.</summary>
    public static readonly TimeSpan Total = TimeSpan.FromSeconds(6);

    /// <summary>For what is written after the last request.</summary>
    public static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(1);
}
