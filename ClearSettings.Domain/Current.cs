using ClearSettings.Domain.Principals;

namespace ClearSettings.Domain;

/// <summary>By which door a request came in; kept in the audit log.</summary>
public enum RequestSource
{
    Page,
    Api,
    Command,
}

/// <summary>
/// Who asks, in which workspace, through what. One per request; filled by authentication before any use case runs.
/// </summary>
public sealed class Current
{
    private Principal? _principal;

    public bool SignedIn => _principal is not null;

    /// <exception cref="InvalidOperationException">No one is signed in: a query or use case that needs a workspace must
    /// not run.</exception>
    public Principal Principal =>
        _principal ?? throw new InvalidOperationException("No user is signed in, so there is no current workspace.");

    public Guid UserId => Principal.UserId;

    /// <summary>
    /// The account that really acts: another than <see cref="UserId"/> when someone impersonates a user.
    /// </summary>
    public Guid ActorId => Principal.ActorId;

    /// <summary>
    /// The person at the browser, also when they are in no workspace; null when no one has signed in.
    /// </summary>
    public Guid? PersonId { get; private set; }

    public Guid WorkspaceId => Principal.WorkspaceId;

    public RequestSource Source { get; private set; } = RequestSource.Page;

    /// <summary>Address of the caller, or null for a command.</summary>
    public string? Address { get; private set; }

    /// <summary>How the browser or program names itself, or null.</summary>
    public string? UserAgent { get; private set; }

    /// <summary>Of this request, so that log, audit and error page can be put beside each other.</summary>
    public string RequestId { get; private set; } = "";

    /// <summary>The browser session; null for API calls and commands.</summary>
    public Guid? SessionId { get; private set; }

    /// <summary>The credential behind the call; null for pages.</summary>
    public Guid? CredentialId { get; private set; }

    /// <summary>
    /// When the person last proved who they are with their password (UTC); null when never in this session.
    /// </summary>
    public DateTime? ReauthenticatedAt { get; private set; }

    public bool Can(Permission permission) => _principal is not null && _principal.Can(permission);

    /// <summary>
    /// Canceled when the caller has hung up: a change that has not been committed is then rolled back, and no further
    /// query runs.
    /// </summary>
    public CancellationToken Aborted { get; private set; }

    public void SetSource(
        RequestSource door,
        string? address,
        string requestId,
        CancellationToken aborted = default,
        string? userAgent = null
    ) => (Source, Address, RequestId, Aborted, UserAgent) = (door, address, requestId, aborted, userAgent);

    public void SignedInAs(
        Principal principal,
        Guid? sessionId = null,
        DateTime? provedAt = null,
        Guid? credentialId = null
    )
    {
        this._principal = principal;
        PersonId = principal.UserId;
        SessionId = sessionId;
        ReauthenticatedAt = provedAt;
        CredentialId = credentialId;
    }

    /// <summary>Someone with an account, who is in no workspace.</summary>
    public void SignedInWithoutWorkspace(Guid personId, Guid sessionId, DateTime provedAt) =>
        (PersonId, SessionId, ReauthenticatedAt) = (personId, sessionId, provedAt);
}
