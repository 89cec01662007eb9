using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Gives the holder of an invitation link an account for the invited address.</summary>
public sealed class InvitedAccounts(
    ClearSettingsDb db,
    Change change,
    UserManager<User> users,
    PersonalWorkspace personal,
    TakeOverAccount takeOver
)
{
    /// <summary>
    /// Creates one, or makes the one theirs that its creator never confirmed. Call it inside a <see cref="Change"/>.
    /// </summary>
    /// <param name="passwordHash">Of <see cref="PasswordWriter.Hash"/>.</param>
    /// <returns>Null when someone else has one.</returns>
    internal async Task<User?> CreateAsync(InvitationLink link, string name, string passwordHash)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == link.Email.ToUpperInvariant());
        if (InvitationLinks.GetAccount(user, link.IsEmailed) == InvitedAccount.Existing)
            return null;
        if (user is null)
            return await AddAsync(link, name, passwordHash);
        user.Rename(name);
        if (link.IsEmailed)
            user.ConfirmEmail();
        await takeOver.RunAsync(user, passwordHash);
        return user;
    }

    private async Task<User?> AddAsync(InvitationLink link, string name, string passwordHash)
    {
        var user = User.Create(name, link.Email, change.Time);
        user.PasswordHash = passwordHash;
        if (link.IsEmailed)
            user.ConfirmEmail();
        await personal.AddIfHostedAsync(user);
        return (await users.CreateAsync(user)).Succeeded ? user : null;
    }
}
