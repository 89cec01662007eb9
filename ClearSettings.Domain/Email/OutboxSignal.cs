using System.Threading.Channels;

namespace ClearSettings.Domain.Email;

/// <summary>Wakes this process' delivery when a mail was committed; other nodes look into the table by themselves.</summary>
public sealed class OutboxSignal
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Wake() => _bell.Writer.TryWrite(true);

    /// <summary>Until somebody wakes it or the time is over.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var rung = _bell.Reader.WaitToReadAsync(over.Token).AsTask();
        await Task.WhenAny(rung, Task.Delay(longest, time, over.Token));
        await over.CancelAsync();
        while (_bell.Reader.TryRead(out _)) { }
    }
}
