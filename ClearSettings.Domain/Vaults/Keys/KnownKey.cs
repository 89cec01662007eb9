namespace ClearSettings.Domain.Vaults;

/// <summary>A key that the SDK or the agent reads from <c>clearml.conf</c>.</summary>
/// <param name="Path">Dotted; <c>*</c> stands for a name that people choose, <c>[]</c> behind a name for the objects of
/// a list.</param>
/// <param name="Type"><c>text</c>, <c>number</c>, <c>true / false</c>, <c>list</c> or <c>object</c>: what the client
/// expects.</param>
/// <param name="Default">What the client has when nothing is set, as one would write it; empty for nothing.</param>
/// <param name="Description">One sentence.</param>
public sealed record KnownKey(string Path, string Type, string Default, string Description)
{
    /// <summary>Other types that the client takes as well; <c>any</c> for all of them.</summary>
    public IReadOnlyList<string> OtherTypes { get; init; } = [];

    public bool Accepts(string type) => Type == type || OtherTypes.Contains(type);
}
