namespace ClearSettings.Domain.Workspaces;

/// <summary>The first person of a server and their workspace; from the set-up page or the command line.</summary>
public sealed record OwnerInput
{
    public string? Name { get; init; }

    public string? Email { get; init; }

    public Secret? Password { get; init; }

    public string? Workspace { get; init; }
}
