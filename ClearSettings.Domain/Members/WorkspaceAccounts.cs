namespace ClearSettings.Domain.Members;

/// <summary>
/// A member or service account of the current workspace. Filled by an initializer, through which EF Core can filter and
/// sort.
/// </summary>
public sealed record WorkspaceAccount
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Null for a service account.</summary>
    public required string? Email { get; init; }

    public required bool IsServiceAccount { get; init; }

    /// <summary>Owners too.</summary>
    public required bool IsAdmin { get; init; }

    public required bool IsOwner { get; init; }
}

/// <summary>
/// Everyone who can be in a group: the members and service accounts of the current workspace, and no one else.
/// </summary>
public sealed class WorkspaceAccounts(ClearSettingsDb db)
{
    private const int MaxSearchLength = 200;

    public IQueryable<WorkspaceAccount> All => People.Concat(ServiceAccounts);

    /// <summary>Whose name or address has the text in it.</summary>
    /// <param name="text">Blank finds all.</param>
    public IQueryable<WorkspaceAccount> Find(string? text)
    {
        if (TextLimits.ToSearch(text, MaxSearchLength) is not { Length: > 0 } part)
            return All;
        // The databases' own lower() knows ASCII alone, so other capitals are found as they were typed, and at the
        // beginning of a word.
        var (lower, capital) = (part.ToLowerInvariant(), part[..1].ToUpperInvariant() + part[1..]);
        return All.Where(c =>
            c.Name.ToLower().Contains(lower)
            || c.Name.Contains(part)
            || c.Name.Contains(capital)
            || (c.Email != null && c.Email.Contains(lower))
        );
    }

    private IQueryable<WorkspaceAccount> People =>
        db.Members.Join(
            db.Users,
            m => m.UserId,
            u => u.Id,
            (m, u) =>
                new WorkspaceAccount
                {
                    Id = u.Id,
                    Name = u.Name,
                    Email = u.Email,
                    IsServiceAccount = false,
                    IsAdmin = m.Role != MemberRole.Member,
                    IsOwner = m.Role == MemberRole.Owner,
                }
        );

    private IQueryable<WorkspaceAccount> ServiceAccounts =>
        db.ServiceAccounts.Join(
            db.Users,
            s => s.UserId,
            u => u.Id,
            (s, u) =>
                new WorkspaceAccount
                {
                    Id = u.Id,
                    Name = u.Name,
                    Email = null,
                    IsServiceAccount = true,
                    IsAdmin = s.IsAdmin,
                    IsOwner = false,
                }
        );
}
