using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Workspaces;

/// <summary>Changes the name of the workspace that the caller is in.</summary>
public sealed class RenameWorkspace(ClearSettingsDb db, Change change)
{
    public Task<Result> RunAsync(string? typed) =>
        change.RunAsync(
            Permission.ManageWorkspace,
            async () =>
            {
                if (NameRules.Check(typed, out var name) is { } problem)
                    return Result.Refuse("Name", problem);
                var workspace = await db.Workspaces.SingleAsync(w => w.Id == change.Current.WorkspaceId);
                if (workspace.Name == name)
                    return Result.Done;
                change.Audit.Record(AuditKind.WorkspaceRenamed, name, $"was {workspace.Name}");
                workspace.Rename(name);
                return Result.Done;
            }
        );
}
