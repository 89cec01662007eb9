namespace ClearSettings.Domain.Hocon;

/// <summary>Turns a document into a text of another format.</summary>
public static class FormatConverter
{
    /// <summary>
    /// The document in the target format. Substitutions inside the document are replaced by their values. What the
    /// target cannot hold is an error that names it: references to the environment in JSON and YAML, a root that is no
    /// object or list in HOCON. Comments go along to HOCON and YAML; what is lost is a warning. A document with errors
    /// gives those.
    /// </summary>
    /// <param name="environment">Values for references that the document does not define.</param>
    public static RenderedText To(
        ConfigFormat target,
        Document document,
        IReadOnlyDictionary<string, string>? environment = null,
        Limits? limits = null
    )
    {
        if (document.HasErrors)
            return new RenderedText(null, [.. document.Findings.Select(f => new ResolvedFinding(document, f))]);
        var options = new ResolveOptions
        {
            Environment = environment,
            Partial = true,
            Limits = limits ?? Limits.Default,
        };
        var resolved = Resolver.Resolve(document, options);
        var findings = new WriterFindings();
        findings.Add(resolved.Findings);
        if (findings.HasErrors)
            return new RenderedText(null, findings.All);
        var comments = target == ConfigFormat.Json ? WriterComments.None : WriterComments.From(document);
        var text = Text(target, resolved.Value, findings, comments);
        var lost = target == ConfigFormat.Json ? document.Comments.Count : comments.Left;
        if (text is not null)
            AddLossWarnings(target, document, resolved.Value, lost, findings);
        return new RenderedText(text, findings.All);
    }

    /// <summary>
    /// A value, merged or resolved, in the target format. What the target cannot hold is an error that names it.
    /// </summary>
    public static RenderedText To(ConfigFormat target, ConfigValue value)
    {
        var findings = new WriterFindings();
        return new RenderedText(Text(target, value, findings, WriterComments.None), findings.All);
    }

    private static string? Text(
        ConfigFormat target,
        ConfigValue value,
        WriterFindings findings,
        WriterComments comments
    )
    {
        new ConversionChecker(target, findings).Root(value);
        if (findings.HasErrors)
            return null;
        return target switch
        {
            ConfigFormat.Json => PrettyWriter.Json(value),
            ConfigFormat.Yaml => new YamlText(comments).Render(value),
            _ => new HoconWriter(comments).Render(value),
        };
    }

    private static void AddLossWarnings(
        ConfigFormat target,
        Document document,
        ConfigValue value,
        int comments,
        WriterFindings findings
    )
    {
        var root = new ConfigNull { Origin = new Origin(document, new Span(0, 0)) };
        if (comments > 0)
            findings.Warning(
                root,
                "comments-lost",
                $"{(comments == 1 ? "One comment is" : $"{comments} comments are")} lost, since "
                    + $"{(target == ConfigFormat.Json ? "JSON has none" : "they belong to no key")}.",
                null
            );
        var references = value is ConfigObject defined ? References(document.Root, defined) : 0;
        if (references > 0)
            findings.Warning(
                root,
                "references-replaced",
                $"{(references == 1 ? "One substitution is" : $"{references} substitutions are")} replaced by "
                    + $"{(references == 1 ? "its value" : "their values")}; a later change of the value no "
                    + "longer reaches the copies.",
                null
            );
    }

    /// <summary>
    /// Substitutions of paths inside the document; those of environment variables stay what they are.
    /// </summary>
    private static int References(Node node, ConfigObject defined) =>
        node switch
        {
            ObjectNode value => value.Fields.Sum(f => References(f.Value, defined)),
            ListNode list => list.Items.Sum(i => References(i, defined)),
            ConcatNode concat => concat.Pieces.Sum(p => References(p, defined)),
            ReferenceNode reference => defined.ContainsKey(reference.Path[0].Text) ? 1 : 0,
            _ => 0,
        };
}

/// <summary>Finds everything in a value that a format cannot hold.</summary>
internal sealed class ConversionChecker(ConfigFormat target, WriterFindings findings)
{
    private readonly string _name = ConfigFormats.GetName(target);
    private int _depth;

    public void Root(ConfigValue value)
    {
        if (target == ConfigFormat.Hocon && value is not (ConfigObject or ConfigList))
            findings.Error(
                value,
                "root-no-object",
                $"The document is {value.TypeName}; the root of HOCON is an object or a list.",
                "Give the value a key."
            );
        Value(value, inField: false);
    }

    private void Value(ConfigValue value, bool inField)
    {
        switch (value)
        {
            case ConfigObject fields:
                Object(fields);
                break;
            case ConfigList list:
                List(list);
                break;
            case ConfigString text when target != ConfigFormat.Hocon && WriterQuotes.HasLoneSurrogate(text.Value):
                ReportLoneSurrogate(value, "text", "Remove it or write the whole pair.");
                break;
            case ConfigPending pending when target != ConfigFormat.Hocon:
                Lost(pending);
                break;
            case ConfigPending { Fallback: { } fallback } when inField:
                Value(fallback, inField: true);
                break;
            case ConfigPending { Fallback: not null }:
                ReportDefaultInside(value);
                break;
            case ConfigConcat concat:
                foreach (var piece in concat.Pieces)
                    Value(piece, inField: false);
                break;
        }
    }

    private void ReportLoneSurrogate(ConfigValue value, string where, string fix) =>
        findings.Error(
            value,
            "lone-surrogate",
            $"The {where} has half a surrogate pair, which {_name} cannot hold.",
            fix
        );

    private void ReportDefaultInside(ConfigValue value) =>
        findings.Error(
            value,
            "default-in-list",
            "A value from the environment with a default needs a key of its own; it cannot be written inside a list or "
                + "a string.",
            "Give it a key of its own."
        );

    private void Object(ConfigObject value)
    {
        if (!Enter(value))
            return;
        foreach (var (key, field) in value)
        {
            findings.Path.Add(key);
            if (target != ConfigFormat.Hocon && WriterQuotes.HasLoneSurrogate(key))
                ReportLoneSurrogate(field, "key", "Use other characters.");
            Value(field, inField: true);
            findings.Path.RemoveAt(findings.Path.Count - 1);
        }
        _depth--;
    }

    private void List(ConfigList value)
    {
        if (!Enter(value))
            return;
        foreach (var item in value.Items)
            Value(item, inField: false);
        _depth--;
    }

    private bool Enter(ConfigValue value)
    {
        var most = target == ConfigFormat.Yaml ? YamlReader.MaxDepth : Limits.Default.MaxDepth;
        if (_depth >= most)
        {
            findings.Error(
                value,
                "too-deep",
                $"Values are nested deeper than {most} levels, the maximum for {_name}.",
                "Use fewer levels."
            );
            return false;
        }
        _depth++;
        return true;
    }

    private void Lost(ConfigPending pending)
    {
        var names = string.Join(", ", Names(pending).Distinct());
        findings.Error(
            pending,
            "reference-lost",
            $"{_name} has no substitutions, so {names} would be lost.",
            "Give the variable a value, or keep the document as HOCON."
        );
    }

    private static IEnumerable<string> Names(ConfigValue? value) =>
        value switch
        {
            ConfigReference reference => Names(reference.Fallback)
                .Prepend($"${{{(reference.Optional ? "?" : "")}{reference.Name}}}"),
            ConfigConcat concat => concat.Pieces.SelectMany(Names).Concat(Names(concat.Fallback)),
            _ => [],
        };
}
