using System.Diagnostics.CodeAnalysis;

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
        if (!Edit.TryStart(text, path, new(format, options), out var edit, out var refusal))
            return refusal;
        if (
            format != ConfigFormat.Hocon
            && !FormatConverter.To(format, value).Findings.All(f => f.Finding.Severity == Severity.Warning)
        )
            return edit.Refuse(
                null,
                $"{ConfigFormats.GetName(format)} cannot hold this value, since it comes from the environment.",
                "Keep the vault in HOCON."
            );
        var expected = EditVerifier.Expected(edit.Document, edit.Keys, value);
        foreach (var candidate in Candidates(edit, value))
        {
            if (candidate is not null && EditVerifier.Produces(candidate, format, options, expected))
                return new EditResult(candidate, null);
        }
        return edit.Refuse(
            edit.Find().Exact.LastOrDefault().Field,
            $"{path} cannot be set without changing something else: a substitution, an include or another line also "
                + "affects it.",
            "Edit the text by hand."
        );
    }

    /// <summary>
    /// Removes the key at a path wherever the text sets it, with a comment behind it on the same line. Comments above
    /// it stay.
    /// </summary>
    public static EditResult Remove(string text, string path, ConfigFormat format, ParseOptions? options = null)
    {
        if (!Edit.TryStart(text, path, new(format, options), out var edit, out var refusal))
            return refusal;
        var places = edit.Find();
        var count = places.Exact.Count + places.Below.Count;
        if (count == 0)
            return edit.Refuse(null, $"Nothing in the text sets {path}.", null);
        var first = places.Exact.Concat(places.Below).First().Field;
        if (count > MaxFields)
            return edit.Refuse(first, $"{path} is set in more than {MaxFields} places.", "Edit the text by hand.");
        var result = RemoveAll(edit, null);
        if (
            result is not null
            && EditVerifier
                .Without(edit.Document, edit.Keys)
                .Any(left => EditVerifier.Produces(result, format, options, left))
        )
            return new EditResult(result, null);
        return edit.Refuse(
            first,
            $"{path} cannot be removed without changing something else: other settings use it, or a substitution or "
                + "an include also affects it.",
            "Change those first, or edit the text by hand."
        );
    }

    /// <summary>Texts to try, the gentlest first.</summary>
    private static IEnumerable<string?> Candidates(Edit edit, ConfigValue value)
    {
        var places = edit.Find();
        return places.Exact.Count > 0 ? Replacements(edit, places, value) : Insertions(edit, places, value);
    }

    private static IEnumerable<string?> Replacements(Edit edit, FieldLocator places, ConfigValue value)
    {
        var last = places.Exact[^1].Field;
        yield return edit.Editor.Replace(last, value);
        if (places.Exact.Count + places.Below.Count is > 1 and <= MaxFields && RemoveAll(edit, last) is { } alone)
        {
            var left = edit.Read(alone);
            if (left.Find().Exact is [var only])
                yield return left.Editor.Replace(only.Field, value);
        }
    }

    private static IEnumerable<string?> Insertions(Edit edit, FieldLocator places, ConfigValue value)
    {
        var (keys, isHocon) = (edit.Keys, edit.Language.Format == ConfigFormat.Hocon);
        var (deepest, depth) = places.Parents[^1];
        yield return edit.Editor.Insert(deepest, keys, depth, value);
        if (
            !isHocon
            && FieldLocator.Find(edit.Document, [.. keys.Take(depth + 1)]).Exact is [.., var above]
            && keys.Count > depth + 1
        )
            yield return edit.Editor.Replace(above.Field, Nested(keys, depth + 1, value));
        if (depth > 0 && isHocon)
            yield return edit.Editor.Insert((ObjectNode)edit.Document.Root, keys, 0, value);
        if (places.Below.Count is > 0 and <= MaxFields && RemoveAll(edit, null) is { } without)
        {
            var left = edit.Read(without);
            var (parent, level) = left.Find().Parents[^1];
            yield return left.Editor.Insert(parent, keys, level, value);
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
    private static string? RemoveAll(Edit edit, FieldNode? spared)
    {
        for (var i = 0; i <= MaxFields; i++)
        {
            if (edit.Document.HasErrors)
                return null;
            var places = edit.Find();
            List<(FieldNode Field, ObjectNode Parent)> left = spared is null
                ? [.. places.Exact, .. places.Below]
                : [.. places.Exact.SkipLast(1), .. places.Below];
            if (left.Count == 0)
                return edit.Document.Source.Text;
            edit = edit.Read(edit.Editor.Remove(left[0].Parent, left[0].Field));
        }
        return null;
    }

    private readonly record struct Language(ConfigFormat Format, ParseOptions? Options);

    /// <summary>A text that has no errors, and the key to change in it.</summary>
    private sealed record Edit(Document Document, string Path, IReadOnlyList<string> Keys, Language Language)
    {
        public TextEditor Editor => TextEditor.For(Document, Language.Format);

        public static bool TryStart(
            string text,
            string path,
            Language language,
            [NotNullWhen(true)] out Edit? edit,
            [NotNullWhen(false)] out EditResult? refusal
        )
        {
            var start = new Edit(ConfigFormats.Read(text, language.Format, language.Options), path, [], language);
            (edit, refusal) = (null, start.FindError());
            if (refusal is not null)
                return false;
            try
            {
                edit = start with { Keys = HoconPath.Parse(path) };
                return true;
            }
            catch (HoconException problem)
            {
                refusal = start.Refuse(
                    null,
                    $"{path} is not a path: {problem.Findings.FirstOrDefault()?.Message ?? problem.Message}",
                    "Put keys with special characters in quotes."
                );
                return false;
            }
        }

        public FieldLocator Find() => FieldLocator.Find(Document, Keys);

        public Edit Read(string text) =>
            this with
            {
                Document = ConfigFormats.Read(text, Language.Format, Language.Options),
            };

        public EditResult Refuse(FieldNode? field, string message, string? fix)
        {
            var span = field?.Span ?? default;
            return new(
                null,
                FindingList.Make(Document.Source, span, Path, new(Severity.Error, "edit-refused", message, fix))
            );
        }

        private EditResult? FindError()
        {
            if (Document.Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } error)
                return new(null, error);
            if (Document.Root is not ObjectNode)
                return Refuse(null, "The root of the text is not an object, so it has no keys.", null);
            var unresolved = Resolver
                .Resolve(Document, new ResolveOptions { Partial = true })
                .Findings.FirstOrDefault(f => f.Finding.Severity == Severity.Error);
            return unresolved is null ? null : new(null, unresolved.Finding);
        }
    }
}
