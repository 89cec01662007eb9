using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Commands;

public abstract partial class CommandTests(TestApp app) : AppTests(app)
{
    private const string NewPassword = "another velvet tractor";

    [Fact]
    public async Task Create_owner_makes_the_owner_of_an_empty_server_who_can_sign_in()
    {
        await using var server = await EmptyAsync();
        var run = await CreateOwnerAsync(
            server,
            Person.Password + "\r\n",
            "Olga@Example.com",
            "Olga Orlova",
            "Research"
        );
        Assert.Equal(new CommandRun(0, "olga@example.com is now the owner.", ""), run);
        var page = await (await server.Browser().GetAsync("/sign-in"))
            .Fill("Email", "olga@example.com")
            .Fill("Password", Person.Password)
            .PressAsync("Sign in");
        Assert.Contains("You are the owner", page.Main);
        Assert.Equal(404, (await server.Browser().GetAsync("/set-up")).Status);
        run = await CreateOwnerAsync(server, Person.Password, "second@example.com", "Second", "Second");
        Assert.Equal(new CommandRun(1, "", "clearsettings: This server already has an owner."), run);
    }

    [Fact]
    public async Task Create_owner_says_each_thing_that_is_wrong_on_a_line()
    {
        await using var server = await EmptyAsync();
        var run = await CreateOwnerAsync(server, "short", "nonsense", " ", "");
        Assert.Equal(1, run.Code);
        Assert.Empty(run.Output);
        Assert.Equal(
            ["name:", "email:", "password:", "workspace:"],
            run.Errors.Split('\n').Select(l => l.Split(' ')[1])
        );
        Assert.Equal(0, await server.DbAsync(null, db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task Reset_password_beside_a_running_server_ends_sessions_and_unlocks()
    {
        await using var server = await ServerAsync();
        var browser = await server.SignedInAsync(server.Mia);
        var guess = (await server.Browser().GetAsync("/sign-in"))
            .Fill("Email", server.Mia.Email)
            .Fill("Password", "wrong");
        for (var i = 0; i < 11; i++)
            await guess.PressAsync("Sign in");
        var run = await RunAsync(
            server,
            NewPassword,
            "admin",
            "reset-password",
            "--email",
            server.Mia.Email,
            "--password-stdin"
        );
        Assert.Equal((0, ""), (run.Code, run.Errors));
        server.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/settings/profile")).Path);
        var page = await (await server.Browser().GetAsync("/sign-in"))
            .Fill("Email", server.Mia.Email)
            .Fill("Password", NewPassword)
            .PressAsync("Sign in");
        Assert.Equal("/settings/workspaces", page.Path);
    }

    [Fact]
    public async Task Recover_prints_a_link_that_signs_in_without_password()
    {
        await using var server = await ServerAsync();
        var run = await RunAsync(server, "", "admin", "recover", "--email", "nobody@example.com");
        Assert.Equal(new CommandRun(1, "", "clearsettings: There is no user with the email nobody@example.com."), run);
        run = await RunAsync(server, "", "admin", "recover", "--email", server.Mia.Email);
        var lines = run.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.StartsWith($"This link signs {server.Mia.Email} in once, without password and second factor.", lines[0]);
        Assert.EndsWith("It expires in 15 minutes.", lines[0]);
        Assert.StartsWith("http://localhost:8080/recover/", lines[1]);
        var page = await (await server.Browser().GetAsync(new Uri(lines[1]).AbsolutePath)).PressAsync("Sign in");
        Assert.Equal("/settings/security", page.Path);
    }

    [Theory]
    [InlineData(
        "nobody@example.com",
        NewPassword,
        "clearsettings: There is no user with the email nobody@example.com."
    )]
    [InlineData("olga@example.com", "short", "clearsettings: password: Too short. Use 12 characters or more.")]
    [InlineData("olga@example.com", "", "clearsettings: password: Too short. Use 12 characters or more.")]
    [InlineData(
        "olga@example.com",
        "orlovaorlova",
        "clearsettings: password: Too easy to guess: it is based on a name or address. Choose other words."
    )]
    public async Task Reset_password_says_what_is_wrong(string email, string password, string error)
    {
        await using var server = await ServerAsync();
        Assert.Equal(
            new CommandRun(1, "", error),
            await RunAsync(server, password, "admin", "reset-password", "--email", email, "--password-stdin")
        );
    }

    [Fact]
    public async Task Check_audit_log_says_for_each_workspace_whether_it_is_in_order()
    {
        await using var server = await ServerAsync();
        await server.KeyAsync(server.Olga);
        var run = await RunAsync(server, "", "admin", "check-audit-log");
        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Matches(
            $@"^Research \({server.Olga.Workspace:N}\): [1-9]\d* entries in order\. Last seal [0-9a-f]{{64}}$",
            run.Output.Split('\n')[0].Trim()
        );
        await server.DbAsync(
            null,
            db =>
                db.Database.ExecuteSqlRawAsync(
                    server is PostgresApp
                        ? "drop trigger audit_events_kept on audit_events"
                        : "drop trigger audit_events_unchanged"
                )
        );
        await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.ExecuteUpdateAsync(e => e.SetProperty(x => x.ActorName, "Somebody else"))
        );
        run = await RunAsync(server, "", "admin", "check-audit-log");
        Assert.Equal(1, run.Code);
        Assert.Contains("0 entries in order, then: Event 1, of ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_may_run_again_and_again()
    {
        await using var server = await ServerAsync();
        foreach (var _ in new[] { 1, 2 })
            Assert.Equal(new CommandRun(0, "The database is up to date.", ""), await RunAsync(server, "", "migrate"));
    }

    private async Task<TestApp> ServerAsync() => await PreparedAsync(await App.AnotherAsync());

    private async Task<TestApp> EmptyAsync() => await PreparedAsync(await App.AnotherAsync(people: false));

    // Commands read the database's place from the data folder, as they would in production.
    private static async Task<TestApp> PreparedAsync(TestApp server)
    {
        await File.WriteAllTextAsync(
            Path.Combine(server.DataFolder, "clearsettings.json"),
            JsonSerializer.Serialize(server.DatabaseSettings)
        );
        return server;
    }

    private static Task<CommandRun> CreateOwnerAsync(
        TestApp server,
        string password,
        string email,
        string name,
        string workspace
    ) =>
        RunAsync(
            server,
            password,
            "admin",
            "create-owner",
            "--email",
            email,
            "--name",
            name,
            "--workspace",
            workspace,
            "--password-stdin"
        );

    private static Task<CommandRun> RunAsync(TestApp server, string input, params string[] arguments) =>
        CommandRunner.RunAsync(input, [.. arguments, "--data", server.DataFolder]);
}

public sealed class CommandOnSqlite(SqliteApp app) : CommandTests(app), IClassFixture<SqliteApp>;
