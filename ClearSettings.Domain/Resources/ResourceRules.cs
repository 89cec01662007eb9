namespace ClearSettings.Domain.Resources;

/// <summary>What the catalog accepts. Checked before the database is asked.</summary>
public static class ResourceRules
{
    /// <summary>Objects in one call.</summary>
    public const int MaxBatch = 10_000;

    /// <summary>Problems in one refusal; fixing these brings the next ones.</summary>
    public const int MaxProblems = 20;

    /// <summary>The reasons why a batch cannot be taken over, with the place in the list that each is about.</summary>
    public static IReadOnlyList<Problem> Check(IReadOnlyList<ResourceInput> resources)
    {
        if (resources.Count > MaxBatch)
            return [new("", $"The list has {resources.Count:N0} resources. Send at most {MaxBatch:N0} at a time.")];
        var seen = new HashSet<ResourceKey>();
        return
        [
            .. resources
                .Select((resource, place) => (resource, place))
                .SelectMany(r => Check(r.resource, seen).Select(sentence => new Problem($"resources[{r.place}]", sentence)))
                .Take(MaxProblems),
        ];
    }

    private static IEnumerable<string> Check(ResourceInput resource, HashSet<ResourceKey> seen)
    {
        if (NameRules.Check(resource.Key.Id, out _, "The ID", ResourceKey.MaxIdLength) is { } wrongId)
            yield return wrongId;
        if (NameRules.Check(resource.Name, out _, maxLength: Resource.MaxNameLength) is { } wrongName)
            yield return wrongName;
        if (resource.ParentId is { } parent)
        {
            if (!resource.Key.Type.CanHaveParent())
                yield return $"A resource of the type {resource.Key.Type.GetName()} has no parent.";
            if (NameRules.Check(parent, out _, "The ID of the parent", ResourceKey.MaxIdLength) is { } wrongParent)
                yield return wrongParent;
            if (resource.Key == new ResourceKey(ResourceType.Project, parent))
                yield return "A project cannot be its own parent.";
        }
        if (!seen.Add(resource.Key))
            yield return $"The {resource.Key} appears twice in the list.";
    }
}
