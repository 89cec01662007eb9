using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>Keys that were searched for.</summary>
/// <param name="Url">Of the page that searches.</param>
/// <param name="Found">How many there are, shown or not.</param>
/// <param name="OnPage">On a page of its own; otherwise beside an editor, into which keys can be inserted.</param>
public sealed record KeyReference(string Url, string Text, IReadOnlyList<KnownKey> Shown, int Found, bool OnPage)
{
    public const int MaxSearchLength = 100;

    /// <summary>Before the path, in the value of a button that inserts a key.</summary>
    public const string Inserts = "insert:";

    private const int Few = 30;

    /// <summary>Whether a text is beside it that a key can go into.</summary>
    public bool CanInsert { get; init; } = !OnPage;

    public string Count =>
        Shown.Count == Found && Text.Length == 0 ? $"{Found} keys" : $"{Shown.Count} of {KnownKeys.All.Count} keys";

    public string AllUrl =>
        Url + QueryString.Create("q", Text).Add("all", "true").Add("side", OnPage ? "false" : "true");

    /// <param name="all">However many there are.</param>
    public static KeyReference Create(string url, string? text, bool all, bool onPage)
    {
        var wanted = (text is { Length: > MaxSearchLength } ? text[..MaxSearchLength] : text ?? "").Trim();
        var found = KnownKeys.Search(wanted, int.MaxValue);
        return new(url, wanted, all ? found : [.. found.Take(Few)], found.Count, onPage);
    }

    /// <summary>
    /// What a button inserts at the cursor of a HOCON text, also an incomplete one; null for a path with a part that
    /// users name.
    /// </summary>
    public static string? Insert(KnownKey key) =>
        key.Path.AsSpan().IndexOfAny("*[") >= 0 ? null
        : key.Type == "object" ? $"{key.Path} {{}}"
        : $"{key.Path} = ";
}
