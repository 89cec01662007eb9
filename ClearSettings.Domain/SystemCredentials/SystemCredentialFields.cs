using System.Text.RegularExpressions;
using ClearSettings.Domain.Credentials;

namespace ClearSettings.Domain.SystemCredentials;

/// <summary>What each setting of section "SystemCredentials" can hold, for the start, which judges them.</summary>
public static partial class SystemCredentialFields
{
    /// <summary>What the name of the credentials can be.</summary>
    public const string NameExpectation = "1 to 40 letters, digits, hyphens and underscores";

    public const string RoleExpectation = "system or root";

    public const string AccessKeyExpectation =
        "16 to 64 letters, digits, hyphens and underscores, and none of those that are published with ClearML";

    public const string SecretKeyExpectation = "32 to 200 ASCII characters without spaces";

    public const string SecretKeyHashExpectation = "the SHA-256 hash of the secret key, 64 hexadecimal digits";

    // In the default configuration of ClearML's server, with secret keys that everybody knows.
    private static readonly string[] Published =
    [
        "62T8CP7HGBC6647XF9314C2VY67RJO",
        "EYVQ385RW7Y2QQUH88CZ7DWIQ1WUHP",
        "P4BMJA7RK3TKBXGSY8OAA1FA8TOD11",
    ];

    public static bool IsName(string text) => NameForm().IsMatch(text);

    /// <returns>The role, or null when the text is none.</returns>
    public static string? ReadRole(string text) =>
        Array.Find(["system", "root"], role => role.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <returns>The text, or null when it cannot be an access key.</returns>
    public static string? ReadAccessKey(string text) =>
        AccessKeyForm().IsMatch(text) && !Published.Contains(text, StringComparer.OrdinalIgnoreCase) ? text : null;

    /// <returns>The text, or null when it cannot be a secret key.</returns>
    public static string? ReadSecretKey(string text) => SecretKeyForm().IsMatch(text) ? text : null;

    /// <returns>The hash in lower case, or null when the text is none.</returns>
    public static string? ReadSecretKeyHash(string text) => HashForm().IsMatch(text) ? text.ToLowerInvariant() : null;

    /// <summary>The hash that <see cref="ReadSecretKeyHash"/> would read for a secret key.</summary>
    internal static byte[] Hash(string secretKey) => new SecretKey(secretKey).Hash();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,40}\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{16,64}\z")]
    private static partial Regex AccessKeyForm();

    [GeneratedRegex(@"^[!-~]{32,200}\z")]
    private static partial Regex SecretKeyForm();

    [GeneratedRegex(@"^[0-9A-Fa-f]{64}\z")]
    private static partial Regex HashForm();
}
