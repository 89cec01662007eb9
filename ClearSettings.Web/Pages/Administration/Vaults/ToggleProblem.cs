namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>Why a vault could not be enabled, above the list or the editor that has the toggle.</summary>
/// <param name="EditUrl">Where it can be fixed; null in the editor itself.</param>
/// <param name="IsUpdate">Whether htmx puts it in place of the one on the page.</param>
public sealed record ToggleProblem(string? Message, string? EditUrl, bool IsUpdate)
{
    public static readonly ToggleProblem None = new(null, null, IsUpdate: false);

    public static readonly ToggleProblem Cleared = new(null, null, IsUpdate: true);
}
