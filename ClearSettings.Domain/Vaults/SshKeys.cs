using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClearSettings.Domain.Hocon;
using Org.BouncyCastle.Crypto.Parameters;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// A host key: its kind ("rsa", "ecdsa", "ed25519"), its private key as PEM or OpenSSH text, its public key as one
/// line.
/// </summary>
public sealed record SshKey(string Kind, Secret? Private, string? Public)
{
    public string PrivateName => $"ssh_host_{Kind}_key";

    public string PublicName => PrivateName + "__pub";
}

/// <summary>
/// The contents of an SSH server vault: texts called <c>ssh_host_*_key</c> (private) and <c>ssh_host_*_key__pub</c>.
/// Each is checked to be a key without passphrase, and the halves to belong together.
/// </summary>
public static partial class SshKeys
{
    public static readonly IReadOnlyList<string> Kinds = ["rsa", "ecdsa", "ed25519"];
    private const string PublicSuffix = "__pub";
    private const int MinRsaBits = 2048;
    private const int MaxKeyLength = 32 * 1024;

    /// <summary>The text that is stored and served.</summary>
    public static string Write(IEnumerable<SshKey> keys)
    {
        JsonObject root = [];
        foreach (var key in keys)
        {
            if (key.Private is { } secret)
                root[key.PrivateName] = secret.Reveal();
            if (key.Public is { } open)
                root[key.PublicName] = open;
        }
        return JsonContents.Write(root);
    }

    /// <summary>What a text holds, as far as it has the right form.</summary>
    public static IReadOnlyList<SshKey> Read(string text, ConfigFormat format)
    {
        if (JsonContents.Read(text, format) is not { } root)
            return [];
        string? Of(string name) => (root.GetValueOrDefault(name) as ConfigString)?.Value;
        return
        [
            .. Kinds
                .Select(kind => new SshKey(kind, Of($"ssh_host_{kind}_key"), Of($"ssh_host_{kind}_key__pub")))
                .Where(k => k.Private is not null || k.Public is not null),
        ];
    }

    /// <summary>
    /// Private keys that were not pasted again are taken from those that are stored; a kind without both keys is left
    /// out.
    /// </summary>
    public static IReadOnlyList<SshKey> Merge(IEnumerable<SshKey> typed, IReadOnlyList<SshKey> stored) =>
        [
            .. typed
                .Select(k =>
                    k with
                    {
                        Private =
                            Tidy(k.Private?.Reveal()) is { } pasted && pasted != VaultMask.Hidden
                                ? pasted
                                : (
                                    Tidy(k.Public) is null
                                        ? null
                                        : stored.FirstOrDefault(s => s.Kind == k.Kind)?.Private
                                ),
                        Public = Tidy(k.Public),
                    }
                )
                .Where(k => k.Private is not null || k.Public is not null),
        ];

    /// <summary>Line ends as on Linux, with one at the end of a private key, as its readers want it.</summary>
    private static string? Tidy(string? text)
    {
        var trimmed = text?.ReplaceLineEndings("\n").Trim();
        return string.IsNullOrEmpty(trimmed) ? null
            : trimmed.StartsWith("-----", StringComparison.Ordinal) ? trimmed + "\n"
            : trimmed;
    }

    /// <summary>The kind and half that a key of the contents names; null for any other key.</summary>
    public static (string Kind, bool IsPublic)? FindHalf(string? key) =>
        Name().Match(key ?? "") is { Success: true } name
            ? (name.Groups["kind"].Value, name.Groups["pub"].Success)
            : null;

    /// <summary>What is wrong with the value of a vault of this target.</summary>
    internal static IEnumerable<ContentProblem> Check(ConfigObject root)
    {
        foreach (var (key, value) in root)
        {
            var name = Name().Match(key);
            if (!name.Success)
                yield return new(
                    value,
                    key,
                    $"{key} is not the name of a host key.",
                    "The names are ssh_host_rsa_key, ssh_host_rsa_key__pub and the same with ecdsa or ed25519."
                );
            else if (value is not ConfigString { Value: var text })
                yield return new(value, key, $"{key} must be a string.", null);
            else if (Problem(key, name.Groups["kind"].Value, text, name.Groups["pub"].Success, root) is { } problem)
                yield return new(value, problem.Key, problem.Message, null);
        }
    }

    private static (string Key, string Message)? Problem(
        string name,
        string kind,
        string text,
        bool isPublic,
        ConfigObject root
    )
    {
        if (text.Length > MaxKeyLength)
            return (name, $"{name} is too long to be a key.");
        if (!isPublic)
            return ProblemOfPrivate(name, kind, text, root);
        if (SshKeyParser.ReadPublic(text) is not { } open)
            return (
                name,
                $"{name} is not a public key. A public key begins with ssh-rsa, ecdsa-sha2-nistp256 or "
                    + "ssh-ed25519."
            );
        if (SshKeyParser.GetKind(open) != kind)
            return (name, $"{name} is a key of another type.");
        var half = name[..^PublicSuffix.Length];
        return root.ContainsKey(half) ? null : (half, $"The private key of {name} is missing.");
    }

    private static (string Key, string Message)? ProblemOfPrivate(
        string name,
        string kind,
        string text,
        ConfigObject root
    )
    {
        if (SshKeyParser.ReadPrivate(text, out var locked) is not { } secret)
            return (
                name,
                locked
                    ? $"{name} is protected by a passphrase. Remove the passphrase with ssh-keygen -p."
                    : $"{name} is not a private key. A private key begins with -----BEGIN."
            );
        if (SshKeyParser.GetKind(secret) != kind)
            return (name, $"{name} is a key of another type.");
        if (secret is RsaKeyParameters { Modulus.BitLength: < MinRsaBits })
            return (name, $"{name} has fewer than {MinRsaBits} bits.");
        if (root.GetValueOrDefault(name + PublicSuffix) is not ConfigString { Value: var half })
            return (name + PublicSuffix, $"The public key of {name} is missing.");
        return SshKeyParser.ReadPublic(half) is { } other && !SshKeyParser.IsPair(secret, other)
            ? (name, $"{name} and {name}{PublicSuffix} do not match.")
            : null;
    }

    [GeneratedRegex("^ssh_host_(?<kind>rsa|ecdsa|ed25519)_key(?<pub>__pub)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
