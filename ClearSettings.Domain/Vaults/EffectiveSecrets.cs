using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// What may not show in a merged configuration. Texts for clients have their references replaced, so the value of a secret key can stand
/// under any other key of the same text: it is known by its value.
/// </summary>
internal sealed class EffectiveSecrets
{
    // A shorter one would hide half the words there are.
    private const int ShortestKnown = 4;

    private readonly HashSet<string> marked;
    private readonly Dictionary<EffectiveSource, List<string>> values = [];

    public EffectiveSecrets(IReadOnlyList<EffectiveSource> sources)
    {
        marked = [.. sources.SelectMany(s => s.Marked)];
        foreach (var source in sources)
        {
            HashSet<string> found = [];
            Gather(source.Root, [], secret: false, found);
            values[source] = [.. found];
        }
    }

    /// <summary>Whether the last key of a path makes its value secret; what is below a secret is secret anyhow.</summary>
    public bool IsSecret(IReadOnlyList<string> path) => VaultMask.IsSecret(path[^1]) || (marked.Count > 0 && marked.Contains(HoconPath.Write(path)));

    /// <summary>A string of a text with what is secret in it hidden.</summary>
    public string Hide(string text, EffectiveSource source) => values[source].Exists(v => text.Contains(v, StringComparison.Ordinal)) ? VaultMask.Hidden : VaultMask.MaskValue(text);

    private void Gather(ConfigValue value, List<string> path, bool secret, HashSet<string> found)
    {
        switch (value)
        {
            case ConfigObject fields:
                foreach (var (key, field) in fields)
                {
                    path.Add(key);
                    Gather(field, path, secret || IsSecret(path), found);
                    path.RemoveAt(path.Count - 1);
                }
                break;
            case ConfigList list:
                foreach (var item in list.Items) Gather(item, path, secret, found);
                break;
            case ConfigPending pending:
                foreach (var piece in pending is ConfigConcat concat ? concat.Pieces : []) Gather(piece, path, secret, found);
                if (pending.Fallback is { } fallback) Gather(fallback, path, secret, found);
                break;
            case ConfigString { Value.Length: >= ShortestKnown } text when secret: found.Add(text.Value); break;
            case ConfigNumber { Text.Length: >= ShortestKnown } number when secret: found.Add(number.Text); break;
        }
    }
}
