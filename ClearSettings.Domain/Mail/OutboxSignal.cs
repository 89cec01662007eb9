using System.Threading.Channels;

namespace ClearSettings.Domain.Mail;

/// <summary>Wakes this process' delivery when a mail was committed; other nodes look into the table by themselves.</summary>
public sealed class OutboxSignal
{
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => bell.Writer.TryWrite(true);

    /// <summary>Until somebody wakes it or the time is over.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var rung = bell.Reader.WaitToReadAsync(over.Token).AsTask();
        await Task.WhenAny(rung, Task.Delay(longest, time, over.Token));
        await over.CancelAsync();
        while (bell.Reader.TryRead(out _))
        {
        }
    }
}
