using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>One line of the table.</summary>
public sealed record CredentialRow(
    Guid Id,
    Guid Workspace,
    string? Label,
    string AccessKey,
    CredentialAccess Access,
    DateTime CreatedAt,
    DateTime? LastUsedAt,
    string? Worker,
    string? Address,
    DateTime? ExpiresAt,
    bool Replaced,
    DateTime Now
)
{
    public bool Expired => ExpiresAt <= Now;

    public bool Expiring => !Expired && ExpiresAt - Now <= Credential.Warning;

    public string DisplayName => Label ?? AccessKey[..6] + "…";

    public string DescribeExpiry(TimeFormat format) =>
        ExpiresAt switch
        {
            null => "Never",
            { } at when Expired => (Replaced ? "Rotated, expired " : "Expired ") + format.Date(at),
            { } at when Replaced => "Rotated, expires in " + TimeText.Left(at - Now),
            { } at when Expiring => "Expires in " + TimeText.Left(at - Now),
            { } at => "In " + TimeText.Left(at - Now),
        };
}

/// <summary>The key pairs of a person or service account in one workspace.</summary>
public sealed record CredentialTable(CredentialContext Context, IReadOnlyList<CredentialRow> Rows);

/// <summary>Reads the table for the pages.</summary>
public sealed class CredentialList(ClearSettingsDb db, Current current, TimeProvider time)
{
    /// <param name="owner">The visitor, in a workspace in which they are a member, or a service account that they may
    /// manage.</param>
    public async Task<CredentialTable> ReadAsync(CredentialContext owner) =>
        new(owner, [.. (await ReadAsync([owner.Workspace], owner.Account ?? current.UserId))[owner.Workspace]]);

    /// <summary>Of several at once, by workspace.</summary>
    public Task<ILookup<Guid, CredentialRow>> ReadAsync(IReadOnlyCollection<Guid> workspaceIds) =>
        ReadAsync(workspaceIds, current.UserId);

    private async Task<ILookup<Guid, CredentialRow>> ReadAsync(IReadOnlyCollection<Guid> workspaceIds, Guid owner)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var rows = await Listed(workspaceIds, owner, now)
            .OrderByDescending(c => c.CreatedAt)
            .ThenBy(c => c.Id)
            .Select(c => new CredentialRow(
                c.Id,
                c.WorkspaceId,
                c.Label,
                c.AccessKey,
                c.Access,
                c.CreatedAt,
                c.LastUsedAt,
                c.LastUsedWorker,
                c.LastUsedAddress,
                c.ExpiresAt,
                c.ReplacedBy != null,
                now
            ))
            .ToListAsync();
        return rows.ToLookup(row => row.Workspace);
    }

    private IQueryable<Credential> Listed(IReadOnlyCollection<Guid> workspaceIds, Guid owner, DateTime now)
    {
        var listedSince = now - Credential.ListedAfterExpiry;
        return db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c =>
                workspaceIds.Contains(c.WorkspaceId)
                && c.UserId == owner
                && (c.ExpiresAt == null || c.ExpiresAt > listedSince)
            );
    }

    /// <summary>One of the owner's, or null.</summary>
    public async Task<CredentialRow?> FindAsync(CredentialContext owner, Guid id) =>
        (await ReadAsync(owner)).Rows.FirstOrDefault(row => row.Id == id);
}
