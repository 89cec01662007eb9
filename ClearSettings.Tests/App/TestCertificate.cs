using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClearSettings.Tests.App;

/// <summary>A self-signed certificate, and the file that names it as trusted.</summary>
public sealed class TestCertificate : IDisposable
{
    private TestCertificate(X509Certificate2 withKey)
    {
        WithKey = withKey;
        System.IO.File.WriteAllText(File, withKey.ExportCertificatePem());
    }

    public X509Certificate2 WithKey { get; }

    public string File { get; } =
        Path.Combine(Directory.CreateTempSubdirectory("clearsettings-certificate-").FullName, "mail.pem");

    /// <param name="expired">Its time was over yesterday.</param>
    public static TestCertificate For(string host, bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(expired ? -1 : 30));
        // Some platforms serve TLS only with a key that came from a file.
        return new(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null));
    }

    public void Dispose()
    {
        WithKey.Dispose();
        Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
    }
}
