namespace ClearSettings.Domain.Hocon;

/// <summary>The one place that decides whether clients read a value right in every environment; see
/// docs/configuration-formats.md#environment-variables. It checks the merged tree before anything is written.</summary>
internal sealed class ClientRules(WriterFindings findings)
{
    private int _depth;

    public void Check(ConfigObject root) => Inside(root);

    private void Inside(ConfigValue value)
    {
        // The writer refuses deeper values.
        if (_depth == CanonicalWriter.MaxDepth)
            return;
        _depth++;
        if (value is ConfigList list)
        {
            foreach (var item in list.Items)
                Element(item);
        }
        else if (value is ConfigObject fields)
        {
            foreach (var (key, field) in fields)
            {
                findings.Path.Add(key);
                Field(field);
                findings.Path.RemoveAt(findings.Path.Count - 1);
            }
        }
        _depth--;
    }

    private void Element(ConfigValue value)
    {
        if (value is not ConfigPending pending)
            Inside(value);
        else if (pending.Fallback is not null)
            findings.Error(
                value,
                "default-in-list",
                "A value from the environment with a default cannot be a list element.",
                "Give it a key of its own, or write one of the two here."
            );
        else if (pending.IsOptional)
            findings.Error(
                value,
                "optional-in-list",
                "An optional reference cannot be a whole list element. If the variable is not set, clients read null.",
                "Use a required reference, or leave the element out."
            );
        else
            Text(pending);
    }

    private void Field(ConfigValue value)
    {
        if (value is not ConfigPending pending)
        {
            Inside(value);
            return;
        }
        var chain = OverrideChain.From(pending);
        foreach (var layer in chain.Overrides)
            Text(layer);
        if (chain.Default is ConfigPending text)
            Text(text);
        else if (chain.Default is { } constant)
            Inside(constant);
        if (chain.Overrides is [var newest, ..] && Misread(newest, chain) is var (code, message, fix))
            findings.Error(newest, code, message, fix);
    }

    private (string Code, string Message, string Fix)? Misread(ConfigPending newest, OverrideChain chain)
    {
        var name = OverrideChain.Show(newest);
        if (chain.Overrides.Count > 1)
            return MisreadTogether(name, OverrideChain.Show(chain.Overrides[1]), chain.Default is not null);
        if (chain.Default is ConfigNull)
            return ("null-default", "Clients cannot tell a default of null from no default.", "Remove the null.");
        if (chain.Default is ConfigObject)
            return (
                "object-override",
                $"{name} overrides an object. If it is set, clients ignore the whole document; if not, they may hang.",
                "Override the keys inside the object, each with its own variable."
            );
        // Deeper down, clients write the joined default to a copy that they no longer use.
        if (_depth == 1 && chain.Default is ConfigPending text && OverrideChain.References(text).Count() > 1)
            return (
                "joined-default",
                $"This top-level default has several references, so clients may keep it even if {name} is set.",
                "Use one reference in the default, or remove the override."
            );
        var problem = $"{name} joins several references. If none of them is set, clients may read null.";
        return OverrideChain.References(newest).Count() <= MaxJoined(chain.Default)
            ? null
            : ("joined-override", problem, "Use one reference.");
    }

    private static (string Code, string Message, string Fix) MisreadTogether(
        string newest,
        string older,
        bool hasDefault
    ) =>
        (
            "several-overrides",
            $"{older} and {newest} override the same key. If neither is set, clients "
                + $"{(hasDefault ? "lose the default" : "read null")}.",
            $"Keep only one of {older} and {newest}."
        );

    /// <summary>How many optional references in a row may be over a default. Clients substitute them several times
    /// over, which does no harm only where each time gives the same.</summary>
    private static int MaxJoined(ConfigValue? below) =>
        below switch
        {
            null => 2,
            ConfigList or ConfigPending => 1,
            _ => int.MaxValue,
        };

    private void Text(ConfigPending value)
    {
        if (value is ConfigConcat concat && concat.Pieces.Any(p => p is ConfigPending { Fallback: not null }))
            findings.Error(
                value,
                "default-in-text",
                "Part of this text comes from the environment and has its own default, which clients cannot read.",
                "Use the reference here without a default, and give this key a default on a line above."
            );
    }
}
