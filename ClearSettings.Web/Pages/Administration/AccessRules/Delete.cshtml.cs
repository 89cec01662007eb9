using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.AccessRules.Editor;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>Asks before rules are deleted, and shows what that takes away.</summary>
[Needs(Permission.ManageAccessRules)]
public sealed class Delete(RuleList rules, PreviewRules previews, DeleteRules delete) : AppPage
{
    /// <summary>Those that exist.</summary>
    public IReadOnlyList<RuleRow> Rows { get; private set; } = [];

    public PreviewView Preview { get; private set; } = new(null as RulePreview);

    public string Rules => BackTo(Links.AccessRules(Current.WorkspaceId));

    public string Title =>
        Rows.Count switch
        {
            0 => "No rules to delete",
            1 => "Delete this access rule?",
            _ => $"Delete {Rows.Count:N0} access rules?",
        };

    public async Task<IActionResult> OnGetAsync(string[] id)
    {
        if (IdList.Check(id.Length) is { } tooMany)
            return Refused(tooMany);
        await LoadAsync(id, null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string[] id, string? confirmation)
    {
        if (IdList.Check(id.Length) is { } tooMany)
            return Refused(tooMany);
        var ids = ReadIds(id);
        var done = await delete.RunAsync(ids, new(Confirmation: confirmation));
        if (done.Ok)
            return DoneAt(Rules, done.Value == 1 ? "Access rule deleted." : $"{done.Value:N0} access rules deleted.");
        await LoadAsync(id, confirmation);
        return Refused(done);
    }

    public static string Describe(RuleRow row)
    {
        var name = new RuleName(row.State.Type, row.State.ResourceId, row.ResourceName);
        var what = row.State.ResourceId is null
            ? $"all {RuleText.GetPlural(row.State.Type)}"
            : $"{RuleText.GetLabel(row.State.Type).ToLowerInvariant()} {name.Name}";
        return $"{RuleText.GetLabel(row.State.Level)} on {what} for {DescribeAssignees(row)}";
    }

    private static string DescribeAssignees(RuleRow row)
    {
        var names = row.Groups.Concat(row.Users).Concat(row.ServiceAccounts).Select(a => a.Name).Take(2).ToList();
        var more = row.State.AssigneeCount - names.Count;
        return more > 0 ? $"{string.Join(", ", names)} and {more:N0} more" : string.Join(" and ", names);
    }

    private async Task LoadAsync(string[] texts, string? confirmation)
    {
        Rows = await rules.ReadAsync(ReadIds(texts));
        if (Rows.Count == 0)
            return;
        var preview = await previews.RunAsync(RulePlan.ToDelete([.. Rows.Select(r => r.Id)]));
        Preview = preview.Ok
            ? new(preview.Value) { Confirmation = confirmation }
            : new(null as RulePreview) { Remark = preview.Problems[0].Message };
    }

    // What is no ID is no rule's.
    private static IReadOnlyList<Guid> ReadIds(string[] texts) =>
        [.. texts.Select(t => Domain.EntityId.TryParse(t, out var id) ? id : Guid.Empty).Distinct()];
}
