using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Turns the caller's mails that neither guard the account nor were asked for on or off.</summary>
public sealed class SetEmailNotifications(ClearSettingsDb db, Current current)
{
    public Task<Result> RunAsync(bool wanted) =>
        db.WriteAsync(async () =>
        {
            (await db.Users.SingleAsync(u => u.Id == current.UserId)).SetEmailNotifications(wanted);
            return Result.Done;
        });
}
