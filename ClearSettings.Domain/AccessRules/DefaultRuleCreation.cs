using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.Workspaces;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Gives a new workspace the rules that let all users read and modify everything.</summary>
public sealed class DefaultRuleCreation(ClearSettingsDb db, TimeProvider time) : IWorkspaceCreation
{
    internal const string Author = "ClearSettings";

    internal const string Summary = "Default rules";

    public Task ApplyAsync(Workspace workspace, Guid? ownerId)
    {
        var users = db.Groups.Local.Single(g => g.WorkspaceId == workspace.Id && g.BuiltIn == BuiltInGroup.Users);
        var author = new RuleAuthor(null, Author, time.GetUtcNow().UtcDateTime);
        db.RuleSetVersions.Add(RuleSetVersion.Create(workspace.Id, 1, author, new(Summary)));
        foreach (var type in ResourceTypes.All)
        {
            var rule = AccessRule.Create(Domain.EntityId.New(time), workspace.Id);
            rule.Set(new(type, null, AccessLevel.Modify, [], [], [users.Id]), author);
            db.AccessRules.Add(rule);
            db.RuleAssignees.Add(RuleAssignee.Create(rule, users.Id, AssigneeKind.Group));
        }
        return Task.CompletedTask;
    }
}
