using System.Text.RegularExpressions;

namespace ClearSettings.Domain.SystemCredentials;

/// <summary>A setting of system credentials.</summary>
/// <param name="Name">The last part, such as "AccessKey".</param>
/// <param name="Expectation">Continues "it must be".</param>
/// <param name="Read">The value in the form that is used, or null when the text is not such a value.</param>
public sealed record SystemCredentialField(string Name, string Expectation, Func<string, string?> Read)
{
    public bool IsRequired { get; init; }
}

/// <summary>What each setting of section "SystemCredentials" can hold.</summary>
public static partial class SystemCredentialFields
{
    /// <summary>What the name of the credentials can be.</summary>
    public const string NameExpectation = "1 to 40 letters, digits, hyphens and underscores";

    // In the default configuration of ClearML's server, with secret keys that everyone knows.
    private static readonly string[] Published =
    [
        "62T8CP7HGBC6647XF9314C2VY67RJO",
        "EYVQ385RW7Y2QQUH88CZ7DWIQ1WUHP",
        "P4BMJA7RK3TKBXGSY8OAA1FA8TOD11",
    ];

    public static SystemCredentialField Role { get; } =
        new(
            "Role",
            "system or root",
            text => Array.Find(["system", "root"], role => role.Equals(text, StringComparison.OrdinalIgnoreCase))
        )
        {
            IsRequired = true,
        };

    public static SystemCredentialField AccessKey { get; } =
        new(
            "AccessKey",
            "16 to 64 letters, digits, hyphens and underscores, and not a published default of ClearML",
            text =>
                AccessKeyForm().IsMatch(text) && !Published.Contains(text, StringComparer.OrdinalIgnoreCase)
                    ? text
                    : null
        )
        {
            IsRequired = true,
        };

    public static SystemCredentialField SecretKey { get; } =
        new(
            "SecretKey",
            "32 to 200 ASCII characters without spaces",
            text => SecretKeyForm().IsMatch(text) ? text : null
        );

    public static SystemCredentialField SecretKeyHash { get; } =
        new(
            "SecretKeyHash",
            "the SHA-256 hash of the secret key in 64 hexadecimal digits",
            text => HashForm().IsMatch(text) ? text : null
        );

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<SystemCredentialField> All { get; } = [Role, AccessKey, SecretKey, SecretKeyHash];

    public static bool IsName(string text) => NameForm().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,40}\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{16,64}\z")]
    private static partial Regex AccessKeyForm();

    [GeneratedRegex(@"^[!-~]{32,200}\z")]
    private static partial Regex SecretKeyForm();

    [GeneratedRegex(@"^[0-9A-Fa-f]{64}\z")]
    private static partial Regex HashForm();
}
