using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain;

/// <summary>
/// Work that a request leaves behind so that it does not delay the response, in memory: a crash loses it, and what does
/// not fit into the queue is left out. Work that must not get lost is a job in the database.
/// </summary>
public abstract class BackgroundQueue<T>(TimeProvider time, ILogger log) : PeriodicJob(time, log)
{
    private const int MaxPending = 1000;

    private readonly Channel<T> _waiting = Channel.CreateBounded<T>(
        new BoundedChannelOptions(MaxPending) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    // Each item wakes it; the interval is for nothing but a missed wake.
    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override LogLevel FailureLevel => LogLevel.Error;

    protected void Add(T item)
    {
        _waiting.Writer.TryWrite(item);
        Wake();
    }

    protected abstract Task RunAsync(T item);

    protected override Task RunOnceAsync(CancellationToken stop) => RunAllAsync(stop);

    protected override Task RunLastAsync() => RunAllAsync(CancellationToken.None);

    private async Task RunAllAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && _waiting.Reader.TryRead(out var item))
            await TryAsync(FailureMessage, () => RunAsync(item), CancellationToken.None);
    }
}
