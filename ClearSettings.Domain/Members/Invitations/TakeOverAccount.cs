using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Gives an account that was never confirmed to the person who holds the invitation to its address: whatever its
/// creator could act with ends.
/// </summary>
public sealed class TakeOverAccount(PasswordWriter passwords, IEnumerable<IAccountTakeover> takeovers)
{
    /// <summary>Call it inside a <see cref="Change"/>.</summary>
    internal async Task RunAsync(User user, string passwordHash)
    {
        // Whoever held the account before never showed that the address is theirs.
        if (user.PasswordHash is not null)
            foreach (var takeover in takeovers)
                await takeover.ApplyAsync(user.Id);
        await passwords.SetAsync(user, passwordHash, AuditKind.PasswordReset, by: user);
    }
}
