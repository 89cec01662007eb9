using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Outbound;

/// <summary>An answer: its status, and as much of its text as may be read.</summary>
public sealed record OutboundResponse(int Status, string Body);

/// <summary>Nothing was asked, or there was no answer. The message is a sentence without anything of an
/// answer.</summary>
public sealed class OutboundException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Asks other servers for URLs that people typed. It resolves names itself, checks every address, and connects to the
/// one it checked, so a name cannot lead elsewhere in between. It follows no redirects, uses no proxy and no cookies,
/// and reads a bounded part of the answer in a bounded time (docs/security.md#requests-to-other-servers).
/// </summary>
public sealed class OutboundClient : IDisposable
{
    /// <summary>Of an answer, in bytes; the rest is not read.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly OutboundPolicy _policy;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpClient _http;

    public OutboundClient(IOptions<OutboundSettings> settings)
        : this(new OutboundPolicy(settings.Value), (name, cancel) => Dns.GetHostAddressesAsync(name, cancel)) { }

    internal OutboundClient(OutboundPolicy policy, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_policy, _resolve) = (policy, resolve);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.Zero,
        };
        _http = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="OutboundException">It may not be asked, or did not answer.</exception>
    public async Task<OutboundResponse> GetAsync(Uri url, CancellationToken cancel)
    {
        if (_policy.Check(url) is { } refused)
            throw new OutboundException(refused);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Timeout);
        try
        {
            using var response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new((int)response.StatusCode, await ReadAsync(response.Content, limit.Token));
        }
        catch (Exception problem) when (!cancel.IsCancellationRequested)
        {
            throw Explain(url, problem);
        }
    }

    public void Dispose() => _http.Dispose();

    private static OutboundException Explain(Uri url, Exception problem) =>
        problem as OutboundException
        ?? problem.InnerException as OutboundException
        ?? new OutboundException(
            problem is OperationCanceledException
                ? $"{url.Authority} did not answer within {Timeout.TotalSeconds:0} seconds."
                : $"Could not connect to {url.Authority}: {GetReason(problem)}.",
            problem
        );

    // A fixed list: the text of an exception can quote what the other side sent.
    private static string GetReason(Exception problem) =>
        problem switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name is unknown",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                "the TLS connection failed; check the certificate",
            HttpRequestException
            {
                InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            } => "connection refused",
            HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound } } =>
                "its name is unknown",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
            _ => "it did not answer as a web server does",
        };

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (buffer.Length < MaxBytes && await stream.ReadAsync(chunk, cancel) is > 0 and var count)
            buffer.Write(chunk, 0, (int)Math.Min(count, MaxBytes - buffer.Length));
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await _resolve(host, cancel);
        if (_policy.Check(host, addresses) is { } refused)
            throw new OutboundException(refused);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
