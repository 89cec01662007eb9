using System.Security.Cryptography;

namespace ClearSettings.Domain.Secrets;

/// <summary>
/// 256 bits that wrap the key ring in the database. They live outside it: in the setting Secrets:MasterKey (base64), or
/// in the file master.key of the data folder, which the first start on an empty database creates with mode 0600.
/// </summary>
public sealed class MasterKey
{
    public const string FileName = "master.key";
    private const int Bytes = 32;

    // Half a minute; a file is written in milliseconds.
    private const int MaxTries = 3_000;

    private readonly Lazy<byte[]> _key;

    private MasterKey(byte[] key) => this._key = new(key);

    private MasterKey(string newFile) =>
        _key = new(() =>
        {
            CreateFile(newFile);
            return ReadFile(newFile);
        });

    /// <summary>
    /// The key of the setting or the file. Where there is neither, the file is created when the key is first used, not
    /// before <see cref="MissingKeyCheck"/>.
    /// </summary>
    /// <exception cref="StartupException">The setting or file does not hold 32 bytes in base64.</exception>
    public static MasterKey Load(string dataFolder, string? setting) =>
        Find(dataFolder, setting) ?? new(Path.Combine(dataFolder, FileName));

    /// <summary>The key of the setting or the file, or null when there is neither.</summary>
    /// <exception cref="StartupException">The setting or file does not hold 32 bytes in base64.</exception>
    public static MasterKey? Find(string dataFolder, string? setting)
    {
        if (!string.IsNullOrWhiteSpace(setting))
            return new(Decode(setting, "The setting Secrets:MasterKey"));
        var path = Path.Combine(dataFolder, FileName);
        return File.Exists(path) ? new(ReadFile(path)) : null;
    }

    /// <summary>AES-256-GCM; the answer is nonce (12), tag (16), cipher text.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> plain)
    {
        var wrapped = new byte[28 + plain.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, 12));
        using var aes = new AesGcm(_key.Value, 16);
        aes.Encrypt(wrapped.AsSpan(0, 12), plain, wrapped.AsSpan(28), wrapped.AsSpan(12, 16));
        return wrapped;
    }

    /// <exception cref="CryptographicException">Wrapped by another master key, or damaged.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < 28)
            throw new CryptographicException("Too short to be wrapped by a master key.");
        var plain = new byte[wrapped.Length - 28];
        using var aes = new AesGcm(_key.Value, 16);
        aes.Decrypt(wrapped[..12], wrapped[28..], wrapped.Slice(12, 16), plain);
        return plain;
    }

    /// <summary>
    /// 256 bits for one purpose, from which neither this key nor another purpose's can be told (HKDF, RFC 5869).
    /// </summary>
    internal byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Value, Bytes, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    /// <summary>Whether the text is a key.</summary>
    public static bool IsKey(string text) => TryDecode(text) is not null;

    private static byte[] ReadFile(string path)
    {
        try
        {
            return Decode(File.ReadAllText(path), $"The file {path}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The master key in {path} cannot be read by the user that runs this program; change its owner or "
                    + "its permissions.",
                problem
            );
        }
    }

    private static void CreateFile(string path)
    {
        // A move does not see a file that appears in the meantime, and would replace the key of another start.
        using var writeLock = AcquireLock(path + ".lock");
        if (File.Exists(path))
            return;
        // Written beside and moved, so that a crash cannot leave half a key.
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(draft, options))
        {
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
            file.Flush();
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: false);
    }

    private static FileStream AcquireLock(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new(
                    path,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                );
            }
            catch (IOException) when (tries < MaxTries)
            {
                Thread.Sleep(10);
            }
        }
    }

    private static byte[] Decode(string text, string what) =>
        TryDecode(text)
        ?? throw new StartupException(
            $"{what} must hold {Bytes} bytes in base64, such as `openssl rand -base64 32` prints."
        );

    private static byte[]? TryDecode(string text)
    {
        var bytes = new byte[Bytes + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Bytes
            ? bytes[..Bytes]
            : null;
    }
}
