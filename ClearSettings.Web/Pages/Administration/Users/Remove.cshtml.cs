using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>
/// Asks before people go or invitations end: for one of them, or for all that are ticked in the list.
/// </summary>
[Needs(Permission.ManageUsers)]
public sealed class Remove(ClearSettingsDb db, PersonList people, RemoveFromWorkspace departure, RemoveMembers remove)
    : AppPage
{
    public IReadOnlyList<PersonRow> Members { get; private set; } = [];

    public IReadOnlyList<PersonRow> Invitations { get; private set; } = [];

    /// <summary>Why some of those chosen stay.</summary>
    public IReadOnlyList<string> Obstacles { get; private set; } = [];

    public IReadOnlyList<string> Consequences { get; private set; } = [];

    public RemovalImpact Impact { get; private set; } = new();

    public IEnumerable<PersonRow> All => Members.Concat(Invitations);

    public string Users => BackTo(Links.Users(Current.WorkspaceId));

    public string Title =>
        (Members.Count, Invitations.Count) switch
        {
            (0, 0) => "No one to remove",
            (1, 0) => $"Remove {Members[0].Name} from {Current.Principal.WorkspaceName}?",
            (0, 1) => $"Revoke the invitation for {Invitations[0].Email}?",
            (0, var count) => $"Revoke {count} invitations?",
            (var count, 0) => $"Remove {count} people from {Current.Principal.WorkspaceName}?",
            (var count, var invited) =>
                $"Remove {TimeText.Count(count, "member")} and revoke {TimeText.Count(invited, "invitation")}?",
        };

    public async Task<IActionResult> OnGetAsync(string[] id)
    {
        if (IdList.Check(id.Length) is { } tooMany)
            return Refused(tooMany);
        await LoadAsync(id);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string[] id)
    {
        var done = await remove.RunAsync(Ids(id));
        if (done.Ok)
            return DoneAt(Users, Describe(done.Value));
        if (IdList.Check(id.Length) is null)
            await LoadAsync(id);
        return Refused(done);
    }

    private async Task LoadAsync(string[] texts)
    {
        var rows = await people.ReadAsync(Ids(texts));
        var personalOf = await db
            .Workspaces.Where(w => w.Id == Current.WorkspaceId)
            .Select(w => w.PersonalOf)
            .SingleAsync();
        string? Obstacle(PersonRow r) =>
            r.IsMember ? RemoveMembers.Obstacle(r.Id, r.Name, r.Role, Current.UserId, personalOf) : null;
        Obstacles = [.. rows.Select(Obstacle).OfType<string>()];
        (Members, Invitations) = (
            [.. rows.Where(r => r.IsMember && Obstacle(r) is null)],
            [.. rows.Where(r => !r.IsMember)]
        );
        Impact = await departure.PreviewAsync(Current.WorkspaceId, [.. Members.Select(m => m.Id)]);
        Consequences = [.. DescribeImpact(Impact)];
    }

    private IEnumerable<string> DescribeImpact(RemovalImpact impact)
    {
        var they = Members.Count == 1 ? Members[0].Name : "They";
        if (Members.Count > 0)
            yield return $"{they} {(Members.Count == 1 ? "loses" : "lose")} access immediately. Their work stays in "
                + "the workspace.";
        if (impact.Credentials > 0)
            yield return $"{TimeText.Count(impact.Credentials, "API credential")} "
                + $"{(impact.Credentials == 1 ? "is" : "are")} revoked; {RecentUse.Count(impact.RecentlyUsed)} used in "
                + "the last 24 hours. Clients that use them will fail on their next request.";
        if (impact.Invitations > 0)
            yield return impact.Invitations == 1
                ? "1 invitation that they sent is revoked."
                : $"{impact.Invitations} invitations that they sent are revoked.";
        if (Invitations.Count > 0)
            yield return Invitations.Count == 1
                ? "The link stops working immediately."
                : "Their links stop working immediately.";
    }

    private static string Describe(RemovalResult removed)
    {
        List<string> words = [];
        if (removed.Members.Count > 0)
            words.Add(
                removed.Members.Count == 1
                    ? $"{removed.Members[0]} removed."
                    : $"{removed.Members.Count} people removed."
            );
        if (removed.Impact.Credentials > 0)
            words.Add(
                removed.Impact.Credentials == 1
                    ? "1 API credential was revoked."
                    : $"{removed.Impact.Credentials} API credentials were revoked."
            );
        if (removed.Invitations.Count > 0)
            words.Add(
                removed.Invitations.Count == 1
                    ? $"Invitation for {removed.Invitations[0]} revoked."
                    : $"{removed.Invitations.Count} invitations revoked."
            );
        return string.Join(' ', words);
    }

    private static List<Guid> Ids(string[] texts) =>
        [
            .. texts
                .Select(t => Domain.EntityId.TryParse(t, out var id) ? id : Guid.Empty)
                .Where(id => id != Guid.Empty)
                .Distinct(),
        ];
}
