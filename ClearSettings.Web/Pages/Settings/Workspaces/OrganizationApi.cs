using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>organization.* (contract 11).</summary>
public static class OrganizationApi
{
    public static void Map(ApiMap api) => api.Map<NoInput>("organization.get_user_companies", Permission.ReadWorkspace, CompaniesAsync);

    private static async Task<ApiAnswer> CompaniesAsync(ApiCall call, NoInput input)
    {
        var db = call.Get<ClearSettingsDb>();
        var all = db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        var mine = await all.Where(m => m.UserId == call.Current.UserId).Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new { w.Id, w.Name }).ToListAsync();
        JsonArray companies = [];
        foreach (var workspace in mine.OrderByDescending(w => w.Id == call.Current.WorkspaceId).ThenBy(w => w.Name, StringComparer.Ordinal))
        {
            var people = await all.Where(m => m.WorkspaceId == workspace.Id).Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new { u.Id, u.Name }).ToListAsync();
            JsonArray owners = [.. people.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id).Select(p => (JsonNode?)new JsonObject { ["id"] = p.Id.Text(), ["name"] = p.Name, ["avatar"] = null })];
            companies.Add((JsonNode)new JsonObject { ["id"] = workspace.Id.Text(), ["name"] = workspace.Name, ["allocated"] = people.Count, ["owners"] = owners });
        }
        return ApiAnswer.Ok(new JsonObject { ["companies"] = companies });
    }
}
