using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>The toggle of an editor or panel, at rest or after it was pressed.</summary>
/// <param name="RowVersion">Of the vault that the editor shows; null outside an editor.</param>
/// <param name="Problem">Why it could not be turned.</param>
public sealed record VaultToggle(
    EditorContext Context,
    string Name,
    bool Enabled,
    int? RowVersion,
    string? Problem = null,
    string Message = ""
)
{
    public bool InEditor => RowVersion is not null;

    /// <summary>For the page of the editor, whose text may be another one than that of the saved vault.</summary>
    public ToggleProblem EditorProblem =>
        Problem is null
            ? ToggleProblem.Cleared
            : new(
                Enabled
                    ? Problem
                    : $"The saved vault cannot be enabled. {Problem} If you fixed this below, save the vault first.",
                EditUrl: null,
                IsUpdate: true
            );

    /// <summary>For the list of vaults.</summary>
    public ToggleProblem ListProblem =>
        Problem is null
            ? ToggleProblem.Cleared
            : new(
                $"{Name} is still {(Enabled ? "enabled" : "disabled")}. {Problem}",
                EditUrl: Context.Url,
                IsUpdate: true
            );

    /// <param name="shown">The row version that the editor shows. It goes on only if no one else changed the vault
    /// meanwhile, so that saving still notices.</param>
    public static VaultToggle Create(EditorContext place, string name, bool before, Result<Vault> done, int? shown) =>
        done.Ok
            ? new(
                place,
                name,
                done.Value.Enabled,
                done.Value.RowVersion == shown + 1 ? done.Value.RowVersion : shown,
                null,
                VaultText.DescribeToggle(done.Value)
            )
            : new(place, name, before, shown, done.Problems[0].Message);
}
