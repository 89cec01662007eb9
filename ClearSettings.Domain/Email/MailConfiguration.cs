using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Section "Email" of the configuration, read and checked at the start. Field by field it wins over what the owner
/// typed on the page.
/// </summary>
public sealed class MailConfiguration
{
    private readonly Dictionary<string, string> _set;

    private MailConfiguration(
        Dictionary<string, string> set,
        MailServerFields fields,
        string? publicUrl,
        X509Certificate2Collection? trusted
    ) => (this._set, Fields, PublicUrl, Trusted) = (set, fields, publicUrl, trusted);

    public static IReadOnlyList<string> FieldNames { get; } =
    ["Host", "Port", "Security", "UserName", "Password", "FromAddress", "FromName", "LinkBase"];

    public MailServerFields Fields { get; }

    /// <summary>Server:PublicUrl, which wins over the page's address for links.</summary>
    public string? PublicUrl { get; }

    /// <summary>
    /// Email:TrustedCertificate: certificates that are trusted besides those of the machine; null when there are none.
    /// </summary>
    public X509Certificate2Collection? Trusted { get; }

    /// <summary>Email:HeloName, in the form of <see cref="Domain.Email.HeloName.Read"/>.</summary>
    public string? HeloName { get; private init; }

    internal Secret? Password => _set.GetValueOrDefault("Password");

    /// <param name="field">One of <see cref="FieldNames"/>.</param>
    public bool IsSet(string field) => _set.ContainsKey(field);

    /// <summary>Whether Email:LinkBase or Server:PublicUrl says it.</summary>
    public bool IsLinkBaseSet => IsSet("LinkBase") || PublicUrl is not null;

    /// <param name="configuration">Checked before, so every value is one that <see cref="MailServerFields.Check"/>
    /// accepts.</param>
    public static MailConfiguration Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Email");
        var set = FieldNames.Where(n => !string.IsNullOrWhiteSpace(section[n])).ToDictionary(n => n, n => section[n]!);
        var input = new MailServerInput
        {
            Host = section["Host"],
            Port = section["Port"],
            Security = section["Security"],
            UserName = section["UserName"],
            Password = section["Password"],
            FromAddress = section["FromAddress"],
            FromName = section["FromName"],
            LinkBase = section["LinkBase"],
        };
        MailServerFields.Check(input, out var fields);
        var certificates = section["TrustedCertificate"] is { Length: > 0 } file ? ReadCertificates(file) : null;
        return new(set, fields, configuration["Server:PublicUrl"], certificates) { HeloName = section["HeloName"] };
    }

    /// <summary>The certificates of a PEM file; null when it cannot be read or has none.</summary>
    public static X509Certificate2Collection? ReadCertificates(string file)
    {
        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? certificates : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
