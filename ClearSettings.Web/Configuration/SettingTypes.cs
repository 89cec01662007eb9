using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ClearSettings.Domain;
using ClearSettings.Domain.Email;

namespace ClearSettings.Web.Configuration;

/// <summary>The kinds of values that settings have.</summary>
internal static class SettingTypes
{
    public static SettingType Flag { get; } = new("true or false", ReadFlag);

    public static SettingType ListenAddress { get; } =
        new("* or an IP address", text => text == "*" || TryParseIP(text, out _) ? text : null);

    public static SettingType Proxies { get; } =
        new("an IP address or a network", ReadProxy) { IsList = true, Example = "10.0.0.0/8" };

    public static SettingType Hosts { get; } =
        new("a host name, an IP address, or * for any", text => HostCheck.IsPattern(text) ? text : null)
        {
            IsList = true,
            Example = "settings.company.com or *.company.com",
        };

    public static SettingType OutboundHosts { get; } =
        new("a host name, an IP address or a network", ReadOutboundHost)
        {
            IsList = true,
            Example = "minio.company.com, *.company.com or 10.0.0.0/8",
        };

    public static SettingType MasterKey { get; } =
        new("32 bytes in base64", text => Domain.Secrets.MasterKey.IsKey(text) ? text : null)
        {
            Example = "`openssl rand -base64 32` prints",
        };

    public static SettingType HeloName { get; } =
        new("a full host name or an IP address", Domain.Email.HeloName.Read) { Example = "settings.company.com" };

    public static SettingType CertificateFile { get; } =
        new(
            "a PEM file with a certificate, readable by the user that runs this program",
            text => MailConfiguration.ReadCertificates(text) is null ? null : text
        );

    public static SettingType DateFormat { get; } =
        new("a date and time format of .NET", ReadDateFormat) { KeepsSpaces = true, Example = "HH:mm:ss" };

    public static SettingType Text(string expectation) => new(expectation, text => text);

    public static SettingType WholeNumber(long min, long max) =>
        new(
            $"a whole number from {Digits(min)} to {Digits(max)}",
            text =>
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= min
                && number <= max
                    ? Digits(number)
                    : null
        );

    public static SettingType Duration(TimeSpan min, TimeSpan max) =>
        new(
            $"a duration from {Durations.Format(min)} to {Durations.Format(max)}",
            text =>
                Durations.TryParse(text, out var duration) && duration >= min && duration <= max
                    ? duration.ToString("c", CultureInfo.InvariantCulture)
                    : null
        )
        {
            Example = Durations.Examples,
        };

    public static SettingType OneOf(params string[] names) =>
        new(
            $"{string.Join(", ", names[..^1])} or {names[^1]}",
            text => Array.Find(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase))
        );

    /// <param name="hasPath">Whether it can continue after the host and port.</param>
    public static SettingType Url(bool hasPath, string example) =>
        new(
            $"an http or https URL{(hasPath ? "" : " without a path")}",
            text => MailServerFields.ReadUrl(text, hasPath)
        )
        {
            Example = example,
        };

    /// <summary>A field of the mail server, which has the same rule on the Mail page.</summary>
    public static SettingType MailField(string expectation, Func<string, MailServerInput> field) =>
        new(expectation, text => MailServerFields.Check(field(text), out _).Count == 0 ? text : null);

    /// <summary>
    /// As people write it. .NET also reads 10.1 and 010.0.0.5, as other addresses than they look like.
    /// </summary>
    public static bool TryParseIP(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text);

    private static string? ReadFlag(string text) =>
        bool.TryParse(text, out var flag) ? (flag ? "true" : "false") : null;

    private static string? ReadOutboundHost(string text) =>
        ReadProxy(text) is not null || (text != "*" && HostCheck.IsPattern(text)) ? text : null;

    private static string? ReadProxy(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return TryParseIP(text, out _) ? text : null;
        return TryParseIP(text[..slash], out _) && System.Net.IPNetwork.TryParse(text, out _) ? text : null;
    }

    private static string? ReadDateFormat(string text)
    {
        try
        {
            return DateTimeOffset.UnixEpoch.ToString(text, CultureInfo.InvariantCulture).Length > 0 ? text : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
