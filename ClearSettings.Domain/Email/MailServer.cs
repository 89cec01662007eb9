using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>Tells whether email can be sent, and through what. Reads the settings once per request.</summary>
public sealed class MailServer(ClearSettingsDb db, MailConfiguration configuration, IDataProtectionProvider protection)
{
    internal const string PasswordPurpose = "ClearSettings.MailServer.Password";

    /// <summary>The sender's name where none is chosen.</summary>
    public const string DefaultName = "ClearSettings";

    private MailServerState? _state;

    /// <summary>Whether email goes out. Where it does not, say so and show the link to copy.</summary>
    public async Task<bool> IsSetUpAsync() => (await ReadAsync()).IsSetUp;

    /// <summary>All but the password, for the page that shows it.</summary>
    public async Task<MailServerState> ReadAsync() =>
        _state ??= Merge(await db.SmtpServerSettings.AsNoTracking().SingleOrDefaultAsync());

    /// <summary>Null when email is not set up.</summary>
    public async Task<SmtpOptions?> GetSmtpOptionsAsync()
    {
        var (now, fields) = (await ReadAsync(), (await ReadAsync()).Fields);
        if (!now.IsSetUp)
            return null;
        var security = fields.Security ?? SmtpSecurity.StartTls;
        return new()
        {
            Host = fields.Host!,
            Port = fields.Port ?? MailServerFields.DefaultPort(security),
            Security = security,
            UserName = fields.UserName,
            Password = configuration.Password ?? await ReadPasswordAsync(),
            FromAddress = fields.FromAddress!,
            FromName = fields.FromName ?? DefaultName,
            LinkBase = fields.LinkBase!,
            HeloName = configuration.HeloName ?? HeloName.For(fields.LinkBase!),
            Trusted = configuration.Trusted,
        };
    }

    internal void Invalidate() => _state = null;

    private MailServerState Merge(SmtpServerSettings? row)
    {
        var set = configuration.Fields;
        var fields = new MailServerFields(
            set.Host ?? row?.Host,
            set.Port ?? row?.Port,
            set.Security ?? row?.Security,
            set.UserName ?? row?.UserName,
            set.FromAddress ?? row?.FromAddress,
            set.FromName ?? row?.FromName,
            set.LinkBase ?? configuration.PublicUrl ?? row?.LinkBase
        );
        return new(
            fields,
            configuration.IsSet("Password") || row?.Password is not null,
            row?.Host is not null || row?.FromAddress is not null,
            row?.RowVersion ?? 0
        );
    }

    private async Task<string?> ReadPasswordAsync()
    {
        var stored = await db.SmtpServerSettings.Select(s => s.Password).SingleOrDefaultAsync();
        try
        {
            return stored is null ? null : protection.CreateProtector(PasswordPurpose).Unprotect(stored);
        }
        catch (CryptographicException)
        {
            // Written with a key ring that is gone; the server's own refusal then tells the owner to type it again.
            return null;
        }
    }
}

/// <summary>The settings as they count now.</summary>
/// <param name="HasPassword">One is stored or configured.</param>
/// <param name="IsStored">The owner has typed some of it.</param>
/// <param name="RowVersion">Of the stored row, or 0.</param>
public sealed record MailServerState(MailServerFields Fields, bool HasPassword, bool IsStored, int RowVersion)
{
    public bool IsSetUp => Fields is { Host: not null, FromAddress: not null, LinkBase: not null };
}
