using System.Collections.Concurrent;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;

namespace ClearSettings.Domain.Vaults;

/// <summary>A vault that is on, as clients receive it.</summary>
/// <param name="Text">The text for clients, whatever the author's format
/// (docs/configuration-formats.md#the-text-for-clients); "" for a vault without settings.</param>
/// <param name="MarkedPaths">Keys that the author marked as secret by a comment.</param>
public sealed record ServedVault(
    Guid Id,
    string Name,
    VaultScope Scope,
    Guid? GroupId,
    string? GroupName,
    Guid? UserId,
    VaultTarget Target,
    DateTime UpdatedAt,
    string Text,
    SecretPaths MarkedPaths
)
{
    /// <summary>As <see cref="Vault.Type"/>.</summary>
    public string Type { get; init; } = "";
}

/// <summary>All vaults of a workspace that are on, in the order in which clients apply them, as of one version of the workspace.</summary>
public sealed class VaultSnapshot : IDisposable
{
    private const long MaxCachedAnswers = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<(Guid User, MemberRole Role, string Kind), byte[]> _answers = new();
    private readonly GroupSnapshot _groups;
    private readonly IReadOnlyList<ServedVault> _vaults;
    private readonly Lazy<Dictionary<Guid, ServedVault>> _byId;
    private readonly VaultCacheBudget _memory;
    private readonly Lock _keeping = new();
    private long _held;
    private long _kept;
    private bool _over;

    public VaultSnapshot(long version, GroupSnapshot groups, IReadOnlyList<ServedVault> vaults, VaultCacheBudget memory)
    {
        (Version, this._groups, this._vaults, this._memory) = (version, groups, vaults, memory);
        _byId = new(() => vaults.ToDictionary(v => v.Id));
        _held = vaults.Sum(v => (long)v.Text.Length * sizeof(char));
        memory.Add(_held);
    }

    public long Version { get; }

    /// <summary>When it has to be read again although nothing changed, since a vault of it could not be read; null when it is complete.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Whether a vault of the workspace that is on has this type.</summary>
    public bool HasType(string type) => _vaults.Any(v => v.Target == VaultTarget.Other && v.Type == type);

    /// <returns>A vault of the workspace, whoever it reaches; null when it is off or cannot be read.</returns>
    public ServedVault? Find(Guid id) => _byId.Value.GetValueOrDefault(id);

    /// <returns>An answer that was written for somebody already, or null.</returns>
    public byte[]? Find((Guid User, MemberRole Role, string Kind) whose) => _answers.GetValueOrDefault(whose);

    /// <summary>Keeps an answer for the next time, unless the kept ones are large enough already: they would fill the memory where many people have many vaults.</summary>
    public void Keep((Guid User, MemberRole Role, string Kind) whose, byte[] answer)
    {
        lock (_keeping)
        {
            if (
                _over
                || _kept + answer.Length > MaxCachedAnswers
                || _answers.ContainsKey(whose)
                || !_memory.TryAdd(answer.Length)
            )
                return;
            (_kept, _held) = (_kept + answer.Length, _held + answer.Length);
            _answers[whose] = answer;
        }
    }

    /// <summary>What the caller receives; the personal vault only where <see cref="Principal.ReadsPersonalVault"/> says so.</summary>
    public IEnumerable<ServedVault> For(Principal principal) =>
        For(principal.UserId, principal.OwnRole).Where(v => v.Scope != VaultScope.User || principal.ReadsPersonalVault);

    /// <summary>What applies to a member or service account: of the workspace, of their groups, their own.</summary>
    public IEnumerable<ServedVault> For(Guid userId, MemberRole role)
    {
        var mine = _groups.GetGroups(userId, role).Select(g => g.Id).ToHashSet();
        return _vaults.Where(v =>
            v.Scope switch
            {
                VaultScope.Organization => true,
                VaultScope.Group => v.GroupId is { } id && mine.Contains(id),
                _ => v.UserId == userId,
            }
        );
    }

    /// <summary>Another takes its place. Whoever reads it still may go on.</summary>
    public void Dispose()
    {
        lock (_keeping)
        {
            if (_over)
                return;
            _over = true;
            _memory.Remove(_held);
        }
    }
}
