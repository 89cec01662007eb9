namespace ClearSettings.Domain.Workspaces;

/// <summary>A team's space: members, their credentials, and what they share.</summary>
public sealed class Workspace
{
    private Workspace() { }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    /// <summary>Rises in the transaction of every change that a snapshot of a member could show; see <see cref="Principals.Principals"/>.</summary>
    public long Version { get; private set; }

    public static Workspace Create(string name, TimeProvider time) =>
        new() { Id = Domain.Id.New(time), Name = name, CreatedAt = time.GetUtcNow().UtcDateTime, Version = 1 };

    public void Rename(string name) => Name = name;
}
