using System.Collections.Concurrent;
using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.SystemCredentials;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Principals;

/// <summary>A key pair as logging in needs it.</summary>
public sealed record CachedCredential(
    Guid Id,
    Guid UserId,
    Guid WorkspaceId,
    byte[] SecretHash,
    DateTime? ExpiresAt,
    long Version
);

/// <summary>
/// Members and key pairs in memory, each good for one version of its workspace, so that an API call costs no query. A snapshot is
/// read after the version it is filed under, so it can be newer than its version but never older.
/// </summary>
public sealed class PrincipalCache(
    WorkspaceVersions versions,
    Hosting hosting,
    IOptions<ServiceAccountSettings> settings,
    SystemCredentialList systems,
    IServiceScopeFactory scopes
)
{
    private const int MaxEntries = 100_000;

    private readonly ConcurrentDictionary<(Guid User, Guid Workspace), Principal> _members = new();
    private readonly ConcurrentDictionary<string, CachedCredential> _byAccessKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, CachedCredential> _byId = new();

    /// <summary>The member or service account, or null when the user is not (or no longer) one.</summary>
    public async ValueTask<Principal?> FindAsync(Guid userId, Guid workspaceId)
    {
        var version = await versions.CurrentAsync(workspaceId, scopes);
        if (_members.TryGetValue((userId, workspaceId), out var principal) && principal.Version == version)
            return principal;
        return await ReadMemberAsync(userId, workspaceId, version);
    }

    /// <summary>Whom a token speaks for, in a workspace; null when they are not in it, or when whoever acts for them may not, or not any more.</summary>
    public async ValueTask<Principal?> FindAsync(ApiToken token, Guid workspaceId)
    {
        var principal = await FindAsync(token.UserId, workspaceId);
        if (token.SystemName is { } name)
            return principal is null ? null : Enter(name, token.IssuedAt, principal);
        if (token.ActorId is not { } actorId || principal is null)
            return principal;
        return await FindAsync(actorId, workspaceId) is { } actor
            ? Impersonation.Enter(actor, principal, token.OwnRights)
            : null;
    }

    // An account that was deleted and made again is not the one that the token was given for. The token counts seconds.
    private Principal? Enter(string system, DateTime issuedAt, Principal principal) =>
        systems.FindByName(system) is { } caller && principal.JoinedAt <= issuedAt.AddSeconds(1)
            ? Impersonation.Enter(caller, principal)
            : null;

    /// <summary>The key pair, or null when there is none of that access key. Whether it has expired is the caller's question.</summary>
    /// <param name="fresh">Asks the database, whatever is in memory.</param>
    public async ValueTask<CachedCredential?> FindCredentialAsync(string accessKey, bool fresh = false)
    {
        if (!AccessKey.IsWellFormed(accessKey))
            return null;
        if (
            !fresh
            && _byAccessKey.TryGetValue(accessKey, out var cached)
            && cached.Version == await versions.CurrentAsync(cached.WorkspaceId, scopes)
        )
            return cached;
        _byAccessKey.TryRemove(accessKey, out _);
        return await ReadCredentialAsync(c => c.AccessKey == accessKey);
    }

    public async ValueTask<CachedCredential?> FindCredentialAsync(Guid id)
    {
        if (
            _byId.TryGetValue(id, out var cached)
            && cached.Version == await versions.CurrentAsync(cached.WorkspaceId, scopes)
        )
            return cached;
        _byId.TryRemove(id, out _);
        return await ReadCredentialAsync(c => c.Id == id);
    }

    private async Task<Principal?> ReadMemberAsync(Guid userId, Guid workspaceId, long version)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var principal =
            await ReadPersonAsync(db, userId, workspaceId, version)
            ?? await ReadServiceAccountAsync(db, userId, workspaceId, version);
        if (principal is null)
        {
            _members.TryRemove((userId, workspaceId), out _);
            return null;
        }
        if (_members.Count >= MaxEntries)
            _members.Clear();
        return _members[(userId, workspaceId)] = principal;
    }

    private Task<Principal?> ReadPersonAsync(ClearSettingsDb db, Guid userId, Guid workspaceId, long version) =>
        (
            from m in db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            join u in db.Users on m.UserId equals u.Id
            join w in db.Workspaces on m.WorkspaceId equals w.Id
            where m.UserId == userId && m.WorkspaceId == workspaceId
            select new Principal(
                u.Id,
                u.Name,
                u.Email!,
                u.CreatedAt,
                w.Id,
                w.Name,
                m.Role,
                m.JoinedAt,
                version,
                u.SecurityStamp!,
                hosting.IsHosted ? u.IsServerAdmin : m.Role == MemberRole.Owner
            )
            {
                ImpersonationOptOut = m.ImpersonationOptOut,
                ImpersonationExcluded = !m.MayBeImpersonated,
            }
        ).FirstOrDefaultAsync();

    private Task<Principal?> ReadServiceAccountAsync(ClearSettingsDb db, Guid userId, Guid workspaceId, long version) =>
        (
            from s in db.ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            join u in db.Users on s.UserId equals u.Id
            join w in db.Workspaces on s.WorkspaceId equals w.Id
            where s.UserId == userId && s.WorkspaceId == workspaceId
            select new Principal(
                u.Id,
                u.Name,
                "",
                u.CreatedAt,
                w.Id,
                w.Name,
                s.IsAdmin && settings.Value.AllowAdmins ? MemberRole.Admin : MemberRole.Member,
                s.CreatedAt,
                version,
                u.SecurityStamp!,
                false
            )
            {
                IsServiceAccount = true,
                ImpersonationExcluded = true,
                AllowsImpersonation = s.AllowsImpersonation,
            }
        ).FirstOrDefaultAsync();

    private async Task<CachedCredential?> ReadCredentialAsync(
        System.Linq.Expressions.Expression<Func<Credential, bool>> which
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var row = await db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(which)
            .Join(
                db.Workspaces,
                c => c.WorkspaceId,
                w => w.Id,
                (c, w) =>
                    new
                    {
                        c.AccessKey,
                        Cached = new CachedCredential(
                            c.Id,
                            c.UserId,
                            c.WorkspaceId,
                            c.SecretHash,
                            c.ExpiresAt,
                            w.Version
                        ),
                    }
            )
            .FirstOrDefaultAsync();
        if (row is null)
            return null;
        if (_byAccessKey.Count >= MaxEntries)
            _byAccessKey.Clear();
        if (_byId.Count >= MaxEntries)
            _byId.Clear();
        return _byAccessKey[row.AccessKey] = _byId[row.Cached.Id] = row.Cached;
    }
}
