using Microsoft.Extensions.Hosting;

namespace ClearSettings.Domain;

/// <summary>How long a shutdown takes at most. Containers are usually killed 10 seconds after they are asked to stop.</summary>
public static class ShutdownLimits
{
    /// <summary>For one piece of work that waits for another server, such as an email; it is given back afterwards.</summary>
    public static readonly TimeSpan WorkInHand = TimeSpan.FromSeconds(2);

    /// <summary>For all background workers, before connections are closed.</summary>
    public static readonly TimeSpan Workers = TimeSpan.FromSeconds(4);

    /// <summary>For workers and requests together. Connections that are still open are then cut.</summary>
    public static readonly TimeSpan Total = TimeSpan.FromSeconds(6);

    /// <summary>For what is written after the last request.</summary>
    public static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Work beside the requests. At shutdown it stops before connections are closed, so that a slow client does not use up the time it
/// needs to finish or to give back what it has in hand.
/// </summary>
public abstract class BackgroundWorker : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ShutdownLimits.Workers);
        // SQLite works on the thread of its caller, and a cancelled token continues there too.
        await Task.Run(() => StopAsync(limit.Token), CancellationToken.None)
            .WaitAsync(limit.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Runs when connections are closed too.</summary>
    public virtual Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
