using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// What may not show in a merged configuration. Texts for clients have their references replaced, so the value of a
/// secret key can stand under any other key of the same text: it is known by its value.
/// </summary>
internal sealed class EffectiveSecrets
{
    // A shorter one would hide half the words there are.
    private const int MinKnownLength = 4;

    private readonly Dictionary<EffectiveSource, SecretValues> _values = [];

    public EffectiveSecrets(IReadOnlyList<EffectiveSource> sources)
    {
        Marked = SecretPaths.Join(sources.Select(s => s.Marked));
        foreach (var source in sources)
        {
            HashSet<string> found = [];
            Gather(source.Root, Marked, secret: false, found);
            _values[source] = new(found);
        }
    }

    /// <summary>What the authors of all texts marked.</summary>
    public SecretPaths Marked { get; }

    /// <summary>Whether a key makes its value secret; what is below a secret is secret anyhow.</summary>
    /// <param name="marked">What is marked at and below the key.</param>
    public static bool IsSecret(string key, SecretPaths? marked) =>
        VaultMask.IsSecret(key) || marked is { IsMarked: true };

    /// <summary>A string of a text with what is secret in it hidden.</summary>
    public string Hide(string text, EffectiveSource source) =>
        _values[source].IsIn(text) ? VaultMask.Hidden : VaultMask.MaskValue(text);

    /// <summary>The elements of a list, each with whether it is the value of an option before it.</summary>
    public static IEnumerable<(ConfigValue Item, bool IsSecret)> Items(ConfigList list)
    {
        var asked = false;
        foreach (var item in list.Items)
        {
            var text = (item as ConfigString)?.Value;
            yield return (item, asked && (text is null || !SecretNames.IsOption(text)));
            asked = text is not null && SecretNames.AsksForNext(text);
        }
    }

    /// <summary>
    /// Whether a field of an object is the value that another field names: <c>{ name: DB_PASSWORD, value: … }</c>.
    /// </summary>
    public static bool IsNamed<T>(string key, IEnumerable<KeyValuePair<string, T>> beside) =>
        SecretNames.IsValue(key) && beside.Any(f => SecretNames.NamesSetting(f.Key) && IsSecretName(f.Value));

    private static bool IsSecretName(object? value) =>
        value switch
        {
            ConfigString text => SecretNames.IsSecretPath(text.Value.AsSpan().Trim()),
            ConfigPending pending => IsSecretName(pending.Fallback)
                || (pending is ConfigConcat concat && concat.Pieces.Any(IsSecretName)),
            EffectiveLeaf leaf => IsSecretName(leaf.Value) || IsSecretName(leaf.Otherwise),
            _ => false,
        };

    private static void Gather(ConfigValue value, SecretPaths? marked, bool secret, HashSet<string> found)
    {
        switch (value)
        {
            case ConfigObject fields:
                GatherFields(fields, marked, secret, found);
                break;
            case ConfigList list:
                foreach (var (item, asked) in Items(list))
                    Gather(item, marked, secret || asked, found);
                break;
            case ConfigPending pending:
                foreach (var piece in pending is ConfigConcat concat ? concat.Pieces : [])
                    Gather(piece, marked, secret, found);
                if (pending.Fallback is { } fallback)
                    Gather(fallback, marked, secret, found);
                break;
            case ConfigString { Value.Length: >= MinKnownLength } text when secret:
                found.Add(text.Value);
                break;
            case ConfigNumber { Text.Length: >= MinKnownLength } number when secret:
                found.Add(number.Text);
                break;
        }
    }

    private static void GatherFields(ConfigObject fields, SecretPaths? marked, bool secret, HashSet<string> found)
    {
        foreach (var (key, field) in fields)
        {
            var below = marked?.Below(key);
            Gather(field, below, secret || IsSecret(key, below) || IsNamed(key, fields), found);
        }
    }
}
