using ClearSettings.Domain;
using ClearSettings.Domain.SystemCredentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Profile;

/// <summary>One account that acted for the person who looks.</summary>
/// <param name="Present">Whether it is a service account of the workspace still; false for a deleted one, and for an administrator.</param>
public sealed record ActedForYou(Guid ActorId, string Name, bool Present, int Times, DateTime FirstAt, DateTime LastAt)
{
    private const int Most = 50;

    public static async Task<IReadOnlyList<ActedForYou>> ReadAsync(
        ClearSettingsDb db,
        Current current,
        SystemCredentialList systems
    )
    {
        // System credentials are no users; those that were removed from the configuration have lost their name.
        var uses =
            from use in db
                .ImpersonationUses.Where(u => u.UserId == current.UserId && u.ActorId != u.UserId)
                .OrderByDescending(u => u.LastAt)
                .Take(Most)
            join user in db.Users on use.ActorId equals user.Id into users
            from user in users.DefaultIfEmpty()
            orderby use.LastAt descending
            select new ActedForYou(
                use.ActorId,
                user!.Name ?? "",
                db.ServiceAccounts.Any(s => s.UserId == use.ActorId),
                use.Logins,
                use.FirstAt,
                use.LastAt
            );
        return
        [
            .. (await uses.ToListAsync()).Select(a =>
                a.Name.Length > 0
                    ? a
                    : a with
                    {
                        Name = systems.FindById(a.ActorId)?.DisplayName ?? "System credentials",
                    }
            ),
        ];
    }
}
