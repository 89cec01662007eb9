namespace ClearSettings.Domain.Users;

/// <summary>Where a session was opened, and how.</summary>
/// <param name="Address">IP address of the browser.</param>
/// <param name="UserAgent">How the browser names itself.</param>
public sealed record SessionOrigin(SignInMethod Method, string? Address = null, string? UserAgent = null);

/// <summary>
/// One browser that is signed in. The row is what makes the cookie good: delete it and the cookie is dead.
/// </summary>
public sealed class Session
{
    /// <summary>Without use for this long a session ends.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromHours(12);

    /// <summary>However much it is used, a session ends after this long.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(14);

    /// <summary>With "Keep me signed in" both limits are this.</summary>
    public static readonly TimeSpan PersistentLifetime = TimeSpan.FromDays(30);

    /// <summary>How long a proof of identity counts as fresh for what demands one.</summary>
    public static readonly TimeSpan ReauthenticationLifetime = TimeSpan.FromMinutes(10);

    internal const int MaxUserAgentLength = 300;

    private Session() { }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime LastSeenAt { get; private set; }

    public DateTime ReauthenticatedAt { get; private set; }

    public DateTime ExpiresAt { get; private set; }

    /// <summary>Kept for 30 days at the person's wish.</summary>
    public bool Keep { get; private set; }

    /// <summary>The user's security stamp at sign-in; a changed password makes the session worthless.</summary>
    public string Stamp { get; private set; } = "";

    /// <summary>Of the browser at sign-in.</summary>
    public string? Address { get; private set; }

    /// <summary>How the browser named itself at sign-in, at most <see cref="MaxUserAgentLength"/> characters.</summary>
    public string? UserAgent { get; private set; }

    /// <summary>Name of the <see cref="SignInMethod"/>.</summary>
    public string Method { get; private set; } = "";

    public static Session Start(User user, bool keep, SessionOrigin origin, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new()
        {
            Id = Domain.EntityId.New(time),
            UserId = user.Id,
            CreatedAt = now,
            LastSeenAt = now,
            ReauthenticatedAt = now,
            Keep = keep,
            ExpiresAt = now + (keep ? PersistentLifetime : MaxLifetime),
            Stamp = user.SecurityStamp ?? "",
            Address = origin.Address,
            UserAgent = origin.UserAgent is { } agent ? TextLimits.Shorten(agent, MaxUserAgentLength) : null,
            Method = origin.Method.Name,
        };
    }

    public bool IsAlive(DateTime now) => now < ExpiresAt && (Keep || now < LastSeenAt + IdleTimeout);
}
