using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ClearSettings.E2E.App;

/// <summary>What a ClearML client does to log in.</summary>
public static class ApiClient
{
    private static readonly HttpClient Http = new();

    /// <returns>Status, and the token when there is one.</returns>
    public static async Task<(int Status, string? Token)> LoginAsync(
        string api,
        string accessKey,
        string secretKey,
        string worker = "gpu-node-03"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, api + "/auth.login");
        request.Headers.Authorization = new(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{accessKey}:{secretKey}"))
        );
        request.Headers.Add("X-ClearML-Worker", worker);
        var (status, data) = await SendAsync(request);
        return (status, data.TryGetProperty("token", out var token) ? token.GetString() : null);
    }

    /// <summary>What an agent does before it runs a task with --use-owner-token.</summary>
    public static async Task<(int Status, string? Token)> LoginAsAsync(
        string api,
        string token,
        string user,
        string worker = "gpu-node-03"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, api + "/v2.5/auth.login");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("X-Clearml-Impersonate-As", user);
        request.Headers.Add("X-ClearML-Worker", worker);
        var (status, data) = await SendAsync(request);
        return (status, data.TryGetProperty("token", out var given) ? given.GetString() : null);
    }

    public static async Task<(int Status, JsonElement Data)> CallAsync(string api, string action, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api}/{action}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await SendAsync(request);
    }

    private static async Task<(int Status, JsonElement Data)> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, document.RootElement.GetProperty("data").Clone());
    }
}
