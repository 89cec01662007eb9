using System.Globalization;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Configuration;

namespace ClearSettings.Web.Pages.Administration.Email;

/// <summary>One field of the form.</summary>
/// <param name="Source">Where it is set, when that is not on this page: the field is then shown locked.</param>
public sealed record EmailField(
    string Name,
    string Label,
    string? Value,
    string? Source,
    string? Hint = null,
    string Type = "text",
    int MaxLength = 254,
    bool Optional = false
)
{
    public string Id => Name.ToLowerInvariant();

    public bool HasHint => Source is not null || Hint is not null;
}

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

    public EmailField Host =>
        Field("Host", "Server", input.Host, state.Fields.Host, "Such as smtp.company.com.", maxLength: 253);

    public EmailField Port =>
        Field(
            "Port",
            "Port",
            input.Port,
            state.Fields.Port?.ToString(CultureInfo.InvariantCulture),
            "Leave empty to use the default.",
            maxLength: 5,
            optional: true
        );

    public EmailField Security => Field("Security", "Encryption", input.Security, state.Fields.Security?.ToString());

    public EmailField UserName => Field("UserName", "User name", input.UserName, state.Fields.UserName, optional: true);

    public EmailField Password =>
        Field(
            "Password",
            "Password",
            null,
            null,
            state.HasPassword
                ? "A password is stored. It is never shown; type a new one to replace it."
                : "Stored encrypted, and never shown again.",
            "password",
            500,
            optional: true
        );

    public EmailField FromAddress =>
        Field(
            "FromAddress",
            "Sender's address",
            input.FromAddress,
            state.Fields.FromAddress,
            "Your mail server must allow it.",
            "email"
        );

    public EmailField FromName =>
        Field(
            "FromName",
            "Sender's name",
            input.FromName,
            state.Fields.FromName,
            $"Left empty: {MailServer.DefaultName}.",
            maxLength: 100,
            optional: true
        );

    public EmailField LinkBase =>
        Field(
            "LinkBase",
            "Address in links",
            input.LinkBase,
            state.Fields.LinkBase,
            "Public URL of this server, used for links in emails.",
            "url",
            300
        );

    /// <summary>A stored password can be forgotten here.</summary>
    public bool CanRemovePassword => state.HasPassword && Password.Source is null;

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

    private EmailField Field(
        string name,
        string label,
        string? typed,
        string? counts,
        string? hint = null,
        string type = "text",
        int maxLength = 254,
        bool optional = false
    )
    {
        var source =
            configuration.IsSet(name) ? origins.Find($"Email:{name}") ?? "the configuration"
            : name == "LinkBase" && configuration.PublicUrl is not null
                ? origins.Find("Server:PublicUrl") ?? "the configuration"
            : null;
        return new(name, label, source is null ? typed : counts, source, hint, type, maxLength, optional);
    }
}
