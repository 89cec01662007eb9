using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>
/// Changes a service account's name, what it may do, and its groups. All of it counts from the account's next call on,
/// also for tokens that are out.
/// </summary>
public sealed class ChangeServiceAccount(
    ClearSettingsDb db,
    Change change,
    SentRequestRemoval requests,
    ServiceAccountGroups groups,
    IOptions<ServiceAccountSettings> settings
)
{
    /// <returns>Whether anything changed.</returns>
    public Task<Result<bool>> RunAsync(Guid id, ServiceAccountInput input) =>
        IdList.Check(input.Groups?.Count ?? 0, ServiceAccountGroups.Field) is { } tooMany
            ? Task.FromResult(Result<bool>.From(tooMany))
            : change.RunAsync(
                Permission.ManageServiceAccounts,
                async () =>
                {
                    if (await db.ServiceAccounts.SingleOrDefaultAsync(s => s.UserId == id) is not { } account)
                        return Result<bool>.NotFound("This service account was deleted.");
                    var user = await db.Users.SingleAsync(u => u.Id == id);
                    var name = user.Name;
                    if (input.Name is not null && NameRules.Check(input.Name, out name) is { } problem)
                        return Result<bool>.Refuse("Name", problem);
                    if (input.RowVersion is { } shown && shown != account.RowVersion)
                        return Result<bool>.Conflict(await DescribeEditorAsync(user.Name));
                    var after = new Settings(
                        name,
                        input.AllowsImpersonation ?? account.AllowsImpersonation,
                        input.IsAdmin ?? account.IsAdmin
                    );
                    if (GetObstacle(account, after.IsAdmin) is { } obstacle)
                        return Result<bool>.Refuse("IsAdmin", obstacle);
                    return await SetAsync(account, user, after, input);
                }
            );

    private async Task<Result<bool>> SetAsync(
        ServiceAccount account,
        User user,
        Settings after,
        ServiceAccountInput input
    )
    {
        var moved = input.Groups is null ? "" : await groups.SetAsync(user.Id, input.Groups);
        if (!moved.Ok)
            return Result<bool>.From(moved);
        var before = new Settings(user.Name, account.AllowsImpersonation, account.IsAdmin);
        var grants = account.GrantedPermissions;
        account.Grant(input.GrantedPermissions ?? grants);
        var words = Join(
            Describe(before, after, moved.Value),
            DescribeGrants(grants, account.GrantedPermissions) ?? ""
        );
        if (words.Length == 0)
            return false;
        if (before.IsAdmin && !after.IsAdmin)
            await requests.RevokeInvitationsAsync(account.WorkspaceId, user.Id);
        user.Rename(after.Name);
        account.Change(after.AllowsImpersonation, after.IsAdmin);
        account.Touch();
        change.Audit.Record(AuditKind.ServiceAccountChanged, after.Name, AuditEvent.TruncateDetail(words));
        return true;
    }

    private string? GetObstacle(ServiceAccount account, bool admin)
    {
        if (admin == account.IsAdmin)
            return null;
        if (account.UserId == change.Current.ActorId)
            return "A service account cannot change its own role.";
        return admin && !settings.Value.AllowAdmins ? CreateServiceAccount.NoAdmins : null;
    }

    private async Task<string> DescribeEditorAsync(string name)
    {
        var last = await db
            .AuditEvents.Where(e => e.Kind == AuditKind.ServiceAccountChanged && e.Subject == name)
            .OrderByDescending(e => e.At)
            .Select(e => e.ActorName)
            .FirstOrDefaultAsync();
        return $"{last ?? "Somebody else"} changed this service account since you opened it. Your change was not "
            + "saved. Reload the page to see the latest version.";
    }

    /// <summary>"+ManageResources, -CheckAccess", or null when nothing changed.</summary>
    internal static string? DescribeGrants(IReadOnlyList<Permission> before, IReadOnlyList<Permission> after)
    {
        List<string> words =
        [
            .. after.Except(before).Select(p => $"+{p}"),
            .. before.Except(after).Select(p => $"-{p}"),
        ];
        return words.Count == 0 ? null : string.Join(", ", words);
    }

    private static string Join(params string[] parts) => string.Join(", ", parts.Where(part => part.Length > 0));

    private static string Describe(Settings before, Settings after, string moved) =>
        string.Join(
            ", ",
            new[]
            {
                after.Name == before.Name ? null : $"was {before.Name}",
                after.AllowsImpersonation == before.AllowsImpersonation ? null
                : after.AllowsImpersonation ? "impersonation on"
                : "impersonation off",
                after.IsAdmin == before.IsAdmin ? null
                : after.IsAdmin ? "administrator"
                : "no administrator",
                moved.Length == 0 ? null : moved,
            }.OfType<string>()
        );

    private sealed record Settings(string Name, bool AllowsImpersonation, bool IsAdmin);
}
