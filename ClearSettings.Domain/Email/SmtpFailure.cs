using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace ClearSettings.Domain.Email;

/// <summary>Why an email did not go out, as a sentence for the owner of the server.</summary>
/// <param name="Permanent">The mail server refused this email permanently: trying again would change nothing.</param>
internal sealed record SmtpFailure(string Message, bool Permanent = false)
{
    public const int MaxLength = 500;

    // What asks for a sign-in is about the settings, not about the email.
    private static readonly int[] IsAuthenticationFailure = [530, 534, 535, 538];

    /// <param name="certificate">What was wrong with the server's certificate, or null.</param>
    public static SmtpFailure From(Exception problem, SmtpOptions route, SmtpTimeout patience, string? certificate)
    {
        var failure = problem switch
        {
            SmtpTlsModeException mode => new(mode.Message),
            SslHandshakeException => new(
                $"The encrypted connection to {route.Host} failed: {certificate ?? Innermost(problem)}"
            ),
            AuthenticationException => new($"{route.Host} refused the user name or password: {problem.Message}"),
            SmtpCommandException refused => From(refused),
            SmtpProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException => new(
                $"{route.Host} closed the connection: {problem.Message}"
            ),
            SocketException => new($"No connection to {route.Host}, port {route.Port}: {problem.Message}"),
            IOException => new($"The connection to {route.Host} was lost: {problem.Message}"),
            OperationCanceledException or TimeoutException => new(
                $"{route.Host}, port {route.Port}, did not answer within {patience.Max.TotalSeconds:0} seconds."
            ),
            NotSupportedException => new($"{route.Host} cannot do what the settings ask for: {problem.Message}"),
            _ => new SmtpFailure($"The email could not be sent: {problem.Message}"),
        };
        return failure with { Message = Clean(failure.Message, route.Password) };
    }

    private static SmtpFailure From(SmtpCommandException refused)
    {
        var code = (int)refused.StatusCode;
        var aboutTheMail =
            refused.ErrorCode
            is SmtpErrorCode.RecipientNotAccepted
                or SmtpErrorCode.SenderNotAccepted
                or SmtpErrorCode.MessageNotAccepted;
        return new(
            $"The mail server answered {code} {refused.Message}",
            aboutTheMail && code is >= 500 and < 600 && !IsAuthenticationFailure.Contains(code)
        );
    }

    private static string Innermost(Exception problem)
    {
        while (problem.InnerException is { } inner)
            problem = inner;
        return problem.Message;
    }

    /// <summary>
    /// One line of at most 500 characters, which never holds the password, whatever the server echoes.
    /// </summary>
    internal static string Clean(string text, Secret? secret)
    {
        var password = secret?.Reveal();
        var line = new StringBuilder(text);
        for (var i = 0; i < line.Length; i++)
            if (char.IsControl(line[i]))
                line[i] = ' ';
        if (!string.IsNullOrEmpty(password))
            line.Replace(password, "•••").Replace(Convert.ToBase64String(Encoding.UTF8.GetBytes(password)), "•••");
        return line.Length <= MaxLength
            ? line.ToString()
            : string.Concat(line.ToString().AsSpan(0, MaxLength - 1), "…");
    }
}
