namespace ClearSettings.Domain.Vaults;

/// <summary>A key that the SDK or the agent reads from <c>clearml.conf</c>.</summary>
/// <param name="Path">Dotted; <c>*</c> stands for a name that people choose, <c>[]</c> behind a name for the objects of a list.</param>
/// <param name="Type"><c>text</c>, <c>number</c>, <c>true / false</c>, <c>list</c> or <c>object</c>: what the client expects, though some keys take more.</param>
/// <param name="Default">What the client has when nothing is set, as one would write it; empty for nothing.</param>
/// <param name="Words">One sentence.</param>
public sealed record KnownKey(string Path, string Type, string Default, string Words);
