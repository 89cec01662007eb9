using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MimeKit;

namespace ClearSettings.Domain.Email;

/// <summary>
/// A conversation with the mail server, in which many emails can be sent. Opened by the first one, and again after a
/// cut.
/// </summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private readonly SmtpOptions _route;
    private readonly SmtpTimeout _patience;
    private readonly SmtpClient _client = new();
    private string? _certificateProblem;
    private bool _asciiOnly;

    public SmtpConnection(SmtpOptions route, SmtpTimeout patience)
    {
        (this._route, this._patience) = (route, patience);
        _client.ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
            IsTrusted(certificate as X509Certificate2, chain, errors);
        // A mail server in a closed network often cannot reach the lists of its certificate's issuer.
        _client.CheckCertificateRevocation = false;
        _client.LocalDomain = route.HeloName;
    }

    /// <summary>Why it could not be opened; the emails that follow need not try again.</summary>
    public SmtpFailure? Closed { get; private set; }

    /// <summary>What the mail server said when it took the last email.</summary>
    public string ServerResponse { get; private set; } = "";

    /// <param name="abandon">Ends the attempt early; whether the mail server took the email is then not known.</param>
    /// <returns>Null when the mail server took the email.</returns>
    /// <exception cref="OperationCanceledException">It was abandoned.</exception>
    public async Task<SmtpFailure?> SendAsync(
        MimeMessage message,
        MailboxAddress to,
        CancellationToken abandon = default
    )
    {
        var needsUtf8 = EmailAddress.NeedsSmtpUtf8(to);
        if (Closed is not null || await OpenAsync(needsUtf8, abandon) is not null)
            return Closed;
        using var limit = Limit(abandon);
        try
        {
            ServerResponse = await TransmitAsync(message, to, needsUtf8, limit.Token);
            return null;
        }
        catch (NotSupportedException)
        {
            return new(
                "This address has non-ASCII characters before the @, which the mail server does not support.",
                Permanent: true
            );
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !abandon.IsCancellationRequested)
        {
            return SmtpFailure.From(problem, _route, _patience, _certificateProblem);
        }
    }

    private Task<string> TransmitAsync(MimeMessage message, MailboxAddress to, bool needsUtf8, CancellationToken cancel)
    {
        var format = FormatOptions.Default.Clone();
        format.International = needsUtf8;
        // Where a server offers SMTPUTF8, the library says domains in letters without asking for the extension.
        _asciiOnly = !needsUtf8;
        if (_asciiOnly)
            _client.Capabilities &= ~SmtpCapabilities.UTF8;
        // The envelope is said here and not read from the headers: one sender, one recipient.
        return _client.SendAsync(format, message, message.From.Mailboxes.Single(), [to], cancel);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _client.DisconnectAsync(_client.IsConnected, limit.Token);
        }
        catch (Exception problem)
            when (problem
                    is IOException
                        or SmtpProtocolException
                        or SmtpCommandException
                        or OperationCanceledException
                        or InvalidOperationException
            )
        {
            // It is over either way.
        }
        _client.Dispose();
    }

    private CancellationTokenSource Limit(CancellationToken abandon)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        limit.CancelAfter(_patience.Max);
        return limit;
    }

    private async Task<SmtpFailure?> OpenAsync(bool needsUtf8, CancellationToken abandon)
    {
        if (
            _client.IsConnected
            && (_client.IsAuthenticated || !_route.UsesAuthentication)
            && !(needsUtf8 && _asciiOnly)
        )
            return null;
        using var limit = Limit(abandon);
        try
        {
            if (_client.IsConnected)
                await _client.DisconnectAsync(true, limit.Token);
            await SmtpTlsMode.ConnectAsync(_client, _route, limit.Token);
            if (_route.Security != SmtpSecurity.None && !_client.IsSecure)
                throw new NotSupportedException("The connection is not encrypted.");
            if (_route.UsesAuthentication)
                await _client.AuthenticateAsync(_route.UserName!, _route.Password?.Reveal() ?? "", limit.Token);
            return null;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !abandon.IsCancellationRequested)
        {
            return Closed = SmtpFailure.From(problem, _route, _patience, _certificateProblem) with
            {
                Permanent = false,
            };
        }
    }

    private bool IsTrusted(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (
            certificate is not null
            && errors == SslPolicyErrors.RemoteCertificateChainErrors
            && IsTrustedByOwner(certificate, chain)
        )
            return true;
        _certificateProblem = certificate switch
        {
            null => "It presented no certificate.",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
                $"Its certificate is for {certificate.GetNameInfo(X509NameType.DnsName, false)}, not for "
                    + $"{_route.Host}.",
            _ when certificate.NotAfter.ToUniversalTime() < GetExpiry(chain) => "Its certificate expired on "
                + $"{certificate.NotAfter.ToUniversalTime().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}.",
            _ => "Its certificate is not trusted by this machine "
                + $"({string.Join(" ", chain?.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct() ?? [])}). "
                + "If your own certificate authority issued it, set Email:TrustedCertificate.",
        };
        return false;
    }

    private bool IsTrustedByOwner(X509Certificate2 certificate, X509Chain? shown)
    {
        if (_route.Trusted is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(_route.Trusted);
        if (shown is not null)
            foreach (var element in shown.ChainElements)
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }

    // Certificates are checked by the machine's clock.
    private static DateTime GetExpiry(X509Chain? chain) =>
        chain?.ChainPolicy.VerificationTime.ToUniversalTime() ?? TimeProvider.System.GetUtcNow().UtcDateTime;
}
