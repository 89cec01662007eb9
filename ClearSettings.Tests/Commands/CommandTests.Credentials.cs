using System.Text.Json;
using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Commands;

public abstract partial class CommandTests
{
    [Fact]
    public async Task Credentials_create_prints_json_that_logs_in()
    {
        await using var server = await ServerAsync();
        var run = await CreateCredentialsAsync(
            server,
            "--email",
            "OLGA@example.com",
            "--label",
            "From a script",
            "--expires-in",
            "90d"
        );
        Assert.Equal((0, ""), (run.Code, run.Errors));
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(
            ["access_key", "secret_key", "label", "access", "expires"],
            json.EnumerateObject().Select(m => m.Name)
        );
        Assert.Equal("From a script", json.GetProperty("label").GetString());
        Assert.True(SecretKey.IsWellFormed(json.GetProperty("secret_key").GetString()!));
        Assert.InRange((json.GetProperty("expires").GetDateTime() - DateTime.UtcNow).TotalDays, 89.9, 90);
        var caller = (await server.Api(KeyIn(json)).CallAsync("users.get_current_user")).Ok.GetProperty("user");
        Assert.Equal(server.Olga.Id.ToString("N"), caller.GetProperty("id").GetString());
        Assert.Equal("Command", await SourceOfEventAsync(server, "“From a script”"));
    }

    [Fact]
    public async Task Credentials_create_takes_a_workspace_by_name_or_id_and_leaves_out_what_is_not_given()
    {
        await using var server = await ServerAsync();
        foreach (var workspace in new[] { "Research", server.Olga.Workspace.ToString("N") })
        {
            var run = await CreateCredentialsAsync(server, "--email", server.Olga.Email, "--workspace", workspace);
            Assert.Equal(0, run.Code);
            var json = JsonDocument.Parse(run.Output).RootElement;
            Assert.Equal(
                (JsonValueKind.Null, JsonValueKind.Null),
                (json.GetProperty("label").ValueKind, json.GetProperty("expires").ValueKind)
            );
        }
    }

    [Theory]
    [InlineData(
        "clearsettings: email: There is no user with the email nobody@example.com.",
        "--email",
        "nobody@example.com"
    )]
    [InlineData(
        "clearsettings: workspace: The user is not a member of such a workspace.",
        "--email",
        "olga@example.com",
        "--workspace",
        "Elsewhere"
    )]
    [InlineData(
        "clearsettings: expires-in: Use a duration such as 30d, 12h, 15m, 45s or 30.00:00:00.",
        "--email",
        "olga@example.com",
        "--expires-in",
        "90"
    )]
    [InlineData(
        "clearsettings: expires-in: Use a duration such as 30d, 12h, 15m, 45s or 30.00:00:00.",
        "--email",
        "olga@example.com",
        "--expires-in",
        "-1d"
    )]
    [InlineData(
        "clearsettings: label: The label is too long. Use 100 characters or fewer.",
        "--email",
        "olga@example.com",
        "--label",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    )]
    public async Task Credentials_create_says_what_is_wrong(string error, params string[] arguments)
    {
        await using var server = await ServerAsync();
        Assert.Equal(new CommandRun(1, "", error), await CreateCredentialsAsync(server, arguments));
    }

    private static Task<CommandRun> CreateCredentialsAsync(TestApp server, params string[] options) =>
        RunAsync(server, "", ["credentials", "create", .. options]);

    private static Key KeyIn(JsonElement json) =>
        new(default, json.GetProperty("access_key").GetString()!, json.GetProperty("secret_key").GetString()!);

    private static Task<string> SourceOfEventAsync(TestApp server, string subject) =>
        server.DbAsync(
            server.Olga,
            db => db.AuditEvents.Where(e => e.Subject == subject).Select(e => e.Source.ToString()).SingleAsync()
        );
}
