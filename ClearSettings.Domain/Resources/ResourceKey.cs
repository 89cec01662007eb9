namespace ClearSettings.Domain.Resources;

/// <summary>Names one object of a workspace: its type and the ID it has on the ClearML server.</summary>
public readonly record struct ResourceKey(ResourceType Type, string Id)
{
    /// <summary>Characters of an ID.</summary>
    public const int MaxIdLength = 100;

    /// <summary>
    /// Whether the ID is one that an object can have. PostgreSQL refuses to look for some that are not.
    /// </summary>
    public static bool IsId(string id) => NameRules.Check(id, out _, maxLength: MaxIdLength) is null;

    public override string ToString() => $"{Type.GetName()} {Id}";
}
