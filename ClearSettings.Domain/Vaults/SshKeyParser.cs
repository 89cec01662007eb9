using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Utilities;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;

namespace ClearSettings.Domain.Vaults;

/// <summary>Parses SSH keys. Text that is not a key gives null.</summary>
internal static class SshKeyParser
{
    public static AsymmetricKeyParameter? ReadPublic(string text)
    {
        var words = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || text.AsSpan().Trim().Contains('\n'))
            return null;
        return Try(() =>
            OpenSshPublicKeyUtilities.ParsePublicKey(System.Convert.FromBase64String(words[1])) is var key
            && OpenSshPublicKeyUtilities.EncodePublicKey(key) is var blob
            && blob.Length > 4
                ? key
                : null
        );
    }

    public static AsymmetricKeyParameter? ReadPrivate(string text, out bool locked)
    {
        locked = text.Contains("ENCRYPTED", StringComparison.Ordinal);
        if (locked)
            return null;
        var key = Try(() =>
        {
            using var reader = new PemReader(new StringReader(text));
            return reader.ReadPemObject() is { Type: "OPENSSH PRIVATE KEY" } ssh
                ? OpenSshPrivateKeyUtilities.ParsePrivateKeyBlob(ssh.Content)
                : ReadPem(text);
        });
        // An OpenSSH key says so only inside.
        locked =
            key is null
            && text.Contains("OPENSSH", StringComparison.Ordinal)
            && Try(() => IsLocked(text) ? new object() : null) is not null;
        return key;
    }

    private static AsymmetricKeyParameter? ReadPem(string text)
    {
        using var reader = new PemReader(new StringReader(text));
        return reader.ReadObject() switch
        {
            AsymmetricCipherKeyPair pair => pair.Private,
            AsymmetricKeyParameter { IsPrivate: true } key => key,
            _ => null,
        };
    }

    private static bool IsLocked(string text)
    {
        var body = string.Concat(
            text.Split('\n').Where(l => !l.StartsWith("-----", StringComparison.Ordinal)).Select(l => l.Trim())
        );
        var bytes = System.Convert.FromBase64String(body);
        return bytes.AsSpan(0, Math.Min(64, bytes.Length)).IndexOf("bcrypt"u8) >= 0;
    }

    public static bool IsPair(AsymmetricKeyParameter secret, AsymmetricKeyParameter open) =>
        GetPublicKey(secret) is { } half
        && OpenSshPublicKeyUtilities
            .EncodePublicKey(half)
            .AsSpan()
            .SequenceEqual(OpenSshPublicKeyUtilities.EncodePublicKey(open));

    private static AsymmetricKeyParameter? GetPublicKey(AsymmetricKeyParameter secret) =>
        secret switch
        {
            RsaPrivateCrtKeyParameters rsa => new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
            ECPrivateKeyParameters ec => new ECPublicKeyParameters(
                ec.Parameters.G.Multiply(ec.D).Normalize(),
                ec.Parameters
            ),
            Ed25519PrivateKeyParameters ed => ed.GeneratePublicKey(),
            _ => null,
        };

    public static string GetKind(AsymmetricKeyParameter key) =>
        key switch
        {
            RsaKeyParameters => "rsa",
            ECKeyParameters => "ecdsa",
            Ed25519PrivateKeyParameters or Ed25519PublicKeyParameters => "ed25519",
            _ => "",
        };

    // The library tells what is no key by many kinds of exception.
    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception problem)
            when (problem
                    is FormatException
                        or ArgumentException
                        or InvalidOperationException
                        or IOException
                        or CryptoException
                        or GeneralSecurityException
                        or ArithmeticException
                        or IndexOutOfRangeException
                        or InvalidCastException
                        or NullReferenceException
            )
        {
            return null;
        }
    }
}
