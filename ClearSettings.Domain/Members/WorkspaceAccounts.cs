using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// A member or service account of a workspace. Filled by an initializer, through which EF Core can filter and
/// sort.
/// </summary>
public sealed record WorkspaceAccount
{
    public required Guid Id { get; init; }

    public required Guid WorkspaceId { get; init; }

    public required string Name { get; init; }

    /// <summary>Null for a service account.</summary>
    public required string? Email { get; init; }

    public required bool IsServiceAccount { get; init; }

    /// <summary>Owners too.</summary>
    public required bool IsAdmin { get; init; }

    /// <summary>
    /// <see cref="IsAdmin"/>, unless the configuration gives service accounts that are one a member's rights.
    /// </summary>
    public required bool HasAdminRights { get; init; }

    public required bool IsOwner { get; init; }

    /// <summary>What the account may do goes by this role.</summary>
    public MemberRole Role =>
        IsOwner ? MemberRole.Owner
        : HasAdminRights ? MemberRole.Admin
        : MemberRole.Member;
}

/// <summary>
/// One kind of account that a workspace has. Every noun with such a kind registers an implementation.
/// </summary>
public interface IAccountKind
{
    /// <summary>
    /// Those of the current workspace; of all workspaces in a query without the filter
    /// <see cref="ClearSettingsDb.InWorkspace"/>.
    /// </summary>
    IQueryable<WorkspaceAccount> Accounts { get; }
}

/// <summary>
/// The accounts of a workspace: its members and service accounts, and no one else. The one place that knows what they
/// are called and which role they have.
/// </summary>
public sealed class WorkspaceAccounts(IEnumerable<IAccountKind> kinds)
{
    private const int MaxSearchLength = 200;

    /// <summary>Everyone who can be in a group of the current workspace.</summary>
    public IQueryable<WorkspaceAccount> All => Concat(accounts => accounts);

    /// <summary>Those of any workspace, also without a signed-in caller.</summary>
    internal IQueryable<WorkspaceAccount> In(Guid workspaceId) =>
        Concat(accounts => accounts.Where(a => a.WorkspaceId == workspaceId))
            .IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    /// <summary>
    /// The account as it is now; null when it is gone. Inside a change that locks the workspace, it stays so until the
    /// commit.
    /// </summary>
    internal Task<WorkspaceAccount?> FindAsync(Guid workspaceId, Guid id) =>
        Concat(accounts => accounts.Where(a => a.WorkspaceId == workspaceId && a.Id == id))
            .IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .SingleOrDefaultAsync();

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

    // Each kind is narrowed before they are put together, so that the database uses its indexes.
    private IQueryable<WorkspaceAccount> Concat(
        Func<IQueryable<WorkspaceAccount>, IQueryable<WorkspaceAccount>> narrow
    ) => kinds.Select(kind => narrow(kind.Accounts)).Aggregate((some, others) => some.Concat(others));
}

/// <summary>The people.</summary>
internal sealed class MemberKind(ClearSettingsDb db) : IAccountKind
{
    public IQueryable<WorkspaceAccount> Accounts =>
        db.Members.Join(
            db.Users,
            m => m.UserId,
            u => u.Id,
            (m, u) =>
                new WorkspaceAccount
                {
                    Id = m.UserId,
                    WorkspaceId = m.WorkspaceId,
                    Name = u.Name,
                    Email = u.Email,
                    IsServiceAccount = false,
                    IsAdmin = m.Role != MemberRole.Member,
                    HasAdminRights = m.Role != MemberRole.Member,
                    IsOwner = m.Role == MemberRole.Owner,
                }
        );
}
