using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ClearSettings.Domain.Secrets;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Domain.Mail;

/// <summary>Section "Mail" of the configuration, read and checked at the start. Field by field it wins over what the owner typed on the page.</summary>
public sealed class MailConfiguration
{
    private readonly Dictionary<string, string> set;

    private MailConfiguration(Dictionary<string, string> set, MailServerFields fields, string? publicUrl, X509Certificate2Collection? trusted) =>
        (this.set, Fields, PublicUrl, Trusted) = (set, fields, publicUrl, trusted);

    public static IReadOnlyList<string> FieldNames { get; } = ["Host", "Port", "Security", "UserName", "Password", "FromAddress", "FromName", "LinkBase"];

    public MailServerFields Fields { get; }

    /// <summary>Server:PublicUrl, which wins over the page's address for links.</summary>
    public string? PublicUrl { get; }

    /// <summary>Mail:TrustedCertificate: certificates that are trusted besides those of the machine; null when there are none.</summary>
    public X509Certificate2Collection? Trusted { get; }

    internal string? Password => set.GetValueOrDefault("Password");

    /// <param name="field">One of <see cref="FieldNames"/>.</param>
    public bool Sets(string field) => set.ContainsKey(field);

    /// <summary>Whether Mail:LinkBase or Server:PublicUrl says it.</summary>
    public bool SetsLinkBase => Sets("LinkBase") || PublicUrl is not null;

    /// <exception cref="ServerCannotStart">A value breaks its rule, or the file of certificates cannot be read.</exception>
    public static MailConfiguration Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Mail");
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
        if (MailServerFields.Check(input, out var fields) is [var problem, ..]) throw new ServerCannotStart($"Mail:{problem.Field} cannot be used. {problem.Sentence}");
        if (MailServerFields.Check(new() { LinkBase = configuration["Server:PublicUrl"] }, out var server).Count > 0) throw new ServerCannotStart($"Server:PublicUrl is “{configuration["Server:PublicUrl"]}”; it must be an address like https://settings.company.com.");
        return new(set, fields, server.LinkBase, ReadTrusted(section["TrustedCertificate"]));
    }

    private static X509Certificate2Collection? ReadTrusted(string? file)
    {
        if (string.IsNullOrWhiteSpace(file)) return null;
        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? certificates : throw new ServerCannotStart($"Mail:TrustedCertificate is {file}, which holds no certificate. It must be a PEM file.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ServerCannotStart($"Mail:TrustedCertificate is {file}, which cannot be read: {problem.Message}", problem);
        }
    }
}
