using System.Text.Json.Nodes;
using ClearSettings.Domain;
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
        api.Map<NoInput>("organization.get_user_companies", Permission.ReadWorkspace, CompaniesAsync);
        api.Map<NameInput>("organization.update_company_name", Permission.ManageWorkspace, RenameAsync);
    }

    private static async Task<ApiResponse> CompaniesAsync(ApiCall call, NoInput input)
    {
        var db = call.Get<ClearSettingsDb>();
        var mine = await call.Get<JoinedWorkspaces>().GetAsync(call.Current.Principal);
        var ids = mine.Select(w => w.Id).ToList();
        var people = (
            await db
                .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(m => ids.Contains(m.WorkspaceId))
                .Join(
                    db.Users,
                    m => m.UserId,
                    u => u.Id,
                    (m, u) =>
                        new
                        {
                            m.WorkspaceId,
                            u.Id,
                            u.Name,
                        }
                )
                .ToListAsync()
        ).ToLookup(p => p.WorkspaceId);
        JsonArray companies = [];
        foreach (
            var workspace in mine.OrderByDescending(w => w.Id == call.Current.WorkspaceId)
                .ThenBy(w => w.Name, StringComparer.Ordinal)
        )
        {
            // Clients fail when avatar is missing; null is fine.
            JsonArray owners =
            [
                .. people[workspace.Id]
                    .OrderBy(p => p.Name, StringComparer.Ordinal)
                    .ThenBy(p => p.Id)
                    .Select(p =>
                        (JsonNode?)
                            new JsonObject
                            {
                                ["id"] = p.Id.ToHex(),
                                ["name"] = p.Name,
                                ["avatar"] = null,
                            }
                    ),
            ];
            companies.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["id"] = workspace.Id.ToHex(),
                        ["name"] = workspace.Name,
                        ["allocated"] = owners.Count,
                        ["owners"] = owners,
                    }
            );
        }
        return ApiResponse.Ok(new JsonObject { ["companies"] = companies });
    }

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
