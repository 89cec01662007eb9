namespace ClearSettings.Domain.Email;

/// <summary>
/// The mail server as a person types it or the section "Email" of the configuration says it; checked by
/// <see cref="MailServerFields.Check"/>.
/// </summary>
public sealed record MailServerInput
{
    /// <summary>Name or IP address; empty means that no email is sent.</summary>
    public string? Host { get; init; }

    /// <summary>A number; empty means the usual port of the <see cref="Security"/>.</summary>
    public string? Port { get; init; }

    /// <summary>A name of <see cref="SmtpSecurity"/>; empty means StartTls.</summary>
    public string? Security { get; init; }

    public string? UserName { get; init; }

    /// <summary>Empty keeps the one that is stored.</summary>
    public Secret? Password { get; init; }

    /// <summary>Forgets the one that is stored.</summary>
    public bool RemovePassword { get; init; }

    public string? FromAddress { get; init; }

    public string? FromName { get; init; }

    public string? LinkBase { get; init; }

    /// <summary>Of the row that the form showed; 0 when there was none.</summary>
    public int RowVersion { get; init; }
}
