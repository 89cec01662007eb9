using System.Globalization;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Configuration;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Email;

/// <summary>The mail server's form: what was typed or is stored, and what the configuration says.</summary>
public sealed class EmailForm(
    MailServerInput input,
    MailServerState state,
    MailConfiguration configuration,
    SettingOrigins origins
)
{
    public static IReadOnlyList<(string Value, string Words)> Securities { get; } =
    [
        (nameof(SmtpSecurity.StartTls), "STARTTLS, usually port 587"),
        (nameof(SmtpSecurity.Tls), "TLS from the start, usually port 465"),
        (nameof(SmtpSecurity.None), "None, usually port 25"),
    ];

    public MailServerState State => state;

    public int RowVersion => input.RowVersion;

    public Field Host =>
        Create("Host", "Server", input.Host, state.Fields.Host) with
        {
            Hint = "Such as smtp.company.com.",
            MaxLength = 253,
        };

    public Field Port =>
        Create("Port", "Port", input.Port, state.Fields.Port?.ToString(CultureInfo.InvariantCulture)) with
        {
            Hint = "Leave empty to use the default.",
            MaxLength = 5,
            IsOptional = true,
        };

    public Field Security => Create("Security", "Encryption", input.Security, state.Fields.Security?.ToString());

    public Field UserName =>
        Create("UserName", "User name", input.UserName, state.Fields.UserName) with
        {
            IsOptional = true,
        };

    public Field Password =>
        Create("Password", "Password", null, null) with
        {
            Hint = state.HasPassword
                ? "A password is stored. It is never shown; enter a new one to replace it."
                : "Stored encrypted and never shown again.",
            Type = "password",
            Autocomplete = "new-password",
            MaxLength = 500,
            IsOptional = true,
        };

    public Field FromAddress =>
        Create("FromAddress", "Sender's address", input.FromAddress, state.Fields.FromAddress) with
        {
            Hint = "Your mail server must allow it.",
            Type = "email",
        };

    public Field FromName =>
        Create("FromName", "Sender's name", input.FromName, state.Fields.FromName) with
        {
            Hint = $"If empty: {MailServer.DefaultName}.",
            MaxLength = 100,
            IsOptional = true,
        };

    public Field LinkBase =>
        Create("LinkBase", "Address in links", input.LinkBase, state.Fields.LinkBase) with
        {
            Hint = "Public URL of this server, used for links in emails.",
            Type = "url",
            MaxLength = 300,
        };

    /// <summary>A stored password can be forgotten here.</summary>
    public bool CanRemovePassword => state.HasPassword && Password.SetBy is null;

    public bool Unencrypted => Security.Value == nameof(SmtpSecurity.None);

    /// <summary>The form as it is stored now.</summary>
    /// <param name="guess">The address for links that is proposed while none is known.</param>
    public static MailServerInput CreateInput(MailServerState state, string guess) =>
        new()
        {
            Host = state.Fields.Host,
            Port = state.Fields.Port?.ToString(CultureInfo.InvariantCulture),
            Security = (state.Fields.Security ?? SmtpSecurity.StartTls).ToString(),
            UserName = state.Fields.UserName,
            FromAddress = state.Fields.FromAddress,
            FromName = state.Fields.FromName,
            LinkBase = state.Fields.LinkBase ?? guess,
            RowVersion = state.RowVersion,
        };

    /// <param name="typed">What the form was sent with, or what is stored.</param>
    /// <param name="used">The value that counts where the configuration sets it.</param>
    private Field Create(string name, string label, string? typed, string? used)
    {
        var source =
            configuration.IsSet(name) ? origins.Find($"Email:{name}") ?? "the configuration"
            : name == "LinkBase" && configuration.PublicUrl is not null
                ? origins.Find("Server:PublicUrl") ?? "the configuration"
            : null;
        return new(name, label, source is null ? typed : used) { SetBy = source, MaxLength = 254 };
    }
}
