using System.Text;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Secrets;

public abstract class SecretsStayHiddenTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task No_issued_secret_is_in_the_database_the_data_folder_the_audit_log_or_the_log()
    {
        await using var server = await App.AnotherAsync(
            settings:
            [
                "--Logging:LogLevel:Default=Trace",
                "--Logging:LogLevel:Microsoft.AspNetCore=Debug",
                "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Debug",
            ]
        );
        var secrets = await UseEverythingAsync(server);
        Assert.True(secrets.Count >= 8 && secrets.All(s => s.Length > 15));
        var places = await EverythingStoredAsync(server);
        Assert.Contains("auth.login", server.Log.Text, StringComparison.Ordinal);
        foreach (var secret in secrets)
        foreach (var (place, text) in places)
            Assert.False(
                text.Contains(secret, StringComparison.Ordinal),
                $"“{secret[..6]}…” is in {place}: {Around(text, secret)}"
            );
    }

    private static async Task<(string Place, string Text)[]> EverythingStoredAsync(TestApp server)
    {
        var tables = await server.DbAsync(null, Tables.ReadAsync);
        var audit = await server.DbAsync(
            server.Olga,
            async db => string.Join('\n', await db.AuditEvents.Select(e => e.Subject + e.Detail + e.Kind).ToListAsync())
        );
        await server.StopAsync();
        var files = string.Concat(
            Directory.GetFiles(server.DataFolder).Select(f => Encoding.Latin1.GetString(File.ReadAllBytes(f)))
        );
        return [("tables", tables), ("audit", audit), ("files", files), ("log", server.Log.Text)];
    }

    private static async Task<List<string>> UseEverythingAsync(TestApp server)
    {
        List<string> secrets = [Person.Password, "a mistyped password"];
        var browser = await server.SignedInAsync(server.Olga);
        await (await server.Browser().GetAsync("/sign-in"))
            .Fill("Email", server.Olga.Email)
            .Fill("Password", "a mistyped password")
            .PressAsync("Sign in");
        secrets.AddRange(await CreateAndRotateByPageAsync(server, browser));
        secrets.AddRange(await UseApiAsync(server, wrongSecret: secrets[2]));
        server.Time.Advance(TimeSpan.FromMinutes(11));
        await (await browser.GetAsync($"/settings/workspaces/{server.Olga.Workspace:N}/credentials/new"))
            .Fill("Password", Person.Password)
            .PressAsync("Continue");
        return [.. secrets, browser.Cookies["clearsettings-http"]];
    }

    private static async Task<string[]> CreateAndRotateByPageAsync(TestApp server, Browser browser)
    {
        var created = await (await browser.GetAsync($"/settings/workspaces/{server.Olga.Workspace:N}/credentials/new"))
            .Fill("Label", "By page")
            .PressAsync("Create credentials");
        var rotated = await (
            await (await browser.GetAsync("/settings/workspaces")).FollowAsync("By page", "Rotate")
        ).PressAsync("Rotate credentials");
        return [Value(created), Value(rotated)];
    }

    private static async Task<string[]> UseApiAsync(TestApp server, string wrongSecret)
    {
        var key = await server.KeyAsync(server.Olga, "By domain");
        var client = server.Api(key);
        var created = (await client.CallAsync("auth.create_credentials"))
            .Ok.GetProperty("credentials")
            .GetProperty("secret_key")
            .GetString()!;
        await server.Api(key with { SecretKey = wrongSecret }).RefusedAsync(401, 22, "auth.login");
        var token = await client.LoginAsync();
        await client.OkAsync("auth.validate_token", new { token });
        await client.OkAsync("auth.logout");
        var basic = ApiClient.Basic(key.AccessKey, key.SecretKey)[6..];
        return [key.SecretKey, created, basic, token, token.Split('.')[2]];
    }

    private static string Value(Page page) => page.Document.GetElementById("secret-key")!.GetAttribute("value")!;

    private static string Around(string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.Ordinal);
        return at < 0 ? "" : text[Math.Max(0, at - 200)..at];
    }
}

public sealed class SecretsStayHiddenOnSqlite(SqliteApp app) : SecretsStayHiddenTests(app), IClassFixture<SqliteApp>;

public sealed class SecretsStayHiddenOnPostgres(PostgresApp app)
    : SecretsStayHiddenTests(app),
        IClassFixture<PostgresApp>;
