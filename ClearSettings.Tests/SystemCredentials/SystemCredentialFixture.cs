using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClearSettings.Tests.SystemCredentials;

/// <summary>Servers with system credentials in their configuration, and calls with these.</summary>
public static class SystemCredentialFixture
{
    public const string AccessKey = "FILESERVER0123456789ABCDEFGHIJ";
    public const string SecretKey = "fs-%6Mo$8S1BWc$n$=o1dMYSivuiWU-Vguq7qGO:Kskg";

    public static readonly string[] Settings =
    [
        "--SystemCredentials:FileServer:Role=system",
        $"--SystemCredentials:FileServer:AccessKey={AccessKey}",
        $"--SystemCredentials:FileServer:SecretKey={SecretKey}",
    ];

    public static ApiClient System(this TestApp app) =>
        new(app.Client()) { Authorization = ApiClient.Basic(AccessKey, SecretKey) };

    /// <summary>
    /// Starts the server again with this section in its file.
    /// </summary>
    public static Task ConfigureAsync(this TestApp app, JsonObject credentials)
    {
        var path = Path.Combine(app.DataFolder, "clearsettings.json");
        File.WriteAllText(path, new JsonObject { ["SystemCredentials"] = credentials }.ToJsonString());
        return app.StartAgainAsync();
    }

    /// <returns>The token that the system credentials get for someone.</returns>
    public static async Task<string> SystemTokenForAsync(this TestApp app, Guid user, Guid? company = null) =>
        Token(
            await app.System()
                .CallAsync(
                    "auth.get_token_for_user",
                    new { user = user.ToString("N"), company = company?.ToString("N") }
                )
        );

    public static string Token(ApiReply answer) => answer.Ok.GetProperty("token").GetString()!;

    public static JsonObject Section(string name, string accessKey, string secretKey) =>
        new()
        {
            [name] = new JsonObject
            {
                ["Role"] = "system",
                ["AccessKey"] = accessKey,
                ["SecretKey"] = secretKey,
            },
        };

    public static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    public static JsonElement Identity(string token) => Jwt.Payload(token).GetProperty("identity");
}
