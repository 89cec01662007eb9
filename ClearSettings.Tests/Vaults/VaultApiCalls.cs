using System.Text.Json;
using ClearSettings.Domain.Groups;

namespace ClearSettings.Tests.Vaults;

/// <summary>How tests save and fetch vaults, as programs do.</summary>
public abstract class VaultApiCalls(TestApp app) : AppTests(app)
{
    /// <summary>The action that makes a vault or changes it.</summary>
    protected const string Save = "users.add_or_update_vault";

    private const string ClientCall = "/users.get_vaults?enabled=true&types=config&types=config";

    protected static string Name(string what) => $"Vault {what}";

    protected async Task<string> GroupAsync(params Person[] members)
    {
        var group = Group.Create(App.Olga.Workspace, $"Group {Guid.NewGuid():N}", null, App.Time);
        await App.DbAsync(
            App.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    db.Groups.Add(group);
                    foreach (var member in members)
                        db.GroupMembers.Add(GroupMember.Create(group, member.Id, App.Time));
                    await db.TouchAsync(App.Olga.Workspace);
                    return true;
                })
        );
        return group.Id.ToString("N");
    }

    protected static async Task<string> SaveAsync(ApiClient client, object vault, string? group = null) =>
        (await client.SendAsync(HttpMethod.Put, "/" + Save, new { vault, group })).Ok.GetProperty("vault").GetString()!;

    protected static async Task<List<JsonElement>> ServedAsync(ApiClient client) =>
        [.. (await client.SendAsync(HttpMethod.Get, ClientCall)).Ok.GetProperty("vaults").EnumerateArray()];

    protected static async Task<JsonElement> OrganizationAsync(ApiClient client, string id) =>
        (await client.CallAsync("users.get_organization_vaults"))
            .Ok.GetProperty("vaults")
            .EnumerateArray()
            .Single(v => Id(v) == id);

    protected static string Id(JsonElement vault) => Text(vault, "id");

    protected static string Data(JsonElement vault) => Text(vault, "data");

    protected static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    /// <summary>Saves a vault of the group or, without one, of the whole workspace.</summary>
    protected static Task<string> SaveSharedAsync(
        ApiClient client,
        string description,
        string data,
        string? group = null,
        bool enabled = true
    )
    {
        var scope = group is null ? "organization" : "group";
        var vault = new Dictionary<string, object>
        {
            ["description"] = description,
            ["data"] = data,
            ["scope"] = scope,
        };
        if (!enabled)
            vault["enabled"] = false;
        return SaveAsync(client, vault, group);
    }

    protected static async Task<int> DeleteAsync(ApiClient client, params string[] vaults) =>
        (await client.OkAsync("users.delete_vaults", new { vaults })).GetProperty("deleted").GetInt32();
}
