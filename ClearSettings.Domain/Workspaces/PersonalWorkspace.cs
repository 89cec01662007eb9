using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users;

namespace ClearSettings.Domain.Workspaces;

/// <summary>The workspace that everyone on a hosted server gets with their account, and cannot leave.</summary>
public sealed class PersonalWorkspace(Change change, CreateWorkspace workspaces, Hosting hosting)
{
    private const string NameSuffix = "'s workspace";

    /// <summary>Adds it, with the person as its owner, to the unit of work that adds the person.</summary>
    internal async Task<Workspace> AddAsync(User user)
    {
        var workspace = Workspace.Create(NameFor(user.Name), change.Time, user.Id);
        await workspaces.AddAsync(workspace, user.Id);
        change.Audit.Record(
            new AuditActor(workspace.Id, user.Id, user.Name),
            AuditKind.WorkspaceCreated,
            workspace.Name
        );
        return workspace;
    }

    /// <summary>As <see cref="AddAsync"/>; on a self-hosted server, where people have none, does nothing.</summary>
    internal Task AddIfHostedAsync(User user) => hosting.IsHosted ? AddAsync(user) : Task.CompletedTask;

    /// <summary>"Olga's workspace" for Olga Orlova.</summary>
    public static string NameFor(string person)
    {
        var first = person.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries)[0];
        if (first.Length + NameSuffix.Length > NameRules.MaxLength)
            first = first[..(NameRules.MaxLength - NameSuffix.Length)];
        return (char.IsHighSurrogate(first[^1]) ? first[..^1] : first) + NameSuffix;
    }
}
