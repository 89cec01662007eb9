using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>New names of a person. A property that is null stays as it is.</summary>
public sealed record UserNames
{
    public string? Name { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }
}

/// <summary>
/// Changes the names of a person. They show in every workspace the person is in, so only the person changes them, or
/// the server's administrator; the administrators of one workspace do not, and neither does an account that
/// impersonates the user.
/// </summary>
public sealed class RenameUser(ClearSettingsDb db, Change change)
{
    /// <returns>Whether anything changed.</returns>
    public async Task<Result<bool>> RunAsync(Guid userId, UserNames input) =>
        await RefuseAsync(userId) is { } refused
            ? Result<bool>.From(refused)
            : await change.RunAsync(
                userId == change.Current.UserId ? Permission.EditOwnProfile : Permission.ManageServer,
                () => RenameAsync(userId, input)
            );

    private async Task<Result<bool>> RenameAsync(Guid userId, UserNames input)
    {
        var user = await db.Users.SingleAsync(u => u.Id == userId);
        var name = user.Name;
        if (input.Name is not null && NameRules.Check(input.Name, out name) is { } problem)
            return Result<bool>.Refuse("Name", problem);
        if (CheckNamePart(input.GivenName, user.GivenName, "The given name", out var given) is { } givenProblem)
            return Result<bool>.Refuse("GivenName", givenProblem);
        if (CheckNamePart(input.FamilyName, user.FamilyName, "The family name", out var family) is { } familyProblem)
            return Result<bool>.Refuse("FamilyName", familyProblem);
        if ((name, given, family) == (user.Name, user.GivenName, user.FamilyName))
            return false;
        if (name != user.Name)
            change.Audit.Record(AuditKind.UserRenamed, name, $"was {user.Name}");
        user.Rename(name);
        user.NameParts(given, family);
        await TouchWorkspacesAsync(userId);
        return true;
    }

    private async Task TouchWorkspacesAsync(Guid userId)
    {
        foreach (
            var workspace in await db
                .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(m => m.UserId == userId)
                .Select(m => m.WorkspaceId)
                .Order()
                .ToListAsync()
        )
            await db.TouchAsync(workspace);
        if (change.Current.Principal.IsServiceAccount)
            await db.TouchAsync(change.Current.WorkspaceId);
    }

    private async Task<Result?> RefuseAsync(Guid userId)
    {
        if (change.Current.Principal.Actor is not null)
            return Result.NotFound("You cannot change a profile while you are impersonating another user.");
        if (userId == change.Current.UserId)
            return null;
        if (!await db.Members.AnyAsync(m => m.UserId == userId))
            return Result.NotFound("User not found.");
        return change.Current.Can(Permission.ManageServer)
            ? null
            : Result.NotFound("Only this person can change their name. Ask them to change it on their profile.");
    }

    // Null keeps what is there, blank removes it.
    private static string? CheckNamePart(string? typed, string? present, string what, out string? part)
    {
        part = present;
        return typed is null ? null : NameRules.CheckOptional(typed, out part, what);
    }
}
