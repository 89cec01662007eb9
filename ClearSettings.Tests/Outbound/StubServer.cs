using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClearSettings.Tests.Outbound;

/// <summary>Counts connections and gives each the same answer.</summary>
internal sealed class StubServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _connections;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    public static StubServer Start(string head = "HTTP/1.1 200 OK\r\n", string body = "hello")
    {
        var listener = new StubServer();
        listener._listener.Start();
        _ = listener.AnswerAsync(Encoding.ASCII.GetBytes($"{head}Content-Length: {body.Length}\r\n\r\n{body}"));
        return listener;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 1);
                await stream.WriteAsync(answer);
            }
        }
        catch (Exception problem) when (problem is SocketException or IOException or ObjectDisposedException)
        {
            // The test is over, or the other side read enough.
        }
    }
}
