using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace ClearSettings.Tests.App;

/// <summary>An email that arrived.</summary>
/// <param name="Envelope">To whom the client said it is.</param>
/// <param name="Raw">Every byte of it.</param>
/// <param name="User">Who had signed in, or null.</param>
public sealed record ReceivedMail(IReadOnlyList<string> Envelope, string Raw, MimeMessage Message, string? User)
{
    public string To => Envelope.Single();

    public string Subject => Message.Subject ?? "";

    public string Text => Message.TextBody ?? "";

    public string Html => Message.HtmlBody ?? "";

    /// <summary>The first address in the text that has this in its path, such as "/join/".</summary>
    public Uri Link(string part) =>
        Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.StartsWith("http", StringComparison.Ordinal))
            .Select(w => new Uri(w))
            .First(u => u.AbsolutePath.Contains(part, StringComparison.Ordinal));
}

/// <summary>
/// A real mail server on a free port of this machine, with a certificate and a password of its own. Keeps what arrives.
/// </summary>
public sealed class MailReceiver : IMessageStore, IUserAuthenticator, IAsyncDisposable
{
    public const string User = "clearsettings";
    public const string Password = "harbour walrus tin 9";

    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private readonly ConcurrentQueue<string> _heloNames = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TestCertificate _certificate;
    private readonly Task _running;
    private volatile TaskCompletionSource _arrival = New();

    private MailReceiver(TestCertificate certificate, string security, int port)
    {
        (this._certificate, Security, Port) = (certificate, security, port);
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port));
                if (security != "None")
                    endpoint
                        .Certificate(certificate.WithKey)
                        .IsSecure(security == "Tls")
                        .AuthenticationRequired(true)
                        .AllowUnsecureAuthentication(false);
            })
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IUserAuthenticator)this);
        var server = new SmtpServer.SmtpServer(options, services);
        server.SessionCreated += (_, session) =>
            session.Context.CommandExecuting += (_, executing) =>
            {
                if (executing.Command is EhloCommand ehlo)
                    _heloNames.Enqueue(ehlo.DomainOrAddress);
            };
        _running = server.StartAsync(_end.Token);
    }

    public int Port { get; }

    public string Security { get; }

    /// <summary>What it answers to the next emails, instead of taking them.</summary>
    public SmtpResponse? Refusal { get; set; }

    /// <summary>When so many have arrived, it keeps them but says nothing to the client until it is released.</summary>
    public (int Count, Task Released)? Hold { get; set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Mails => [.. _mails];

    /// <summary>The names with which clients introduced themselves, oldest first.</summary>
    public IReadOnlyList<string> HeloNames => [.. _heloNames];

    /// <summary>Arguments of the program that lead its email here.</summary>
    public string[] Settings =>
        [
            "--Email:Host=localhost",
            $"--Email:Port={Port}",
            $"--Email:Security={Security}",
            $"--Email:UserName={User}",
            $"--Email:Password={Password}",
            "--Email:FromAddress=settings@northwind.example",
            "--Email:LinkBase=https://settings.northwind.example",
            .. Security == "None" ? Array.Empty<string>() : [$"--Email:TrustedCertificate={_certificate.File}"],
        ];

    /// <param name="security">As the program's own setting: StartTls, Tls or None.</param>
    /// <param name="port">A free one when left out.</param>
    public static MailReceiver Start(
        string security = "StartTls",
        TestCertificate? certificate = null,
        int? port = null
    ) => new(certificate ?? TestCertificate.For("localhost"), security, port ?? FreePort.Find());

    /// <summary>Waits until there are at least so many.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> WaitForAsync(int count)
    {
        await WaitAsync(() => _mails.Count >= count, () => $"{_mails.Count} of {count} mails arrived.");
        return Mails;
    }

    /// <summary>Waits until what arrived is as wanted.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> WaitForAsync(
        Func<IReadOnlyList<ReceivedMail>, bool> wanted,
        string otherwise
    )
    {
        await WaitAsync(() => wanted(Mails), () => otherwise);
        return Mails;
    }

    /// <summary>Waits for the first email to that address whose subject has these words.</summary>
    public async Task<ReceivedMail> WaitForAsync(string to, string subject = "")
    {
        ReceivedMail? Find() =>
            _mails.FirstOrDefault(m =>
                m.Envelope.Contains(to) && m.Subject.Contains(subject, StringComparison.Ordinal)
            );
        await WaitAsync(
            () => Find() is not null,
            () =>
                $"No mail “{subject}” to {to} arrived, but: "
                + $"{string.Join("; ", _mails.Select(m => $"“{m.Subject}” to {string.Join(", ", m.Envelope)}"))}"
        );
        return Find()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(_running);
        _certificate.Dispose();
        _end.Dispose();
    }

    async Task<SmtpResponse> IMessageStore.SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        if (Refusal is { } refusal)
            return refusal;
        var bytes = buffer.ToArray();
        using var stream = new MemoryStream(bytes);
        _mails.Enqueue(
            new(
                [.. transaction.To.Select(t => $"{t.User}@{t.Host}")],
                Encoding.Latin1.GetString(bytes),
                await MimeMessage.LoadAsync(stream, cancellationToken),
                context.Authentication.IsAuthenticated ? context.Authentication.User : null
            )
        );
        Interlocked.Exchange(ref _arrival, New()).TrySetResult();
        if (Hold is { } hold && _mails.Count >= hold.Count)
            await hold.Released;
        return SmtpResponse.Ok;
    }

    Task<bool> IUserAuthenticator.AuthenticateAsync(
        ISessionContext context,
        string user,
        string password,
        CancellationToken cancellationToken
    ) => Task.FromResult(user == User && password == Password);

    private async Task WaitAsync(Func<bool> enough, Func<string> otherwise)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (true)
        {
            var next = _arrival.Task;
            if (enough())
                return;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(otherwise());
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
