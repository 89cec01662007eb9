using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Who receives a vault, in the order in which clients apply them: later ones win
/// (docs/protocol.md#how-clients-merge-vaults).
/// </summary>
public enum VaultScope
{
    Organization,
    Group,
    User,
}

/// <summary>What a vault contains and who reads it; see docs/protocol.md#vault-items.</summary>
public enum VaultTarget
{
    /// <summary>Merged into clearml.conf by SDK, agent and CLI.</summary>
    Client,

    /// <summary>Laid by agents over everything else.</summary>
    Monitoring,

    /// <summary>Credentials with which a browser reads cloud storage.</summary>
    UiStorage,

    /// <summary>Host keys of the SSH servers that sessions start.</summary>
    SshServer,

    /// <summary>Whatever programs ask for by <see cref="Vault.Type"/>; SDK and agent never do.</summary>
    Other,
}

/// <summary>
/// What an update of the server, whose rules are stricter than those that a vault was accepted by, made of the vault.
/// </summary>
public enum VaultReview
{
    /// <summary>It would be accepted today.</summary>
    None,

    /// <summary>It would be refused today, and is served as before.</summary>
    Refused,

    /// <summary>It was disabled, since clients could not read it safely.</summary>
    Disabled,
}

/// <summary>
/// Configuration that clients of some people receive. The contents are its <see cref="VaultVersion"/>s; the highest
/// number counts.
/// </summary>
public sealed class Vault : IWorkspaceOwned
{
    // Null until it is read from the database, so that a vault without its groups does not pass for one with none.
    private List<VaultGroup>? _groups;

    private Vault() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public VaultScope Scope { get; private set; }

    /// <summary>
    /// The groups that the vault is for, at most <see cref="VaultAssignment.MaxGroups"/>, in no order; empty when all
    /// of them were deleted, and for the other scopes.
    /// </summary>
    /// <exception cref="InvalidOperationException">The query did not include them.</exception>
    public IReadOnlyCollection<VaultGroup> Groups =>
        _groups ?? throw new InvalidOperationException("The groups of this vault were not read.");

    /// <summary>The person or service account of a personal vault.</summary>
    public Guid? UserId { get; private set; }

    /// <summary>"Description" in the protocol. Clients write it into their logs.</summary>
    public string Name { get; private set; } = "";

    public VaultTarget Target { get; private set; }

    /// <summary>
    /// The protocol's type of a vault for <see cref="VaultTarget.Other"/> (see <see cref="VaultType"/>); else "".
    /// </summary>
    public string Type { get; private set; } = "";

    public ConfigFormat Format { get; private set; }

    public bool Enabled { get; private set; }

    /// <summary>The vault's own key, wrapped by Data Protection.</summary>
    public byte[] DataKey { get; private set; } = [];

    /// <summary>The number of the version that counts, from 1.</summary>
    public int Version { get; private set; }

    /// <summary>Lines, credentials or keys in it, whatever the target counts.</summary>
    public int Items { get; private set; }

    /// <summary>Of the author's text, in UTF-8.</summary>
    public int Bytes { get; private set; }

    /// <summary>Of the texts of all its versions, in UTF-8.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>Versions up to this number have been thinned out; see <see cref="VaultQuota"/>.</summary>
    public int PrunedThrough { get; private set; }

    /// <summary>Of the current version, until it is replaced or enabled again.</summary>
    public VaultReview Review { get; private set; }

    /// <summary>
    /// Keys of the contents that clients do not receive since an update, such as "api.credentials, api.api_server";
    /// null for none.
    /// </summary>
    public string? LeftOut { get; private set; }

    /// <summary>Since when the server knows that it cannot decrypt the vault (UTC); null when it can.</summary>
    public DateTime? UnreadableSince { get; private set; }

    public Guid CreatedById { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public Guid UpdatedById { get; private set; }

    public string UpdatedByName { get; private set; } = "";

    /// <summary>When the name, target, contents or state last changed.</summary>
    public DateTime UpdatedAt { get; private set; }

    public int RowVersion { get; private set; }

    /// <summary>To whom it is assigned.</summary>
    public VaultAssignment GetAssignment() => new(Scope, [.. Groups.Select(g => g.GroupId)]);

    /// <param name="userId">Of a personal vault.</param>
    internal static Vault Create(Guid workspaceId, Guid? userId, byte[] dataKey, Guid createdById, TimeProvider time) =>
        new()
        {
            _groups = [],
            Id = Domain.EntityId.New(time),
            WorkspaceId = workspaceId,
            UserId = userId,
            DataKey = dataKey,
            CreatedById = createdById,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };

    internal void Rename(string name) => Name = name;

    internal void AssignTo(VaultAssignment assignment)
    {
        Scope = assignment.Scope;
        var kept = Groups.Select(g => g.GroupId).Intersect(assignment.GroupIds).ToHashSet();
        _groups!.RemoveAll(g => !kept.Contains(g.GroupId));
        _groups.AddRange(assignment.GroupIds.Where(id => !kept.Contains(id)).Select(id => VaultGroup.Create(this, id)));
    }

    internal void SetCurrentVersion(VaultVersion version)
    {
        (Version, Format, Items, Bytes) = (version.Number, version.Format, version.Items, version.Bytes);
        (Review, LeftOut, UnreadableSince) = (VaultReview.None, null, null);
    }

    /// <summary>Today's rules accept the version that counts.</summary>
    internal void Accept() => (Review, LeftOut) = (VaultReview.None, null);

    /// <summary>What an update of the server made of the version that counts.</summary>
    internal void SetReview(VaultReview review, IReadOnlyList<string> leftOut)
    {
        (Review, LeftOut) = (review, leftOut.Count == 0 ? null : string.Join(", ", leftOut));
        if (review == VaultReview.Disabled)
            Enabled = false;
    }

    internal void SetStoredBytes(int bytes) => StoredBytes += bytes;

    internal void Prune(int through, long bytes) => (PrunedThrough, StoredBytes) = (through, StoredBytes - bytes);

    internal void SetTarget(VaultTarget target, string type) => (Target, Type) = (target, type);

    internal void SetEnabled(bool enabled) => Enabled = enabled;

    internal void MarkUpdated(Guid byId, string byName, DateTime at) =>
        (UpdatedById, UpdatedByName, UpdatedAt) = (byId, byName, at);
}
