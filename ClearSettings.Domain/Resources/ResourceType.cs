namespace ClearSettings.Domain.Resources;

/// <summary>The kinds of objects that access rules are about. Stored by number, so the order is fixed.</summary>
public enum ResourceType
{
    Project,
    Task,
    Model,
    Dataview,
    Dataset,
    Queue,

    /// <summary>A category of applications. Read only and Read &amp; modify make no difference for it.</summary>
    Application,
}

/// <summary>The names of resource types in the API and in files.</summary>
public static class ResourceTypes
{
    public static readonly IReadOnlyList<ResourceType> All = Enum.GetValues<ResourceType>();

    /// <summary>The name in the API, such as "dataview".</summary>
    public static string GetName(this ResourceType type) => type.ToString().ToLowerInvariant();

    /// <summary>Reads a name as <see cref="GetName"/> writes it.</summary>
    public static bool TryParse(string? name, out ResourceType type)
    {
        foreach (var candidate in All)
        {
            type = candidate;
            if (candidate.GetName() == name)
                return true;
        }
        type = default;
        return false;
    }

    /// <summary>
    /// Whether objects of this type can be inside a project; queues and application categories cannot.
    /// </summary>
    public static bool CanHaveParent(this ResourceType type) =>
        type is not (ResourceType.Queue or ResourceType.Application);
}
