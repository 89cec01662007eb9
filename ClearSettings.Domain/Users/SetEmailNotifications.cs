using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Enables or disables the caller's optional email notifications.</summary>
public sealed class SetEmailNotifications(ClearSettingsDb db, Change change)
{
    public Task<Result> RunAsync(bool wanted) =>
        change.RunOnOwnAccountAsync(async () =>
        {
            (await db.Users.SingleAsync(u => u.Id == change.Current.UserId)).SetEmailNotifications(wanted);
            return Result.Done;
        });
}
