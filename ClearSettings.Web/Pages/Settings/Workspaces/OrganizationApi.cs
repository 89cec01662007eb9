using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>organization.*; see docs/api.md#workspaces.</summary>
public static class OrganizationApi
{
    public sealed record NameInput
    {
        public string? NewName { get; init; }

        public string? Company { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<NoInput>(
            "organization.get_user_companies",
            Permission.ReadWorkspace,
            ActionAccess.Read,
            CompaniesAsync
        );
        api.Map<NameInput>(
            "organization.update_company_name",
            Permission.ManageWorkspace,
            ActionAccess.Write,
            RenameAsync
        );
    }

    private sealed record Owner(Guid WorkspaceId, Guid Id, string Name);

    private static async Task<ApiResponse> CompaniesAsync(ApiCall call, NoInput input)
    {
        var mine = await call.Get<JoinedWorkspaces>().GetAsync(call.Current.Principal);
        var owners = await ReadOwnersAsync(call.Get<ClearSettingsDb>(), [.. mine.Select(w => w.Id)]);
        JsonArray companies =
        [
            .. mine.OrderByDescending(w => w.Id == call.Current.WorkspaceId)
                .ThenBy(w => w.Name, StringComparer.Ordinal)
                .Select(w => Write(w, owners[w.Id])),
        ];
        return ApiResponse.Ok(new JsonObject { ["companies"] = companies });
    }

    private static async Task<ILookup<Guid, Owner>> ReadOwnersAsync(ClearSettingsDb db, List<Guid> workspaceIds)
    {
        var members = await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => workspaceIds.Contains(m.WorkspaceId))
            .Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new Owner(m.WorkspaceId, u.Id, u.Name))
            .ToListAsync();
        return members.ToLookup(m => m.WorkspaceId);
    }

    private static JsonNode Write(JoinedWorkspace workspace, IEnumerable<Owner> members)
    {
        JsonArray owners = [.. members.OrderBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Id).Select(Write)];
        return new JsonObject
        {
            ["id"] = workspace.Id.ToHex(),
            ["name"] = workspace.Name,
            ["allocated"] = owners.Count,
            ["owners"] = owners,
        };
    }

    // Clients fail when avatar is missing; null is fine.
    private static JsonNode Write(Owner owner) =>
        new JsonObject
        {
            ["id"] = owner.Id.ToHex(),
            ["name"] = owner.Name,
            ["avatar"] = null,
        };

    private static async Task<ApiResponse> RenameAsync(ApiCall call, NameInput input)
    {
        if (input.NewName is null)
            return ApiError.MissingFields.With("new_name");
        var present = call.Current.Principal;
        if (
            !string.IsNullOrEmpty(input.Company)
            && (!EntityId.TryParse(input.Company, out var company) || company != present.WorkspaceId)
        )
            return ApiError.InvalidId.With(
                "company is not the workspace of this call; set X-Clearml-Tenant to choose another"
            );
        var done = await call.Get<RenameWorkspace>().RunAsync(input.NewName);
        return done.Ok
            ? ApiResponse.Ok(new { updated = input.NewName.Trim() == present.WorkspaceName ? 0 : 1 })
            : ApiError.Validation.With(done.Problems[0].Message);
    }
}
