using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.AccessRules.Editor;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.AccessRules.History;

/// <summary>Asks before the rules become those of an earlier version, and shows what that changes.</summary>
[Needs(Permission.ManageAccessRules)]
public sealed class Restore(RuleHistory history, RestoreRules restore) : AppPage
{
    public int Number { get; private set; }

    public PreviewView Preview { get; private set; } = new(null as RulePreview);

    public string? Note { get; private set; }

    public string Versions => Links.AccessRuleHistory(Current.WorkspaceId);

    public async Task<IActionResult> OnGetAsync(int number) => await LoadAsync(number, null) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(int number, string? note, string? confirmation)
    {
        Note = note;
        var done = await restore.RunAsync(number, new(note, confirmation));
        if (done.Ok)
            return done.Value.Changed == 0
                ? UnchangedAt(Versions, $"The rules are already those of version {number}.")
                : DoneAt(Versions, $"Version {number} restored.{DescribeLeftOut(done.Value.LeftOut)}");
        return await LoadAsync(number, confirmation) ? Refused(done) : NotFound();
    }

    private static string DescribeLeftOut(int count) =>
        count switch
        {
            0 => "",
            1 => " 1 user, service account or group that no longer exists was left out.",
            _ => $" {count:N0} users, service accounts and groups that no longer exist were left out.",
        };

    private async Task<bool> LoadAsync(int number, string? confirmation)
    {
        if (await history.FindAsync(number) is null)
            return false;
        Number = number;
        var preview = await restore.PreviewAsync(number);
        Preview = preview.Ok
            ? new(preview.Value) { Confirmation = confirmation }
            : new(null as RulePreview) { Remark = preview.Problems[0].Message };
        return true;
    }
}
