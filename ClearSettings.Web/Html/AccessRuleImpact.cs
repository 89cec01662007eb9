namespace ClearSettings.Web.Html;

/// <summary>The access rules that lose an assignee, as _RuleImpact shows them in a dialog that removes one.</summary>
/// <param name="Count">All of them.</param>
/// <param name="Names">Some of them in words.</param>
/// <param name="Object">Who is removed, in the sentence: "it", "you", "them" or a name.</param>
public sealed record AccessRuleImpact(int Count, IReadOnlyList<string> Names, string Object)
{
    public string Sentence =>
        $"{TimeText.Count(Count, "access rule")} no longer {(Count == 1 ? "names" : "name")} {Object}:";

    public int More => Count - Names.Count;
}
