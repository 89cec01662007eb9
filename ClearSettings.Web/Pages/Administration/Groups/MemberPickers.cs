using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>People and service accounts to choose members from.</summary>
public sealed class MemberPickers(WorkspaceAccounts colleagues)
{
    private const int Shown = 50;

    /// <param name="forAdmins">Service accounts become administrators elsewhere, so only those that are stand in
    /// it.</param>
    /// <param name="reason">Why someone who is chosen stays chosen, or null.</param>
    public async Task<Picker> ListAsync(
        string url,
        IReadOnlyCollection<Guid> chosen,
        string? q,
        bool forAdmins = false,
        Func<WorkspaceAccount, string?>? reason = null
    )
    {
        var matches = Allowed(colleagues.Find(q), forAdmins);
        var ticked = await matches.Where(c => chosen.Contains(c.Id)).Take(Shown).ToListAsync();
        var others = await matches.Where(c => !chosen.Contains(c.Id)).Take(Shown).ToListAsync();
        var there = await Allowed(colleagues.All, forAdmins)
            .Where(c => chosen.Contains(c.Id))
            .Select(c => c.Id)
            .ToListAsync();
        return new(
            "user",
            "Members",
            "Users",
            [.. ticked.Select(c => Row(c, true, reason?.Invoke(c))), .. others.Select(c => Row(c, false))]
        )
        {
            SearchLabel = "Search people and service accounts",
            SearchUrl = url,
            Q = q,
            Hidden = [.. there.Except(ticked.Select(c => c.Id))],
            Matching = await matches.CountAsync(),
        };
    }

    private static IQueryable<WorkspaceAccount> Allowed(IQueryable<WorkspaceAccount> some, bool forAdmins) =>
        (forAdmins ? some.Where(c => !c.IsServiceAccount || c.IsAdmin) : some)
            .OrderBy(c => c.Name.ToLower())
            .ThenBy(c => c.Id);

    private static PickerRow Row(WorkspaceAccount account, bool chosen, string? reason = null) =>
        new(
            account.Id,
            account.IsServiceAccount ? PickerKind.ServiceAccount : PickerKind.Person,
            account.Name,
            account.Email ?? "Service account",
            chosen,
            reason
        );
}
