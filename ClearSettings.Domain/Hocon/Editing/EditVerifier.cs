namespace ClearSettings.Domain.Hocon;

/// <summary>What a text must mean after an edit.</summary>
internal static class EditVerifier
{
    private static readonly ResolveOptions Partial = new() { Partial = true };

    /// <summary>The document with the key set as if by a line behind its end; null when that cannot be told.</summary>
    public static ConfigValue? Expected(Document document, IReadOnlyList<string> keys, ConfigValue value)
    {
        var path = HoconPath.Write(keys);
        if (path == "include" || path.StartsWith("include.", StringComparison.Ordinal))
            path = $"\"include\"{path[7..]}";
        var line = Document.Parse(
            $"{path} = null\n{TextEditor.HoconField(path, " = ", value, "\n")}",
            new ParseOptions { Dialect = Dialect.Strict }
        );
        if (line.HasErrors)
            return null;
        var resolved = Resolver.Merge([document, line], Partial);
        return resolved.HasErrors ? null : resolved.Value;
    }

    /// <summary>
    /// The document without the key; also without the objects around it that are empty then, which may or may not stay.
    /// </summary>
    public static IEnumerable<ConfigValue> Without(Document document, IReadOnlyList<string> keys)
    {
        if (Resolver.Resolve(document, Partial).Value is not ConfigObject root)
            yield break;
        for (var count = keys.Count; count > 0; count--)
        {
            root = Without(root, keys, 0, count);
            yield return root;
            if (count > 1 && root.Find([.. keys.Take(count - 1)]) is not ConfigObject { Count: 0 })
                yield break;
        }
    }

    /// <summary>True when the text is read as exactly this value.</summary>
    public static bool Produces(string text, ConfigFormat format, ParseOptions? options, ConfigValue? expected)
    {
        if (expected is null)
            return false;
        var document = ConfigFormats.Read(text, format, options);
        if (document.HasErrors)
            return false;
        var resolved = Resolver.Resolve(document, Partial);
        return !resolved.HasErrors && ConfigEquality.Instance.Equals(resolved.Value, expected);
    }

    private static ConfigObject Without(ConfigObject value, IReadOnlyList<string> keys, int depth, int count) =>
        new(
            value
                .Where(f => f.Key != keys[depth] || depth + 1 < count)
                .Select(f =>
                    f.Key == keys[depth] && f.Value is ConfigObject inner
                        ? KeyValuePair.Create<string, ConfigValue>(f.Key, Without(inner, keys, depth + 1, count))
                        : f
                )
        );
}
