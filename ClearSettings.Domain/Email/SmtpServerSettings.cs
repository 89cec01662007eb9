namespace ClearSettings.Domain.Email;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Plain connection that becomes TLS before anything is said; refused when the server cannot.</summary>
    StartTls,

    /// <summary>TLS from the first byte, usually port 465.</summary>
    Tls,

    /// <summary>Unencrypted, for a relay on the same machine; no user and password are sent.</summary>
    None,
}

/// <summary>
/// The mail server as the owner entered it on the page; at most one row. What the section "Email" of the configuration
/// sets wins over it.
/// </summary>
public sealed class SmtpServerSettings
{
    private SmtpServerSettings() { }

    public int Id { get; private set; }

    public string? Host { get; private set; }

    public int? Port { get; private set; }

    public SmtpSecurity? Security { get; private set; }

    public string? UserName { get; private set; }

    /// <summary>Encrypted.</summary>
    public string? Password { get; private set; }

    public string? FromAddress { get; private set; }

    public string? FromName { get; private set; }

    /// <summary>The address of this server that links in emails begin with, without a slash at the end.</summary>
    public string? LinkBase { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    public int RowVersion { get; private set; }

    internal MailServerFields Fields => new(Host, Port, Security, UserName, FromAddress, FromName, LinkBase);

    internal static SmtpServerSettings Create() => new() { Id = 1, RowVersion = 1 };

    /// <param name="password">Encrypted, or null for none.</param>
    internal void Change(MailServerFields fields, string? password, TimeProvider time)
    {
        (Host, Port, Security, UserName, FromAddress, FromName, LinkBase) = fields;
        (Password, UpdatedAt) = (password, time.GetUtcNow().UtcDateTime);
    }
}
