using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Principals;

namespace ClearSettings.Domain.Vaults;

/// <summary>A vault that is enabled, as clients receive it.</summary>
/// <param name="Groups">That it is for, oldest first. As a caller receives it, those of the caller alone: the others
/// are none of their business.</param>
/// <param name="Text">The text for clients, whatever the author's format
/// (docs/configuration-formats.md#the-text-for-clients); "" for a vault without settings.</param>
/// <param name="MarkedPaths">Keys that the author marked as secret by a comment.</param>
public sealed record ServedVault(
    Guid Id,
    string Name,
    VaultScope Scope,
    IReadOnlyList<NamedGroup> Groups,
    Guid? UserId,
    VaultTarget Target,
    DateTime UpdatedAt,
    Secret Text,
    SecretPaths MarkedPaths
)
{
    /// <summary>As <see cref="Vault.Type"/>.</summary>
    public string Type { get; init; } = "";
}

/// <summary>
/// All vaults of a workspace that are on, in the order in which clients apply them, as of one version of the workspace.
/// </summary>
public sealed class VaultSnapshot(long version, GroupSnapshot groups, IReadOnlyList<ServedVault> vaults)
{
    private static long _serials;

    private readonly Lazy<Dictionary<Guid, ServedVault>> _byId = new(() => vaults.ToDictionary(v => v.Id));

    /// <summary>Of this process; another snapshot has another one, also of the same version.</summary>
    public long Serial { get; } = Interlocked.Increment(ref _serials);

    /// <summary>Bytes of the texts and of the lists of groups.</summary>
    internal long Size { get; } = 1 + vaults.Sum(v => SizeOf(v.Text) + (v.Groups.Count * IntPtr.Size));

    public long Version { get; } = version;

    /// <summary>
    /// When it has to be read again although nothing changed, since a vault of it could not be read; null when it is
    /// complete.
    /// </summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Whether a vault of the workspace that is on has this type.</summary>
    public bool HasType(string type) => vaults.Any(v => v.Target == VaultTarget.Other && v.Type == type);

    /// <returns>A vault of the workspace, whoever it reaches; null when it is disabled or cannot be read.</returns>
    public ServedVault? Find(Guid id) => _byId.Value.GetValueOrDefault(id);

    /// <summary>
    /// What the caller receives; the personal vault only where <see cref="Principal.ReadsPersonalVault"/> says so.
    /// </summary>
    public IEnumerable<ServedVault> For(Principal principal) =>
        For(principal.UserId, principal.OwnRole).Where(v => v.Scope != VaultScope.User || principal.ReadsPersonalVault);

    /// <summary>What applies to a member or service account: of the workspace, of their groups, their own.</summary>
    public IEnumerable<ServedVault> For(Guid userId, MemberRole role)
    {
        var mine = groups.GetGroups(userId, role).Select(g => g.Id).ToHashSet();
        return vaults
            .Select(v => v.Scope == VaultScope.Group ? OfGroups(v, mine) : v)
            .Where(v =>
                v.Scope switch
                {
                    VaultScope.Organization => true,
                    VaultScope.Group => v.Groups.Count > 0,
                    _ => v.UserId == userId,
                }
            );
    }

    private static ServedVault OfGroups(ServedVault vault, HashSet<Guid> mine) =>
        vault.Groups.All(g => mine.Contains(g.Id))
            ? vault
            : vault with
            {
                Groups = [.. vault.Groups.Where(g => mine.Contains(g.Id))],
            };

    internal static long SizeOf(Secret text) => (long)text.Length * sizeof(char);
}
