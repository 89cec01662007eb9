using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Profile;

/// <summary>One account that acted for the person who looks.</summary>
/// <param name="Present">Whether it is a service account of the workspace still; false for a deleted one, and for an administrator.</param>
public sealed record ActedForYou(Guid ActorId, string Name, bool Present, int Times, DateTime FirstAt, DateTime LastAt)
{
    private const int Most = 50;

    public static async Task<IReadOnlyList<ActedForYou>> ReadAsync(ClearSettingsDb db, Current current) =>
        await db.ImpersonationUses.Where(u => u.UserId == current.UserId && u.ActorId != u.UserId).OrderByDescending(u => u.LastAt).Take(Most)
            .Join(db.Users, u => u.ActorId, u => u.Id, (use, actor) => new ActedForYou(use.ActorId, actor.Name, db.ServiceAccounts.Any(s => s.UserId == actor.Id), use.Logins, use.FirstAt, use.LastAt)).ToListAsync();
}
