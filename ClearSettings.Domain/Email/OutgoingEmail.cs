namespace ClearSettings.Domain.Email;

/// <summary>How far an email has come.</summary>
public enum EmailState
{
    Waiting,
    Sent,

    /// <summary>Given up, with <see cref="OutgoingEmail.Problem"/>.</summary>
    Failed,
}

/// <summary>
/// An email in the outbox. Written in the transaction that causes it; its content is deleted once it is sent or given
/// up.
/// </summary>
public sealed class OutgoingEmail : IWorkspaceOwned
{
    private OutgoingEmail() { }

    /// <summary>Also its Message-ID, so that an email sent twice is recognised as one.</summary>
    public Guid Id { get; private set; }

    /// <summary>The workspace that caused it; null for emails about an account.</summary>
    public Guid? WorkspaceId { get; private set; }

    Guid IWorkspaceOwned.WorkspaceId => WorkspaceId ?? Guid.Empty;

    /// <summary>The record's name, such as "InvitationLetter".</summary>
    public string Kind { get; private set; } = "";

    public string To { get; private set; } = "";

    /// <summary>The email as JSON, encrypted, since links in it are secrets; null once the email has ended.</summary>
    public string? Content { get; private set; }

    public EmailState State { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime NextTryAt { get; private set; }

    /// <summary>Until then one worker has it in hand.</summary>
    public DateTime? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    public DateTime? EndedAt { get; private set; }

    /// <summary>What the mail server answered last, at most 500 characters.</summary>
    public string? Problem { get; private set; }

    /// <summary>For a person to read: "Invitation", "Password changed".</summary>
    public string KindLabel => GetKindLabel(Kind);

    public static string GetKindLabel(string kind)
    {
        var name = kind.EndsWith("Letter", StringComparison.Ordinal) ? kind[..^"Letter".Length] : kind;
        return string.Concat(
            name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString())
        );
    }

    internal void Lease(DateTime until) => LeasedUntil = until;

    internal static OutgoingEmail Create(
        Guid? workspaceId,
        string kind,
        string to,
        string content,
        TimeProvider time,
        TimeSpan delay = default
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new()
        {
            Id = Domain.EntityId.New(time),
            WorkspaceId = workspaceId,
            Kind = kind,
            To = to,
            Content = content,
            CreatedAt = now,
            NextTryAt = now + delay,
        };
    }
}
