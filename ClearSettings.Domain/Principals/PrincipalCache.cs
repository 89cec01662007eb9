using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.SystemCredentials;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Principals;

/// <summary>A credential as logging in needs it.</summary>
public sealed record CachedCredential(Guid Id, Guid UserId, Guid WorkspaceId, byte[] SecretHash, DateTime? ExpiresAt)
{
    public required CredentialAccess Access { get; init; }
}

/// <summary>Members and credentials in memory, so that an API call costs no query.</summary>
public sealed class PrincipalCache(
    WorkspaceVersions versions,
    Hosting hosting,
    IOptions<ServiceAccountSettings> settings,
    SystemCredentialList systems,
    IServiceScopeFactory scopes
)
{
    private const int MaxEntries = 100_000;

    private readonly VersionedCache<(Guid User, Guid Workspace), Principal> _members = new(MaxEntries);
    private readonly VersionedCache<Guid, CachedCredential> _credentials = new(MaxEntries);

    // Where a key pair is never changes.
    private readonly VersionedCache<string, Place> _byAccessKey = new(MaxEntries);

    /// <summary>The member or service account, or null when the user is not (or no longer) one.</summary>
    public async ValueTask<Principal?> FindAsync(Guid userId, Guid workspaceId)
    {
        var version = await versions.CurrentAsync(workspaceId, scopes);
        return _members.TryGet((userId, workspaceId), version, out var principal)
            ? principal
            : await ReadAsync((userId, workspaceId), version);
    }

    // Apart, since a lambda would cost memory for each call that finds a value.
    private ValueTask<Principal?> ReadAsync((Guid User, Guid Workspace) who, long version) =>
        _members.GetAsync(who, version, of => ReadMemberAsync(of, version));

    /// <summary>
    /// Whom a token speaks for, in a workspace; null when they are not in it, or when whoever acts for them may not, or
    /// not any more.
    /// </summary>
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

    /// <summary>
    /// The credential, or null when there is none of that access key. Whether it has expired is the caller's question.
    /// </summary>
    /// <param name="fresh">Asks the database, whatever is in memory.</param>
    public async ValueTask<CachedCredential?> FindCredentialAsync(string accessKey, bool fresh = false)
    {
        if (!AccessKey.IsWellFormed(accessKey))
            return null;
        if (fresh)
            return await ReadCredentialAsync(c => c.AccessKey == accessKey);
        if (!_byAccessKey.TryGet(accessKey, 0, out var place))
            place = await _byAccessKey.GetAsync(accessKey, 0, FindPlaceAsync);
        return place is null ? null : await FindCredentialAsync(place.Id);
    }

    public async ValueTask<CachedCredential?> FindCredentialAsync(Guid id)
    {
        // The first read finds out in which workspace it is.
        if (!_credentials.TryGet(id, out var credential, out var version))
            return await ReadCredentialAsync(c => c.Id == id);
        var current = await versions.CurrentAsync(credential.WorkspaceId, scopes);
        return version == current
            ? credential
            : await _credentials.GetAsync(id, current, key => ReadCredentialAsync(c => c.Id == key));
    }

    private async Task<Place?> FindPlaceAsync(string accessKey) =>
        await ReadCredentialAsync(c => c.AccessKey == accessKey) is { } found ? new(found.Id) : null;

    private async Task<Principal?> ReadMemberAsync((Guid User, Guid Workspace) of, long version)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var satisfied = scope.ServiceProvider.GetRequiredService<SecondFactors>().SatisfiedUserIds;
        return await ReadPersonAsync(db, satisfied, of, version)
            ?? await ReadServiceAccountAsync(db, of.User, of.Workspace, version);
    }

    /// <param name="satisfied">Users with two-factor authentication.</param>
    private Task<Principal?> ReadPersonAsync(
        ClearSettingsDb db,
        IQueryable<Guid> satisfied,
        (Guid User, Guid Workspace) of,
        long version
    ) =>
        (
            from m in db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            join u in db.Users on m.UserId equals u.Id
            join w in db.Workspaces on m.WorkspaceId equals w.Id
            where m.UserId == of.User && m.WorkspaceId == of.Workspace
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
                MustSetUpTwoFactor = w.RequiresTwoFactor && !satisfied.Any(id => id == u.Id),
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
                GrantedPermissions = s.GrantedPermissions,
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
                        w.Version,
                        Credential = new CachedCredential(c.Id, c.UserId, c.WorkspaceId, c.SecretHash, c.ExpiresAt)
                        {
                            Access = c.Access,
                        },
                    }
            )
            .FirstOrDefaultAsync();
        if (row is not null)
            _credentials.Set(row.Credential.Id, row.Version, row.Credential);
        return row?.Credential;
    }

    private sealed record Place(Guid Id);
}
