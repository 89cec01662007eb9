namespace ClearSettings.Domain.Resources;

/// <summary>What the catalog accepts. Checked before the database is asked.</summary>
public static class ResourceRules
{
    /// <summary>Objects in one call.</summary>
    public const int MaxBatch = 10_000;

    /// <summary>Problems in one refusal; fixing these brings the next ones.</summary>
    public const int MaxProblems = 20;

    /// <summary>Levels of projects and objects inside each other.</summary>
    public const int MaxDepth = 50;

    private const string TypeList = "project, task, model, dataview, dataset, queue, application";

    /// <summary>
    /// The resources as they are stored, or the reasons why the batch is refused. The field of a problem is the place
    /// in
    /// the list, such as "resources[3]".
    /// </summary>
    public static Result<IReadOnlyList<ResourceInput>> Check(IReadOnlyList<ResourceDraft> drafts)
    {
        if (CheckCount(drafts.Count) is { } tooMany)
            return Result<IReadOnlyList<ResourceInput>>.From(tooMany);
        List<ResourceInput> resources = [];
        List<Problem> problems = [];
        var seen = new HashSet<ResourceKey>();
        for (var place = 0; place < drafts.Count && problems.Count < MaxProblems; place++)
        {
            if ((Check(drafts[place], out var resource) ?? CheckPlace(resource!, seen)) is { } sentence)
                problems.Add(CreateProblem(place, sentence));
            else
                resources.Add(resource!);
        }
        return problems.Count > 0
            ? Result<IReadOnlyList<ResourceInput>>.Refuse(problems)
            : Result<IReadOnlyList<ResourceInput>>.Success(resources);
    }

    /// <summary>The refusal of too long a list, or null.</summary>
    public static Result? CheckCount(int count) =>
        count <= MaxBatch
            ? null
            : Result.Refuse("", $"The list has {count:N0} resources. Send at most {MaxBatch:N0} at a time.");

    /// <summary>The sentence that says what is wrong with a type and an ID, or null.</summary>
    public static string? CheckKey(string? type, string? id, out ResourceKey key)
    {
        key = default;
        if (!ResourceTypes.TryParse(type, out var known))
            return $"Unknown type “{TextLimits.Shorten(type ?? "", 40)}”. Use one of {TypeList}.";
        if (NameRules.Check(id, out var cleanId, "The ID", ResourceKey.MaxIdLength) is { } wrongId)
            return wrongId;
        key = new(known, cleanId);
        return null;
    }

    internal static Problem CreateProblem(int place, string sentence) => new($"resources[{place}]", sentence);

    private static string? Check(ResourceDraft draft, out ResourceInput? resource)
    {
        resource = null;
        if (CheckKey(draft.Type, draft.Id, out var key) is { } wrongKey)
            return wrongKey;
        if (NameRules.Check(draft.Name, out var name, maxLength: Resource.MaxNameLength) is { } wrongName)
            return wrongName;
        if (draft.ParentType is not null && draft.ParentType != ResourceType.Project.GetName())
            return "A parent must be a project.";
        string? parent = null;
        if (draft.ParentType is not null || !string.IsNullOrEmpty(draft.ParentId))
        {
            const string what = "The ID of the parent";
            if (NameRules.Check(draft.ParentId, out parent, what, ResourceKey.MaxIdLength) is { } wrongParent)
                return wrongParent;
        }
        resource = new(key, name, parent);
        return null;
    }

    private static string? CheckPlace(ResourceInput resource, HashSet<ResourceKey> seen)
    {
        if (resource.ParentId is not null && !resource.Key.Type.CanHaveParent())
            return $"A resource of the type {resource.Key.Type.GetName()} has no parent.";
        if (resource.Key.Type == ResourceType.Project && resource.Key.Id == resource.ParentId)
            return "A project cannot be its own parent.";
        return seen.Add(resource.Key) ? null : $"The {resource.Key} appears twice in the list.";
    }
}
