namespace ClearSettings.Tests.Api;

/// <summary>"a=aaaa…", and how much of it was asked for.</summary>
internal sealed class EndlessStream(long length) : Stream
{
    public long Sent { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Sent;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var sent = (int)Math.Min(count, length - Sent);
        buffer.AsSpan(offset, sent).Fill((byte)'a');
        if (Sent == 0 && sent > 1)
            buffer[offset + 1] = (byte)'=';
        Sent += sent;
        return sent;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
