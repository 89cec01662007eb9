using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClearSettings.Benchmarks;

/// <summary>
/// Whether the server's memory comes back after many sign-ins of clients and many bodies that it refuses.
/// </summary>
internal static class MemoryLoad
{
    private const int Logins = 10_000;
    private const int Bodies = 1_000;
    private const int BodyBytes = 15 * 1024 * 1024;
    private const double MegabytesNeeded = 300;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(Options options)
    {
        var binary = options.Host is null ? await Binary.PublishAsync() : new Binary(options.Host);
        var folder = Server.NewFolder();
        var pair = await binary.SetUpAsync(folder);
        using var server = Server.Start(binary, folder);
        var report = new Report();
        report.Figure("Memory after the start", Megabytes(server), "MB");
        LoadGenerator.Run(server.Port, Requests.Basic("/api/auth.login", pair), TimeSpan.FromMinutes(5), Logins);
        report.Figure($"Memory after {Logins:N0} auth.login", Megabytes(server), "MB");
        var refused = await RefuseAsync(server, pair);
        report.AtLeast($"Bodies of 15 MB that were refused, of {Bodies:N0}", refused, Bodies);
        report.Figure("Memory after them", Megabytes(server), "MB");
        var watch = Stopwatch.StartNew();
        while (Megabytes(server) > MegabytesNeeded && watch.Elapsed < Within)
            await Task.Delay(500);
        report.Figure("Seconds until it was below", watch.Elapsed.TotalSeconds, "s");
        report.AtMost("Memory within two minutes", Megabytes(server), MegabytesNeeded, "MB");
        report.Print();
        return report.AllMet ? 0 : 1;
    }

    // Half of them announce their length, half do not; four at a time.
    private static async Task<int> RefuseAsync(Server server, KeyPair pair)
    {
        var refused = 0;
        await Parallel.ForAsync(
            0,
            Bodies,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (i, _) =>
            {
                if (await IsRefusedAsync(server.Port, pair, chunked: i % 2 == 0))
                    Interlocked.Increment(ref refused);
            }
        );
        return refused;
    }

    private static async Task<bool> IsRefusedAsync(int port, KeyPair pair, bool chunked)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{pair.AccessKey}:{pair.SecretKey}"));
        var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {BodyBytes}";
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                "POST /api/users.set_preferences HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
                    + $"{basic}\r\nContent-Type: application/json\r\n{length}\r\n\r\n"
            )
        );
        var sending = SendAsync(socket, chunked);
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer);
        socket.Close();
        await sending;
        return Encoding.ASCII.GetString(buffer, 0, read).StartsWith("HTTP/1.1 413", StringComparison.Ordinal);
    }

    // Until the server has answered and the connection is gone.
    private static async Task SendAsync(Socket socket, bool chunked)
    {
        var data = new byte[64 * 1024];
        data.AsSpan().Fill((byte)' ');
        var head = Encoding.ASCII.GetBytes($"{data.Length:x}\r\n");
        try
        {
            for (var sent = 0; sent < BodyBytes; sent += data.Length)
            {
                if (chunked)
                    await socket.SendAsync(head);
                await socket.SendAsync(data);
                if (chunked)
                    await socket.SendAsync("\r\n"u8.ToArray());
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException) { }
    }

    private static double Megabytes(Server server) => server.ResidentBytes / 1e6;
}
