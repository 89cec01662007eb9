using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Turns the caller's emails that neither guard the account nor were asked for on or off.</summary>
public sealed class SetEmailNotifications(ClearSettingsDb db, Change change, Current current)
{
    public Task<Result> RunAsync(bool wanted) =>
        change.RunOnOwnAccountAsync(async () =>
        {
            (await db.Users.SingleAsync(u => u.Id == current.UserId)).SetEmailNotifications(wanted);
            return Result.Done;
        });
}
