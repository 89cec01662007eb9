using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;

namespace ClearSettings.Domain.Workspaces;

/// <summary>The workspace that everyone on a hosted server gets with their account, and cannot leave.</summary>
public sealed class PersonalWorkspace(
    ClearSettingsDb db,
    IEnumerable<IWorkspaceCreation> creations,
    AuditLog audit,
    TimeProvider time
)
{
    private const string NameSuffix = "'s workspace";

    /// <summary>Adds it, with the person as its owner, to the unit of work that adds the person.</summary>
    internal Workspace Add(User user)
    {
        var workspace = Workspace.Create(NameFor(user.Name), time, user.Id);
        db.Workspaces.Add(workspace);
        foreach (var creation in creations)
            creation.Apply(workspace);
        db.Members.Add(Member.Join(workspace.Id, user.Id, MemberRole.Owner, time));
        audit.Record(workspace.Id, user.Id, user.Name, AuditKind.WorkspaceCreated, workspace.Name);
        return workspace;
    }

    /// <summary>"Olga's workspace" for Olga Orlova.</summary>
    public static string NameFor(string person)
    {
        var first = person.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries)[0];
        if (first.Length + NameSuffix.Length > NameRules.MaxLength)
            first = first[..(NameRules.MaxLength - NameSuffix.Length)];
        return (char.IsHighSurrogate(first[^1]) ? first[..^1] : first) + NameSuffix;
    }
}
