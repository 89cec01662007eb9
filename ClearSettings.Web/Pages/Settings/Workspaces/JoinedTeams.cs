using ClearSettings.Domain;
using ClearSettings.Domain.Billing;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>Who is in a workspace, in short.</summary>
/// <param name="Names">Of the first few who joined.</param>
/// <param name="Pending">Invitations without an answer; 0 for those who may not invite.</param>
/// <param name="Limit">Of the plan; null is no limit.</param>
public sealed record MemberSummary(
    IReadOnlyList<string> Names,
    IReadOnlyDictionary<MemberRole, int> Roles,
    int Pending,
    int? Limit
)
{
    public int Count => Roles.Values.Sum();

    public string CountText => Limit is { } limit ? $"{Count} of {limit} seats" : TimeText.Count(Count, "member");

    public int FreeSeats => Limit is { } limit ? Math.Max(0, limit - Count) : 0;

    public string Description
    {
        get
        {
            var roles = new[] { MemberRole.Owner, MemberRole.Admin, MemberRole.Member }
                .Where(r => Roles.GetValueOrDefault(r) > 0)
                .Select(r => TimeText.Count(Roles[r], r.DisplayName()));
            var waiting =
                Pending == 0 ? ""
                : Pending == 1 ? " 1 invitation is pending."
                : $" {Pending} invitations are pending.";
            return $"{string.Join(", ", roles)}.{waiting}";
        }
    }
}

/// <summary>A workspace of the person who looks, and who is in it.</summary>
/// <param name="IsCurrent">The one that pages without a workspace in their address show.</param>
public sealed record JoinedTeam(JoinedWorkspace Workspace, bool IsCurrent, MemberSummary Members);

/// <summary>Reads them: the same few queries however many there are.</summary>
public sealed class JoinedTeams(ClearSettingsDb db, Plans plans, Current current, TimeProvider time)
{
    private const int ShownMembers = 12;

    private sealed record Joined(JoinedWorkspace Workspace, string Plan)
    {
        public Guid Id => Workspace.Id;
    }

    /// <summary>The current one first, then the person's own, then by name.</summary>
    public async Task<IReadOnlyList<JoinedTeam>> ReadAsync()
    {
        var mine = await ReadJoinedAsync();
        var teams = await ReadTeamsAsync(mine);
        return
        [
            .. from w in mine
            orderby w.Id == current.WorkspaceId ? 0
            : w.Workspace.IsPersonal ? 1
            : 2, w.Workspace.Name, w.Id
            select new JoinedTeam(w.Workspace, w.Id == current.WorkspaceId, teams[w.Id]),
        ];
    }

    private Task<List<Joined>> ReadJoinedAsync() =>
        db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.UserId == current.UserId)
            .Join(
                db.Workspaces,
                m => m.WorkspaceId,
                w => w.Id,
                (m, w) =>
                    new Joined(new(w.Id, w.Name, m.Role, w.PersonalOf == current.UserId, w.RequiresTwoFactor), w.Plan)
            )
            .ToListAsync();

    private async Task<Dictionary<Guid, MemberSummary>> ReadTeamsAsync(List<Joined> mine)
    {
        var ids = mine.ConvertAll(w => w.Id);
        var names = await NamesAsync(ids);
        var roles = await RolesAsync(ids);
        var waiting = await WaitingAsync([
            .. mine.Where(w => w.Workspace.Role.Has(Permission.ManageUsers)).Select(w => w.Id),
        ]);
        return mine.ToDictionary(
            w => w.Id,
            w => new MemberSummary(
                [.. names[w.Id]],
                roles[w.Id].ToDictionary(r => r.Role, r => r.Count),
                waiting.GetValueOrDefault(w.Id),
                plans.Seats(w.Plan)
            )
        );
    }

    private async Task<ILookup<Guid, string>> NamesAsync(List<Guid> ids)
    {
        var rows = await db
            .Workspaces.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(w => ids.Contains(w.Id))
            .SelectMany(w =>
                db.Members.Where(m => m.WorkspaceId == w.Id)
                    .OrderBy(m => m.JoinedAt)
                    .ThenBy(m => m.UserId)
                    .Take(ShownMembers)
            )
            .Join(
                db.Users,
                m => m.UserId,
                u => u.Id,
                (m, u) =>
                    new
                    {
                        m.WorkspaceId,
                        m.JoinedAt,
                        u.Name,
                    }
            )
            .ToListAsync();
        return rows.OrderBy(r => r.JoinedAt).ToLookup(r => r.WorkspaceId, r => r.Name);
    }

    private async Task<ILookup<Guid, (MemberRole Role, int Count)>> RolesAsync(List<Guid> ids) =>
        (
            await db
                .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(m => ids.Contains(m.WorkspaceId))
                .GroupBy(m => new { m.WorkspaceId, m.Role })
                .Select(g => new { g.Key, Count = g.Count() })
                .ToListAsync()
        ).ToLookup(g => g.Key.WorkspaceId, g => (g.Key.Role, g.Count));

    private Task<Dictionary<Guid, int>> WaitingAsync(List<Guid> ids)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db
            .Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(i => ids.Contains(i.WorkspaceId) && i.State == InvitationState.Pending && i.ExpiresAt > now)
            .GroupBy(i => i.WorkspaceId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);
    }
}
