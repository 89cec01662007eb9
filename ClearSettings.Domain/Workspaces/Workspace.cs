namespace ClearSettings.Domain.Workspaces;

/// <summary>A team's space: members, their credentials, and what they share.</summary>
public sealed class Workspace
{
    private Workspace() { }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    /// <summary>
    /// Rises in the transaction of every change that a snapshot of a member could show; see
    /// <see cref="Principals.PrincipalCache"/>.
    /// </summary>
    public long Version { get; private set; }

    /// <summary>
    /// The person who got this workspace with their account and cannot leave it; null for the one of a self-hosted
    /// server.
    /// </summary>
    public Guid? PersonalOf { get; private set; }

    /// <summary>Name of its plan in the section "Plans" of the configuration.</summary>
    public string Plan { get; private set; } = Billing.Plans.Free;

    /// <summary>Whether members must use two-factor authentication on the pages.</summary>
    public bool RequiresTwoFactor { get; private set; }

    /// <param name="personalOf">Whose own it is, on a hosted server.</param>
    public static Workspace Create(string name, TimeProvider time, Guid? personalOf = null) =>
        new()
        {
            PersonalOf = personalOf,
            Id = Domain.EntityId.New(time),
            Name = name,
            CreatedAt = time.GetUtcNow().UtcDateTime,
            Version = 1,
        };

    public void Rename(string name) => Name = name;

    public void RequireTwoFactor(bool required) => RequiresTwoFactor = required;
}
