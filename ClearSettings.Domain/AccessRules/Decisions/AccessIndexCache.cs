using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// The index of each workspace in memory. It knows every change that this process committed, and those of other nodes
/// within a second. What changed is read from the database, and nothing else.
/// </summary>
public sealed class AccessIndexCache(
    WorkspaceVersions versions,
    CatalogVersions catalogs,
    GroupCache groups,
    IServiceScopeFactory scopes
)
{
    // Objects, rules and accounts of all workspaces together; 1 GB or less.
    private const int MaxSize = 2_000_000;

    private readonly VersionedCache<Guid, WorkspaceIndex> _indexes = new(
        MaxSize,
        // The largest workspace is kept whatever its size, since reading it for each question would take longer.
        (_, index) => Math.Min(index.Size, MaxSize)
    );

    /// <summary>How many workspaces have an index in memory.</summary>
    public int Count => _indexes.Count;

    /// <summary>The index of a workspace. Ask for it again for each request.</summary>
    public async ValueTask<AccessIndex> GetAsync(Guid workspaceId)
    {
        // Asked before the data, so that an index can be newer than its versions but never older.
        var wanted = new IndexVersions(
            await versions.CurrentAsync(workspaceId, scopes),
            await catalogs.CurrentAsync(workspaceId)
        );
        if (!_indexes.TryGet(workspaceId, 0, out var index))
            index = (await _indexes.GetAsync(workspaceId, 0, id => Task.FromResult<WorkspaceIndex?>(new(id))))!;
        return index.IsAt(wanted) ? index.Current : await UpdateAsync(index, wanted);
    }

    private async Task<AccessIndex> UpdateAsync(WorkspaceIndex index, IndexVersions wanted)
    {
        var members = await groups.GetAsync(index.WorkspaceId);
        await using var scope = scopes.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetRequiredService<IndexReader>();
        var before = index.Size;
        await index.UpdateAsync(wanted, target => reader.UpdateAsync(target, wanted, members));
        // The size counts when a value is set.
        if (index.Size != before)
            _indexes.Set(index.WorkspaceId, 0, index);
        return index.Current;
    }
}

/// <summary>Up to where an index is, or has to be.</summary>
/// <param name="Workspace">Version of the workspace: its accounts, groups and rules.</param>
/// <param name="Catalog">Version of its resource catalog.</param>
internal sealed record IndexVersions(long Workspace, long Catalog);

/// <summary>The index of one workspace, with what is needed to bring it up to date.</summary>
internal sealed class WorkspaceIndex(Guid workspaceId)
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile IndexVersions? _versions;
    private volatile AccessIndex _current = new();

    public Guid WorkspaceId { get; } = workspaceId;

    public AccessIndex Current => _current;

    /// <summary>Objects, rules and accounts.</summary>
    public int Size => 1 + _current.ResourceCount + _current.RuleCount + Accounts.Count;

    /// <summary>Null until everything was read.</summary>
    public IndexVersions? Versions => _versions;

    /// <summary>The last version of the rules that is in the index.</summary>
    public int RuleVersion { get; set; }

    /// <summary>The accounts that are in the index.</summary>
    public Dictionary<Guid, IndexedAccount> Accounts { get; set; } = [];

    /// <summary>Whether the index has everything up to those versions.</summary>
    public bool IsAt(IndexVersions wanted) =>
        _versions is { } now && now.Workspace >= wanted.Workspace && now.Catalog >= wanted.Catalog;

    /// <summary>Runs the update unless another one did it meanwhile.</summary>
    public async Task UpdateAsync(IndexVersions wanted, Func<WorkspaceIndex, Task> update)
    {
        await _turn.WaitAsync();
        try
        {
            if (IsAt(wanted))
                return;
            await update(this);
            _versions = new(
                Math.Max(wanted.Workspace, _versions?.Workspace ?? 0),
                Math.Max(wanted.Catalog, _versions?.Catalog ?? 0)
            );
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Replaces the index by one that was read anew.</summary>
    public void Replace(AccessIndex index) => _current = index;
}

/// <summary>What the index knows of an account.</summary>
/// <param name="Groups">IDs of the groups that list it, sorted.</param>
internal sealed record IndexedAccount(IReadOnlyList<Guid> Groups, bool IsAdmin, bool IsQueueAdmin)
{
    public bool IsSameAs(IndexedAccount other) =>
        IsAdmin == other.IsAdmin && IsQueueAdmin == other.IsQueueAdmin && Groups.SequenceEqual(other.Groups);
}
