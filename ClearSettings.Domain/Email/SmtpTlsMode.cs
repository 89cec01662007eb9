using System.Net.Security;
using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Finds out whether a mail server's port starts with TLS or without it, when a connection in the configured mode does
/// not come about. The two sides then wait for each other, or read each other's bytes as nonsense, so no error of the
/// connection itself says it.
/// </summary>
internal static class SmtpTlsMode
{
    private static readonly TimeSpan GreetingWait = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Connects in the configured mode. Does not wait to the end for a greeting that a server which expects TLS never
    /// sends.
    /// </summary>
    /// <exception cref="SmtpTlsModeException">The port works in the other mode.</exception>
    public static async Task ConnectAsync(SmtpClient client, SmtpOptions route, CancellationToken cancel)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var mode = ToSecureSocketOptions(route.Security);
        var connecting = client.ConnectAsync(route.Host, route.Port, mode, attempt.Token);
        try
        {
            await (route.Security == SmtpSecurity.Tls ? connecting : connecting.WaitAsync(GreetingWait, cancel));
        }
        catch (TimeoutException)
        {
            if (await ExpectsOtherModeAsync(route, cancel))
            {
                await attempt.CancelAsync();
                await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new SmtpTlsModeException(DescribeMismatch(route));
            }
            await connecting;
        }
        catch (Exception problem) when (CouldBeWrongMode(problem, route) && !cancel.IsCancellationRequested)
        {
            if (await ExpectsOtherModeAsync(route, cancel))
                throw new SmtpTlsModeException(DescribeMismatch(route));
            throw;
        }
    }

    private static SecureSocketOptions ToSecureSocketOptions(SmtpSecurity security) =>
        security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };

    private static bool CouldBeWrongMode(Exception problem, SmtpOptions route) =>
        route.Security == SmtpSecurity.Tls
            ? problem is SslHandshakeException or IOException
            : problem is SmtpProtocolException or IOException;

    private static string DescribeMismatch(SmtpOptions route) =>
        route.Security == SmtpSecurity.Tls
            ? $"Port {route.Port} of {route.Host} does not expect TLS from the start. Choose STARTTLS as the "
                + "encryption (Email:Security=StartTls), "
                + $"or the port for TLS, usually {MailServerFields.DefaultPort(SmtpSecurity.Tls)}."
            : $"Port {route.Port} of {route.Host} expects TLS from the start. Choose TLS from the start as the "
                + "encryption (Email:Security=Tls), "
                + $"or the port for {(route.Security == SmtpSecurity.None ? "unencrypted connections" : "STARTTLS")}, "
                + $"usually {MailServerFields.DefaultPort(route.Security)}.";

    private static async Task<bool> ExpectsOtherModeAsync(SmtpOptions route, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(ProbeLimit);
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(route.Host, route.Port, limit.Token);
            return route.Security == SmtpSecurity.Tls
                ? await GreetsAsync(probe, limit.Token)
                : await AnswersTlsAsync(probe, route.Host, limit.Token);
        }
        catch (Exception problem)
            when (problem
                    is SocketException
                        or IOException
                        or System.Security.Authentication.AuthenticationException
                        or OperationCanceledException
            )
        {
            return false;
        }
    }

    private static async Task<bool> GreetsAsync(TcpClient probe, CancellationToken cancel)
    {
        var greeting = new byte[4];
        await probe.GetStream().ReadExactlyAsync(greeting, cancel);
        return greeting.AsSpan().StartsWith("220"u8);
    }

    // Any certificate will do: nothing is sent over this connection.
    private static async Task<bool> AnswersTlsAsync(TcpClient probe, string host, CancellationToken cancel)
    {
        await using var tls = new SslStream(probe.GetStream());
        await tls.AuthenticateAsClientAsync(
            new() { TargetHost = host, RemoteCertificateValidationCallback = (_, _, _, _) => true },
            cancel
        );
        return tls.IsEncrypted;
    }
}

/// <summary>
/// The port expects TLS from the start where the settings say otherwise, or the other way around; the message is the
/// sentence to show.
/// </summary>
internal sealed class SmtpTlsModeException(string message) : Exception(message);
