using ClearSettings.Domain;
using ClearSettings.Domain.Email;

namespace ClearSettings.Web.Configuration;

public static partial class SettingsTable
{
    private static SettingType EmailCount => SettingTypes.WholeNumber(1, 10_000);

    private static IEnumerable<Setting> Email() =>
        [
            Optional(
                "Email:Host",
                SettingTypes.MailField("a host name or IP address, without a port", t => new() { Host = t }),
                None,
                "the [mail server](email.md)"
            ),
            Optional("Email:Port", Port, "587, 465 or 25", "the usual one for `Email:Security` when it is missing"),
            Optional(
                "Email:Security",
                SettingTypes.OneOf(Enum.GetNames<SmtpSecurity>()),
                Code(nameof(SmtpSecurity.StartTls)),
                "`Tls` from the first byte; `None` for a relay on the same machine"
            ),
            Optional(
                "Email:UserName",
                SettingTypes.MailField("one line of at most 254 characters", t => new() { UserName = t }),
                None,
                "sent only over an encrypted connection"
            ),
            Optional(
                "Email:Password",
                SettingTypes.MailField("one line of at most 500 characters", t => new() { Password = t }) with
                {
                    KeepsSpaces = true,
                },
                None,
                "sent only over an encrypted connection"
            ) with
            {
                IsSecret = true,
            },
            Optional(
                "Email:FromAddress",
                SettingTypes.MailField("an email address", t => new() { FromAddress = t }),
                None,
                "the sender; your mail server must allow the address"
            ),
            Optional(
                "Email:FromName",
                SettingTypes.MailField(
                    $"one line of at most {NameRules.MaxLength} characters",
                    t => new() { FromName = t }
                ),
                Code(MailServer.DefaultName),
                "name of the sender"
            ),
            Optional(
                "Email:LinkBase",
                SettingTypes.Url(false, ServerUrl),
                "`Server:PublicUrl`",
                "what links in emails begin with"
            ),
            Optional(
                "Email:HeloName",
                SettingTypes.HeloName,
                "the host of links in emails",
                "name with which the server introduces itself to the mail server (EHLO)"
            ),
            Optional(
                "Email:TrustedCertificate",
                SettingTypes.CertificateFile,
                None,
                "certificate of your own authority, trusted besides those of the machine"
            ),
        ];

    private static IEnumerable<Setting> EmailLimits(EmailRequestLimits defaults) =>
        [
            new(
                "Email:RequestLimits:PerSourceAndAddressPerHour",
                EmailCount,
                Code(defaults.PerSourceAndAddressPerHour),
                "[emails that anyone can cause](email.md#limits), from one source to one address in an hour"
            ),
            new(
                "Email:RequestLimits:PerSourcePerHour",
                EmailCount,
                Code(defaults.PerSourcePerHour),
                "from one source in an hour"
            ),
            new(
                "Email:RequestLimits:PerAddressPerHour",
                EmailCount,
                Code(defaults.PerAddressPerHour),
                "to one address in an hour"
            ),
            new(
                "Email:RequestLimits:UnspacedPerAddressPerHour",
                SettingTypes.WholeNumber(0, 10_000),
                Code(defaults.UnspacedPerAddressPerHour),
                "how many of those are sent immediately; further ones wait"
            ),
            new(
                "Email:RequestLimits:SpacingSeconds",
                SettingTypes.WholeNumber(0, 3_600),
                Code(defaults.SpacingSeconds),
                "seconds between those that wait"
            ),
            new(
                "Email:RequestLimits:PerMinute",
                EmailCount,
                Code(defaults.PerMinute),
                "in a minute, from all sources to all addresses"
            ),
        ];
}
