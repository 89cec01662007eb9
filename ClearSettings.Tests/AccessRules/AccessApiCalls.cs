using System.Text.Json;

namespace ClearSettings.Tests.AccessRules;

/// <summary>Calls of access.*, and their answers.</summary>
internal static class AccessApiCalls
{
    public static object Body(string action, string? user = null, string resource = "t1") =>
        new
        {
            user,
            type = "task",
            resource,
            action,
        };

    public static object Many(params (string Resource, string Action)[] checks) =>
        new
        {
            checks = checks.Select(c => new
            {
                type = "task",
                resource = c.Resource,
                action = c.Action,
            }),
        };

    public static async Task<bool> CheckAsync(ApiClient client, string action, string? user = null) =>
        (await client.CallAsync("access.check", Body(action, user))).Ok.GetProperty("allowed").GetBoolean();

    public static async Task<JsonElement> ExplainAsync(
        ApiClient client,
        string action,
        Guid user,
        string resource = "t1"
    ) => (await client.CallAsync("access.explain", Body(action, user.ToString("N"), resource))).Ok;

    public static string Chain(JsonElement explained) =>
        string.Join(
            " > ",
            explained
                .GetProperty("reason")
                .EnumerateArray()
                .Select(s => $"{s.GetProperty("kind").GetString()} {s.GetProperty("name").GetString()}")
        );

    public static async Task<List<string>> ListAsync(ApiClient client, Guid user, string action = "read") => [.. (
                await client.CallAsync(
                    "access.list",
                    new
                    {
                        user = user.ToString("N"),
                        type = "task",
                        action,
                    }
                )
            ).Ok.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!)];
}
