namespace ClearSettings.Domain.Resources;

/// <summary>Names one object of a workspace: its type and the ID it has on the ClearML server.</summary>
public readonly record struct ResourceKey(ResourceType Type, string Id)
{
    /// <summary>Characters of an ID.</summary>
    public const int MaxIdLength = 100;

    public override string ToString() => $"{Type.GetName()} {Id}";
}
