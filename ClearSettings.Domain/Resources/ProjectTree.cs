using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Resources;

/// <summary>
/// The part of the hierarchy that a batch touches: the projects above its objects, and those below projects that it
/// moves. The number of queries grows with the levels, the work with the projects.
/// </summary>
internal sealed class ProjectTree(ClearSettingsDb db)
{
    // One level stays free for what is in the deepest project.
    private const int MaxProjectLevel = ResourceRules.MaxDepth - 1;
    private const int Chunk = 500;

    // Null for a project at the root, and for one that the catalog does not know.
    private readonly Dictionary<string, string?> _parents = [];

    // 1 at the root.
    private readonly Dictionary<string, int> _levels = [];

    /// <summary>The reasons why the batch would break the hierarchy; empty where it does not.</summary>
    /// <param name="moved">Projects of the batch that are not where the batch puts them.</param>
    public async Task<IReadOnlyList<Problem>> CheckAsync(IReadOnlyList<ResourceInput> batch, IReadOnlySet<string> moved)
    {
        foreach (var project in batch.Where(r => r.Key.Type == ResourceType.Project))
            _parents[project.Key.Id] = project.ParentId;
        await ReadAncestorsAsync(batch);
        List<Problem> problems = [];
        for (var place = 0; place < batch.Count && problems.Count < ResourceRules.MaxProblems; place++)
            if (Check(batch[place]) is { } sentence)
                problems.Add(ResourceRules.CreateProblem(place, sentence));
        if (problems.Count == 0 && await FindTooDeepAsync(moved) is { } tooDeep)
            problems.Add(new("", $"The project {tooDeep} would be more than {MaxProjectLevel} levels deep."));
        return problems;
    }

    private async Task ReadAncestorsAsync(IReadOnlyList<ResourceInput> batch)
    {
        var wanted = Unread(batch.Select(r => r.ParentId));
        // Longer chains are refused below.
        for (var level = 0; wanted.Count > 0 && level <= ResourceRules.MaxDepth; level++)
        {
            foreach (var id in wanted)
                _parents[id] = null;
            foreach (var ids in wanted.Chunk(Chunk))
            foreach (var found in await Projects.Where(r => ids.Contains(r.ResourceId)).ToListAsync())
                _parents[found.ResourceId] = found.ParentId;
            wanted = Unread(wanted.Select(id => _parents[id]));
        }
    }

    private List<string> Unread(IEnumerable<string?> ids) =>
        [.. ids.OfType<string>().Where(id => !_parents.ContainsKey(id)).Distinct()];

    private string? Check(ResourceInput resource)
    {
        var isProject = resource.Key.Type == ResourceType.Project;
        if ((isProject ? resource.Key.Id : resource.ParentId) is not { } project)
            return null;
        if (GetLevel(project) is not { } level)
            return $"Project {project} would be inside itself.";
        return level <= MaxProjectLevel
            ? null
            : $"Projects can be at most {MaxProjectLevel} levels deep; {project} would be deeper.";
    }

    // Null in a cycle. Each project is looked at once for the whole batch.
    private int? GetLevel(string project)
    {
        List<string> path = [];
        var onPath = new HashSet<string>();
        string? at = project;
        var level = 0;
        for (; at is not null && !_levels.TryGetValue(at, out level); at = _parents.GetValueOrDefault(at))
        {
            if (!onPath.Add(at))
                return null;
            path.Add(at);
        }
        if (at is null)
            level = 0;
        for (var i = path.Count - 1; i >= 0; i--)
            _levels[path[i]] = ++level;
        return _levels[project];
    }

    private async Task<string?> FindTooDeepAsync(IReadOnlySet<string> moved)
    {
        List<string> parents = [.. moved];
        while (parents.Count > 0)
        {
            List<string> next = [];
            foreach (var ids in parents.Chunk(Chunk))
            foreach (var child in await Projects.Where(r => ids.Contains(r.ParentId)).ToListAsync())
            {
                // What the batch names itself was looked at.
                if (_levels.ContainsKey(child.ResourceId) && _parents[child.ResourceId] != child.ParentId)
                    continue;
                var level = _levels[child.ParentId!] + 1;
                if (level > MaxProjectLevel)
                    return child.ResourceId;
                _levels[child.ResourceId] = level;
                next.Add(child.ResourceId);
            }
            parents = next;
        }
        return null;
    }

    private IQueryable<Place> Projects =>
        db
            .Resources.Where(r => r.Type == ResourceType.Project && r.DeletedAt == null)
            .Select(r => new Place { ResourceId = r.ResourceId, ParentId = r.ParentId });

    private sealed class Place
    {
        public required string ResourceId { get; init; }

        public required string? ParentId { get; init; }
    }
}
