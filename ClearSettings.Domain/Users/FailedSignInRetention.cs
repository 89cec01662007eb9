using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Which counts of failed sign-ins are kept: those that still matter, and the newest.</summary>
public sealed class FailedSignInRetention
{
    /// <summary>The newest rows that are kept, since anyone can add one by failing to sign in.</summary>
    public int MaxRows { get; set; } = 100_000;

    internal async Task<int> RemoveAsync(ClearSettingsDb db, DateTime now, CancellationToken cancel)
    {
        var count = await db
            .FailedSignIns.Where(f => f.LastAt < now - SignInAttempts.ResetAfter)
            .ExecuteDeleteAsync(cancel);
        var surplus = await db
            .FailedSignIns.OrderByDescending(f => f.LastAt)
            .Skip(MaxRows)
            .Select(f => (DateTime?)f.LastAt)
            .FirstOrDefaultAsync(cancel);
        return surplus is null
            ? count
            : count + await db.FailedSignIns.Where(f => f.LastAt <= surplus).ExecuteDeleteAsync(cancel);
    }
}
