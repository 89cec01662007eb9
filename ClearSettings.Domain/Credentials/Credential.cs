using ClearSettings.Domain.Principals;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// An access key and secret with which one person's clients log in to one workspace. Only the secret's hash is kept.
/// </summary>
public sealed class Credential : IWorkspaceOwned
{
    /// <summary>Within this long before its end a credential is marked as expiring.</summary>
    public static readonly TimeSpan Warning = TimeSpan.FromDays(7);

    /// <summary>How long an expired credential stays in the list.</summary>
    public static readonly TimeSpan ListedAfterExpiry = TimeSpan.FromDays(30);

    private Credential() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public Guid UserId { get; private set; }

    /// <summary>30 characters A–Z and 0–9; unique in the database.</summary>
    public string AccessKey { get; private set; } = "";

    /// <summary>SHA-256 of the secret key, 32 bytes.</summary>
    public byte[] SecretHash { get; private set; } = [];

    public string? Label { get; private set; }

    /// <summary>Never changes, so that a leaked secret key cannot become worth more.</summary>
    public CredentialAccess Access { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>Refused from this moment on; null means never.</summary>
    public DateTime? ExpiresAt { get; private set; }

    public DateTime? LastUsedAt { get; private set; }

    public string? LastUsedWorker { get; private set; }

    public string? LastUsedAddress { get; private set; }

    /// <summary>Set when a rotation replaced this pair; it then lives on until <see cref="ExpiresAt"/>.</summary>
    public Guid? ReplacedBy { get; private set; }

    /// <summary>From the form that made it, so that a form sent twice makes one pair.</summary>
    public Guid? FormId { get; private set; }

    /// <summary>
    /// The last reminder that went out, in days before the end: 14, 7, 1, or 0 for "has expired"; null before the
    /// first.
    /// </summary>
    public int? Reminded { get; private set; }

    public int RowVersion { get; private set; }

    internal static Credential Create(
        Guid workspaceId,
        Guid userId,
        SecretKey secret,
        CredentialFields fields,
        TimeProvider time
    ) =>
        new()
        {
            Id = Domain.EntityId.New(time),
            WorkspaceId = workspaceId,
            UserId = userId,
            AccessKey = Credentials.AccessKey.New(),
            SecretHash = secret.Hash(),
            Label = fields.Label,
            Access = fields.Access,
            CreatedAt = time.GetUtcNow().UtcDateTime,
            ExpiresAt = fields.ExpiresAt,
            FormId = fields.FormId,
        };

    public bool IsExpired(DateTime now) => ExpiresAt <= now;

    public void Relabel(string? label) => Label = label;

    /// <summary>
    /// Makes way for <paramref name="successor"/>: this pair ends at <paramref name="end"/>, or earlier if it was to.
    /// </summary>
    internal void ReplaceBy(Credential successor, DateTime end)
    {
        ReplacedBy = successor.Id;
        if (ExpiresAt is null || ExpiresAt > end)
            ExpiresAt = end;
    }

    internal void Remind(int days) => Reminded = days;

    /// <summary>For sentences: the label in quotes, else the beginning of the access key.</summary>
    public string DisplayName => Label is null ? AccessKey[..6] + "…" : $"“{Label}”";
}

/// <summary>What its owner chooses of a new credential; see the properties of <see cref="Credential"/>.</summary>
internal sealed record CredentialFields(string? Label, DateTime? ExpiresAt, Guid? FormId, CredentialAccess Access);
