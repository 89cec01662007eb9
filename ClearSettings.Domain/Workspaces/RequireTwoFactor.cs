using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Workspaces;

/// <summary>
/// Chooses whether members of the current workspace must use two-factor authentication on the pages. API credentials
/// are not affected.
/// </summary>
public sealed class RequireTwoFactor(ClearSettingsDb db, Change change, SecondFactors factors)
{
    /// <summary>How many members would have to set it up.</summary>
    public Task<int> CountMissingAsync() =>
        db.Members.CountAsync(m => !factors.SatisfiedUserIds.Any(id => id == m.UserId));

    public Task<bool> IsRequiredAsync() =>
        db.Workspaces.Where(w => w.Id == change.Current.WorkspaceId).Select(w => w.RequiresTwoFactor).SingleAsync();

    /// <summary>Whoever requires it must have it, so that it does not lock out the one who could undo it.</summary>
    /// <returns>Whether anything changed.</returns>
    public Task<Result<bool>> RunAsync(bool required) =>
        change.RunAsync(
            Permission.RequireTwoFactor,
            async () =>
            {
                var workspace = await db.Workspaces.SingleAsync(w => w.Id == change.Current.WorkspaceId);
                if (workspace.RequiresTwoFactor == required)
                    return (Result<bool>)false;
                if (required && !await factors.AnyAsync(change.Current.UserId))
                    return Result<bool>.Refuse("", "Set up two-factor authentication for your own account first.");
                workspace.RequireTwoFactor(required);
                change.Audit.Record(
                    required ? AuditKind.TwoFactorRequired : AuditKind.TwoFactorOptional,
                    workspace.Name
                );
                return true;
            }
        );
}
