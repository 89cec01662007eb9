using System.Text.Json;
using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.SystemCredentials.SystemCredentialFixture;

namespace ClearSettings.Tests.SystemCredentials;

/// <summary>users.create and users.delete.</summary>
public abstract class SystemUsersTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_user_is_made_with_the_given_id_as_a_member_without_a_way_to_sign_in()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var id = Guid.NewGuid();
        var made = await CreateAsync(server, id, "Nina <b>New</b>", new { given_name = "Nina" });
        Assert.Equal("{}", made.Ok.GetRawText());
        var olga = server.Api(await server.KeyAsync(server.Olga));
        var user = (await olga.OkAsync("users.get_by_id", new { user = id.ToString("N") })).GetProperty("user");
        Assert.Equal(("Nina <b>New</b>", "Nina"), (Text(user, "name"), Text(user, "given_name")));
        var row = await server.UserAsync(id);
        Assert.Equal((null, false, $"{id:N}@no-email.invalid"), (row.PasswordHash, row.EmailConfirmed, row.Email));
        var member = await server.DbAsync(server.Olga, db => db.Members.SingleAsync(m => m.UserId == id));
        Assert.Equal(MemberRole.Member, member.Role);
        var browser = await server.SignedInAsync(server.Olga);
        var page = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/users");
        Assert.Contains("Nina <b>New</b>", page.Main);
        Assert.Empty(page.Document.QuerySelectorAll("td b, th b"));
        var audit = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.SingleAsync(e => e.Kind == AuditKind.MemberCreated)
        );
        Assert.Equal(("System credentials “fileserver”", "Nina <b>New</b>"), (audit.ActorName, audit.Subject));
        await server.SystemTokenForAsync(id);
    }

    [Fact]
    public async Task What_cannot_be_made_is_refused_with_the_protocols_code()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var (id, bot) = (Guid.NewGuid(), await server.BotAsync(server.Olga));
        var system = server.Services.GetRequiredService<Domain.SystemCredentials.SystemCredentialList>().All[0].Id;
        foreach (var taken in new[] { server.Olga.Id, server.Eve.Id, bot.Id, system })
            (await CreateAsync(server, taken, "Again")).IsRefused(400, 302);
        var olga = server.Olga.Id.ToString("N");
        foreach (var company in new[] { Guid.NewGuid().ToString("N"), Guid.Empty.ToString("N"), "x", olga })
            (await CreateAsync(server, id, "x", new { company })).IsRefused(400, 10);
        foreach (var text in new[] { "x", "__fileserver__", id.ToString("D"), new('a', 33), Guid.Empty.ToString("N") })
            (await CreateAsync(server, id, "x", new { id = text })).IsRefused(400, 12);
        foreach (var name in new[] { " ", "a\nb", new('x', 101), "\u202e", new('x', 10_000) })
            (await CreateAsync(server, id, name)).IsRefused(400, 12);
        (await CreateAsync(server, id, "x", new { email = "no address" })).IsRefused(400, 22);
        (await CreateAsync(server, id, "x", new { email = server.Mia.Email.ToUpperInvariant() })).IsRefused(400, 801);
        foreach (var missing in new[] { "id", "name", "company" })
            await AssertIsRequiredAsync(server, missing);
        Assert.False(await server.DbAsync(null, db => db.Users.AnyAsync(u => u.Id == id)));
    }

    [Fact]
    public async Task A_user_with_an_email_gets_a_password_like_everyone_and_one_without_gets_no_mail()
    {
        await using var server = await App.AnotherAsync(
            settings:
            [
                .. Settings,
                "--Email:Host=localhost",
                "--Email:FromAddress=a@example.com",
                "--Email:LinkBase=https://settings.example.com",
            ]
        );
        var (with, without) = (Guid.NewGuid(), Guid.NewGuid());
        (await CreateAsync(server, with, "With", new { email = "With@Example.com" })).IsOk();
        (await CreateAsync(server, without, "Without")).IsOk();
        await server.InAsync(server.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([with, without]));
        Assert.Equal(["with@example.com"], await server.DbAsync(null, db => db.Emails.Select(m => m.To).ToListAsync()));
    }

    [Fact]
    public async Task One_of_two_that_are_made_at_once_wins()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var id = Guid.NewGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CreateAsync(server, id, "Twice")));
        Assert.Equal([(200, 0), (400, 302), (400, 302), (400, 302)], answers.Select(a => (a.Code, a.Subcode)).Order());
    }

    [Fact]
    public async Task The_seats_of_the_plan_count()
    {
        await using var server = await App.AnotherAsync(
            settings: [.. Settings, "--Server:Mode=Hosted", "--Plans:Free:Members=3"]
        );
        (await CreateAsync(server, Guid.NewGuid(), "One too many")).IsRefused(400, 12);
    }

    [Fact]
    public async Task A_deleted_user_is_gone_from_every_workspace_with_sessions_credentials_and_tokens()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var nina = await server.AddAsync("Nina New", MemberRole.Admin);
        var elsewhere = await server.AddToWorkspaceAsync(nina, await server.AddWorkspaceAsync("A third one"));
        var browser = await server.SignedInAsync(nina);
        var client = server.Api(await server.KeyAsync(nina));
        var token = server.WithToken((await client.OkAsync("auth.login")).GetProperty("token").GetString()!);
        await client.OkAsync("users.add_or_update_vault", new { vault = new { data = "a = 1" } });
        await client.OkAsync("login.add_whitelist_entries", new { emails = new[] { "invited@example.com" } });
        var impersonated = server.WithToken(await server.SystemTokenForAsync(nina.Id));
        var user = nina.Id.ToString("N");
        Assert.Equal("{}", await server.System().OkTextAsync("users.delete", new { user }));
        await client.RefusedAsync(401, 22, "auth.login");
        await token.RefusedAsync(401, 30, "users.get_current_user");
        await impersonated.RefusedAsync(401, 30, "users.get_current_user");
        var page = await browser.FetchAsync(HttpMethod.Get, "/settings/profile");
        Assert.StartsWith("/sign-in?", page.Headers.Location!.ToString(), StringComparison.Ordinal);
        await AssertNoRowsAreLeftAsync(server, nina);
        await AssertRemovalIsAuditedAsync(server, nina);
        await AssertRemovalIsAuditedAsync(server, elsewhere);
        await server.System().RefusedAsync(400, 301, "users.delete", new { user });
    }

    [Fact]
    public async Task A_token_does_not_pass_to_anyone_who_gets_the_id_next()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var id = Guid.NewGuid();
        (await CreateAsync(server, id, "First")).IsOk();
        var token = await server.SystemTokenForAsync(id);
        (await server.WithToken(token).CallAsync("users.get_current_user")).IsOk();
        server.Time.Advance(TimeSpan.FromSeconds(5));
        (await server.System().CallAsync("users.delete", new { user = id.ToString("N") })).IsOk();
        (await CreateAsync(server, id, "Second")).IsOk();
        (await server.WithToken(token).CallAsync("users.get_current_user")).IsRefused(401, 30);
        (await server.WithToken(await server.SystemTokenForAsync(id)).CallAsync("users.get_current_user")).IsOk();
    }

    [Fact]
    public async Task Owners_server_administrators_and_service_accounts_are_not_deleted()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var bot = await server.BotAsync(server.Olga);
        var nina = await server.AddAsync("Nina who runs it", MemberRole.Member);
        await server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == nina.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.IsServerAdmin, true))
        );
        foreach (var id in new[] { server.Olga.Id, server.Eve.Id, bot.Id, nina.Id, Guid.NewGuid(), Guid.Empty })
            (await server.System().CallAsync("users.delete", new { user = id.ToString("N") })).IsRefused(400, 301);
        (await server.System().CallAsync("users.delete", new { user = "x" })).IsRefused(400, 301);
        (await server.System().CallAsync("users.delete")).IsRefused(400, 11);
        Assert.Equal(5, await server.DbAsync(null, db => db.Members.IgnoreQueryFilters().CountAsync()));
    }

    /// <param name="more">Fields besides these, or instead of them.</param>
    private static Task<ApiReply> CreateAsync(TestApp server, Guid id, string name, object? more = null)
    {
        var body = Account(server, id, name);
        foreach (var (field, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
            body[field] = value?.DeepClone();
        return server.System().CallAsync("users.create", body.ToJsonString());
    }

    private static JsonObject Account(TestApp server, Guid id, string name) =>
        new()
        {
            ["id"] = id.ToString("N"),
            ["name"] = name,
            ["company"] = server.Olga.Workspace.ToString("N"),
        };

    private static async Task AssertIsRequiredAsync(TestApp server, string field)
    {
        var body = Account(server, Guid.NewGuid(), "x");
        // What is missing is told before what is wrong.
        body["company"] = "x";
        body.Remove(field);
        await server.System().RefusedAsync(400, 11, "users.create", body.ToJsonString());
    }

    private static async Task AssertNoRowsAreLeftAsync(TestApp server, Person person)
    {
        var tables = (await server.DbAsync(null, Tables.RowsAsync))
            .Where(r => r.Contains(person.Id.ToString(), StringComparison.OrdinalIgnoreCase))
            .Select(r => r.Split(' ', ':', '|')[0])
            .Distinct();
        string[] logs = ["audit_events", "vault_operations", "audit_seals"];
        Assert.All(tables, table => Assert.Contains(table, logs));
    }

    private static async Task AssertRemovalIsAuditedAsync(TestApp server, Person person)
    {
        var removed = await server.DbAsync(
            null,
            db =>
                db.AuditEvents.IgnoreQueryFilters()
                    .SingleAsync(e => e.WorkspaceId == person.Workspace && e.Kind == AuditKind.MemberRemoved)
        );
        Assert.Equal(("System credentials “fileserver”", person.Name), (removed.ActorName, removed.Subject));
    }
}

public sealed class SystemUsersOnSqlite(SqliteApp app) : SystemUsersTests(app), IClassFixture<SqliteApp>;

public sealed class SystemUsersOnPostgres(PostgresApp app) : SystemUsersTests(app), IClassFixture<PostgresApp>;
