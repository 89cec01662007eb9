namespace ClearSettings.Domain.Hocon;

/// <summary>A changed text, or why it was left alone.</summary>
/// <param name="Text">Null when the edit was refused.</param>
/// <param name="Refusal">Null when it was done.</param>
public sealed record EditResult(string? Text, Finding? Refusal)
{
    public bool Ok => Text is not null;
}

/// <summary>
/// Sets or removes one key in a text; all else in it stays as it is, comments and layout too. The result is read again
/// and must mean what was asked for and nothing else, or the edit is refused: so it is where a substitution, an include
/// or another field has a say in the key's value.
/// </summary>
public static class DocumentEditor
{
    // A text that sets one key more often than this is not edited piece by piece.
    private const int MaxFields = 10;

    /// <summary>
    /// Gives the key at a HOCON path (<c>a.b</c>, <c>a."x.y"</c>) a value, in its place or, when it is new, behind the
    /// last key of the deepest object that is there.
    /// </summary>
    public static EditResult Set(
        string text,
        string path,
        ConfigValue value,
        ConfigFormat format,
        ParseOptions? options = null
    )
    {
        var start = Start(text, path, format, options);
        if (start.Refusal is not null)
            return new EditResult(null, start.Refusal);
        var (document, keys) = (start.Document, start.Keys);
        if (
            format != ConfigFormat.Hocon
            && !FormatConverter.To(format, value).Findings.All(f => f.Finding.Severity == Severity.Warning)
        )
            return Refuse(
                document,
                null,
                path,
                $"{ConfigFormats.GetName(format)} cannot hold this value, since it comes from the environment.",
                "Keep the vault in HOCON."
            );
        var expected = EditVerifier.Expected(document, keys, value);
        foreach (var candidate in Candidates(document, keys, value, format, options))
        {
            if (candidate is not null && EditVerifier.Produces(candidate, format, options, expected))
                return new EditResult(candidate, null);
        }
        var place = FieldLocator.Find(document, keys).Exact.LastOrDefault().Field;
        return Refuse(
            document,
            place,
            path,
            $"{path} cannot be set without changing something else: a substitution, an include or another line "
                + "also affects it.",
            "Edit the text by hand."
        );
    }

    /// <summary>
    /// Removes the key at a path wherever the text sets it, with a comment behind it on the same line. Comments above
    /// it stay.
    /// </summary>
    public static EditResult Remove(string text, string path, ConfigFormat format, ParseOptions? options = null)
    {
        var start = Start(text, path, format, options);
        if (start.Refusal is not null)
            return new EditResult(null, start.Refusal);
        var (document, keys) = (start.Document, start.Keys);
        var places = FieldLocator.Find(document, keys);
        if (places.Exact.Count + places.Below.Count == 0)
            return Refuse(document, null, path, $"Nothing in the text sets {path}.", null);
        if (places.Exact.Count + places.Below.Count > MaxFields)
            return Refuse(
                document,
                places.Exact.Concat(places.Below).First().Field,
                path,
                $"{path} is set in more than {MaxFields} places.",
                "Edit the text by hand."
            );
        var result = RemoveAll(document, keys, format, options, null);
        if (
            result is not null
            && EditVerifier.Without(document, keys).Any(left => EditVerifier.Produces(result, format, options, left))
        )
            return new EditResult(result, null);
        return Refuse(
            document,
            places.Exact.Concat(places.Below).First().Field,
            path,
            $"{path} cannot be removed without changing something else: other settings use it, or a substitution "
                + "or an include also affects it.",
            "Change those first, or edit the text by hand."
        );
    }

    private static (Document Document, IReadOnlyList<string> Keys, Finding? Refusal) Start(
        string text,
        string path,
        ConfigFormat format,
        ParseOptions? options
    )
    {
        var document = ConfigFormats.Read(text, format, options);
        if (document.Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } error)
            return (document, [], error);
        if (document.Root is not ObjectNode)
            return (
                document,
                [],
                Refuse(document, null, path, "The root of the text is not an object, so it has no keys.", null).Refusal
            );
        if (
            Resolver
                .Resolve(document, new ResolveOptions { Partial = true })
                .Findings.FirstOrDefault(f => f.Finding.Severity == Severity.Error) is
            { } unresolved
        )
            return (document, [], unresolved.Finding);
        try
        {
            return (document, HoconPath.Parse(path), null);
        }
        catch (HoconException problem)
        {
            return (
                document,
                [],
                Refuse(
                    document,
                    null,
                    path,
                    $"{path} is not a path: {problem.Findings.FirstOrDefault()?.Message ?? problem.Message}",
                    "Put keys with special characters in quotes."
                ).Refusal
            );
        }
    }

    /// <summary>Texts to try, the gentlest first.</summary>
    private static IEnumerable<string?> Candidates(
        Document document,
        IReadOnlyList<string> keys,
        ConfigValue value,
        ConfigFormat format,
        ParseOptions? options
    )
    {
        var places = FieldLocator.Find(document, keys);
        var text = TextEditor.For(document, format);
        if (places.Exact.Count > 0)
        {
            yield return text.Replace(places.Exact[^1].Field, value);
            if (
                places.Exact.Count + places.Below.Count is > 1 and <= MaxFields
                && RemoveAll(document, keys, format, options, places.Exact[^1].Field) is { } alone
            )
            {
                var left = ConfigFormats.Read(alone, format, options);
                if (FieldLocator.Find(left, keys).Exact is [var only])
                    yield return TextEditor.For(left, format).Replace(only.Field, value);
            }
            yield break;
        }
        var (deepest, depth) = places.Parents[^1];
        yield return text.Insert(deepest, keys, depth, value);
        if (
            format != ConfigFormat.Hocon
            && FieldLocator.Find(document, [.. keys.Take(depth + 1)]).Exact is [.., var above]
            && keys.Count > depth + 1
        )
            yield return text.Replace(above.Field, Nested(keys, depth + 1, value));
        if (depth > 0 && format == ConfigFormat.Hocon)
            yield return text.Insert((ObjectNode)document.Root, keys, 0, value);
        if (
            places.Below.Count is > 0 and <= MaxFields
            && RemoveAll(document, keys, format, options, null) is { } without
        )
        {
            var left = ConfigFormats.Read(without, format, options);
            var (parent, level) = FieldLocator.Find(left, keys).Parents[^1];
            yield return TextEditor.For(left, format).Insert(parent, keys, level, value);
        }
    }

    private static ConfigValue Nested(IReadOnlyList<string> keys, int depth, ConfigValue value)
    {
        for (var i = keys.Count - 1; i >= depth; i--)
            value = new ConfigObject([KeyValuePair.Create(keys[i], value)]);
        return value;
    }

    /// <summary>
    /// Removes every field that sets the key or something below it, but not <paramref name="spared"/>, which is the
    /// last; null when there are too many.
    /// </summary>
    private static string? RemoveAll(
        Document document,
        IReadOnlyList<string> keys,
        ConfigFormat format,
        ParseOptions? options,
        FieldNode? spared
    )
    {
        for (var i = 0; i <= MaxFields; i++)
        {
            if (document.HasErrors)
                return null;
            var places = FieldLocator.Find(document, keys);
            List<(FieldNode Field, ObjectNode Parent)> left = spared is null
                ? [.. places.Exact, .. places.Below]
                : [.. places.Exact.SkipLast(1), .. places.Below];
            if (left.Count == 0)
                return document.Source.Text;
            document = ConfigFormats.Read(
                TextEditor.For(document, format).Remove(left[0].Parent, left[0].Field),
                format,
                options
            );
        }
        return null;
    }

    private static EditResult Refuse(Document document, FieldNode? field, string path, string message, string? fix) =>
        new(
            null,
            FindingList.Make(
                document.Source,
                Severity.Error,
                "edit-refused",
                field?.Span ?? default,
                path,
                message,
                fix
            )
        );
}
