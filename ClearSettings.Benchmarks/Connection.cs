using System.Net;
using System.Net.Sockets;

namespace ClearSettings.Benchmarks;

/// <summary>
/// A kept-alive connection that sends requests made beforehand and does as little as it can with the answers.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = 30_000,
    };
    private readonly byte[] _buffer = new byte[8 * 1024 * 1024];

    public Connection(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <returns>The answer's body, chunk marks and all; good until the next call.</returns>
    public ReadOnlySpan<byte> Send(byte[] request)
    {
        _socket.Send(request);
        var length = 0;
        var start = -1;
        var end = -1;
        while (true)
        {
            var read = _socket.Receive(_buffer.AsSpan(length));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            length += read;
            var answer = _buffer.AsSpan(0, length);
            if (start < 0)
            {
                start = answer.IndexOf("\r\n\r\n"u8) + 4;
                if (start < 4)
                {
                    start = -1;
                    continue;
                }
                CheckStatus(answer);
                end = ContentLength(answer[..start]) is { } known ? start + known : -1;
            }
            if (end >= 0 ? length >= end : answer.EndsWith("\r\n0\r\n\r\n"u8))
                return _buffer.AsSpan(start, length - start);
        }
    }

    private static void CheckStatus(ReadOnlySpan<byte> answer)
    {
        if (!answer.StartsWith("HTTP/1.1 200 "u8))
            throw new IOException(
                "The server answered: " + System.Text.Encoding.ASCII.GetString(answer[..Math.Min(answer.Length, 400)])
            );
    }

    public void Dispose() => _socket.Dispose();

    private static int? ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
            return null;
        System.Buffers.Text.Utf8Parser.TryParse(head[(at + 16)..], out int length, out _);
        return length;
    }
}
