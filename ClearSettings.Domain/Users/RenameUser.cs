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

/// <summary>Changes how a person is called: oneself, or as an admin somebody of the same workspace.</summary>
public sealed class RenameUser(ClearSettingsDb db, AuditLog audit, Current current)
{
    /// <returns>Whether anything changed.</returns>
    public Task<Result<bool>> RunAsync(Guid userId, UserNames input) => db.WriteAsync(async () =>
    {
        if (userId != current.UserId && (!current.Can(Permission.ManageUsers) || !await db.Members.AnyAsync(m => m.UserId == userId))) return Result<bool>.NotFound("There is no such user.");
        var user = await db.Users.SingleAsync(u => u.Id == userId);
        var name = user.Name;
        if (input.Name is not null && Names.Check(input.Name, out name) is { } problem) return Result<bool>.Refuse("Name", problem);
        if (CheckPart(input.GivenName, user.GivenName, "The given name", out var given) is { } givenProblem) return Result<bool>.Refuse("GivenName", givenProblem);
        if (CheckPart(input.FamilyName, user.FamilyName, "The family name", out var family) is { } familyProblem) return Result<bool>.Refuse("FamilyName", familyProblem);
        if ((name, given, family) == (user.Name, user.GivenName, user.FamilyName)) return false;
        if (name != user.Name) audit.Record(AuditKind.UserRenamed, name, $"was {user.Name}");
        user.Rename(name);
        user.NameParts(given, family);
        foreach (var workspace in await db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.UserId == userId).Select(m => m.WorkspaceId).ToListAsync())
            await db.TouchAsync(workspace);
        if (current.Principal.IsServiceAccount) await db.TouchAsync(current.WorkspaceId);
        return (Result<bool>)true;
    });

    // Null keeps what is there, blank removes it.
    private static string? CheckPart(string? typed, string? present, string what, out string? part)
    {
        part = present;
        return typed is null ? null : Names.CheckOptional(typed, out part, what);
    }
}
