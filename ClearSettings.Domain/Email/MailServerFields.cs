using System.Globalization;

namespace ClearSettings.Domain.Email;

/// <summary>The mail server's settings after their check, without the password. What is null was left out.</summary>
public sealed record MailServerFields(
    string? Host,
    int? Port,
    SmtpSecurity? Security,
    string? UserName,
    string? FromAddress,
    string? FromName,
    string? LinkBase
)
{
    private const int MaxUrl = 300;

    /// <summary>The usual one for how the connection is protected.</summary>
    public static int DefaultPort(SmtpSecurity security) =>
        security switch
        {
            SmtpSecurity.Tls => 465,
            SmtpSecurity.None => 25,
            _ => 587,
        };

    /// <summary>One rule for page and configuration.</summary>
    /// <returns>What is wrong, by the names of <see cref="MailServerInput"/>; empty when nothing is.</returns>
    public static List<Problem> Check(MailServerInput input, out MailServerFields fields)
    {
        List<Problem> problems = [];
        void Add(string field, string? message)
        {
            if (message is not null)
                problems.Add(new(field, message));
        }
        Add("Host", CheckHost(input.Host, out var host));
        Add("Port", CheckPort(input.Port, out var port));
        Add("Security", CheckSecurity(input.Security, out var security));
        Add("UserName", NameRules.CheckOptional(input.UserName, out var userName, "The user name", 254));
        Add("FromAddress", CheckAddress(input.FromAddress, out var address));
        Add("FromName", NameRules.CheckOptional(input.FromName, out var fromName, "The sender's name"));
        Add("LinkBase", CheckLinkBase(input.LinkBase, out var linkBase));
        if (input.Password?.Reveal().Any(char.IsControl) == true || input.Password?.Length > 500)
            Add("Password", "The password has a control character or is longer than 500 characters. Enter it again.");
        fields = new(host, port, security, userName, address, fromName, linkBase);
        return problems;
    }

    private static string? CheckHost(string? text, out string? host)
    {
        host = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        return host is null || (host.Length <= 253 && Uri.CheckHostName(host) != UriHostNameType.Unknown)
            ? null
            : "This is not a host name. Use a name like smtp.company.com, without a port or https.";
    }

    private static string? CheckPort(string? text, out int? port)
    {
        port = null;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (
            !int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > 65535
        )
            return "Enter a port from 1 to 65535.";
        port = number;
        return null;
    }

    private static string? CheckSecurity(string? text, out SmtpSecurity? security)
    {
        security = null;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (
            Enum.GetNames<SmtpSecurity>().FirstOrDefault(n => n.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
            is not { } name
        )
            return $"The encryption can be {string.Join(", ", Enum.GetNames<SmtpSecurity>())}.";
        security = Enum.Parse<SmtpSecurity>(name);
        return null;
    }

    private static string? CheckAddress(string? text, out string? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (EmailAddress.Check(text, out var checkedAddress, "clearsettings@company.com") is { } problem)
            return problem;
        address = checkedAddress;
        return null;
    }

    /// <summary>
    /// An http or https URL without user name, query and fragment; host in ASCII, no slash at the end. Else null.
    /// </summary>
    /// <param name="hasPath">Whether it can have a path. The pages cannot be served below one.</param>
    public static string? ReadUrl(string text, bool hasPath)
    {
        if (
            text.Length > MaxUrl
            || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
        )
            return null;
        if (
            url.IdnHost.Length == 0
            || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0
            || text.AsSpan().ContainsAny("?#@")
        )
            return null;
        var path = url.AbsolutePath.TrimEnd('/');
        if (path.Length > 0 && !hasPath)
            return null;
        var host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
        return $"{url.Scheme}://{host}{(url.IsDefaultPort ? "" : FormattableString.Invariant($":{url.Port}"))}{path}";
    }

    private static string? CheckLinkBase(string? text, out string? linkBase)
    {
        linkBase = string.IsNullOrWhiteSpace(text) ? null : ReadUrl(text, hasPath: false);
        return string.IsNullOrWhiteSpace(text) || linkBase is not null
            ? null
            : "This is not the URL of a server. Use a URL like https://settings.company.com, without a path.";
    }
}
