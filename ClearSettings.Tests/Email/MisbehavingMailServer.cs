using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClearSettings.Tests.Email;

/// <summary>
/// A mail server without encryption that answers as a test wants: refuses, says nothing, or hangs up.
/// </summary>
internal sealed class MisbehavingMailServer : IAsyncDisposable
{
    public const string HangUp = "";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, string?> _answer;
    private readonly Task _running;

    /// <param name="answer">To a line of the client ("CONNECT" for its coming, "." for the end of an email): a reply,
    /// <see cref="HangUp"/>, or null for what a friendly one would say.</param>
    public MisbehavingMailServer(Func<string, string?> answer)
    {
        this._answer = answer;
        _listener.Start();
        _running = AcceptAsync();
    }

    /// <summary>Never comes: the server has heard the line and keeps silent.</summary>
    public const string Silence = "…";

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Every email up to its final dot.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    public int Connections { get; private set; }

    /// <summary>Holds the reply to the end of an email back until it is released.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Holds the greeting of every connection back until it is released.</summary>
    public TaskCompletionSource? Greeting { get; set; }

    public string[] Settings =>
        [
            "--Email:Host=127.0.0.1",
            $"--Email:Port={((IPEndPoint)_listener.LocalEndpoint).Port}",
            "--Email:Security=None",
            $"--Email:UserName={MailReceiver.User}",
            $"--Email:Password={MailReceiver.Password}",
            "--Email:FromAddress=settings@northwind.example",
            "--Email:LinkBase=https://settings.northwind.example",
        ];

    public IEnumerable<string> MessageIds =>
        Mails.Select(m => m.Split("\r\n").Single(l => l.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase)));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _running;
        _end.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> talks = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                talks.Add(TalkAsync(client));
            }
        }
        catch (Exception problem)
            when (problem is OperationCanceledException or SocketException or ObjectDisposedException) { }
        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            if (Greeting is { } greeting)
                await greeting.Task.WaitAsync(_end.Token);
            if (!await ReplyAsync(stream, "CONNECT", "220 rude.example ESMTP"))
                return;
            while (await reader.ReadLineAsync(_end.Token) is { } line)
            {
                Lines.Enqueue(line);
                if (!await ReplyAsync(stream, line, Friendly(line)))
                    return;
                if (line == "DATA" && !await ReadMailAsync(reader, stream))
                    return;
                if (line == "QUIT")
                    return;
            }
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or SocketException) { }
    }

    private async Task<bool> ReadMailAsync(StreamReader reader, NetworkStream stream)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } line && line != ".")
            mail.Append(line).Append("\r\n");
        Mails.Enqueue(mail.ToString());
        if (Gate is { } gate)
            await gate.Task.WaitAsync(_end.Token);
        return await ReplyAsync(stream, ".", "250 2.0.0 Ok: queued as 4711");
    }

    private async Task<bool> ReplyAsync(NetworkStream stream, string line, string friendly)
    {
        var reply = _answer(line) ?? friendly;
        if (reply == Silence)
            await Task.Delay(Timeout.Infinite, _end.Token);
        if (reply == HangUp)
            return false;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), _end.Token);
        return !reply.StartsWith("421", StringComparison.Ordinal);
    }

    private static string Friendly(string line) =>
        line.Split(' ')[0] switch
        {
            "EHLO" => "250-rude.example\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
            "DATA" => "354 Go ahead",
            "QUIT" => "221 Bye",
            _ => "250 Ok",
        };
}
