using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
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
        var user = (await olga.CallAsync("users.get_by_id", new { user = id.ToString("N") })).Ok.GetProperty("user");
        Assert.Equal(
            ("Nina <b>New</b>", "Nina"),
            (user.GetProperty("name").GetString(), user.GetProperty("given_name").GetString())
        );
        var row = await server.DbAsync(server.Olga, db => db.Users.SingleAsync(u => u.Id == id));
        Assert.Equal((null, false, $"{id:N}@no-email.invalid"), (row.PasswordHash, row.EmailConfirmed, row.Email));
        Assert.Equal(
            MemberRole.Member,
            await server.DbAsync(
                server.Olga,
                db => db.Members.Where(m => m.UserId == id).Select(m => m.Role).SingleAsync()
            )
        );
        var page = await (await server.SignedInAsync(server.Olga)).GetAsync(
            $"/workspaces/{server.Olga.Workspace:N}/users"
        );
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
        var client = server.System();
        var system = server.Services.GetRequiredService<Domain.SystemCredentials.SystemCredentialList>().All[0].Id;
        foreach (var taken in new[] { server.Olga.Id, server.Eve.Id, bot.Id, system })
            (await CreateAsync(server, taken, "Again")).IsRefused(400, 302);
        foreach (
            var company in new[]
            {
                Guid.NewGuid().ToString("N"),
                Guid.Empty.ToString("N"),
                "x",
                server.Olga.Id.ToString("N"),
            }
        )
            (
                await client.CallAsync(
                    "users.create",
                    new
                    {
                        id = id.ToString("N"),
                        name = "x",
                        company,
                    }
                )
            ).IsRefused(400, 10);
        foreach (var text in new[] { "x", "__fileserver__", id.ToString("D"), new('a', 33), Guid.Empty.ToString("N") })
            (
                await client.CallAsync(
                    "users.create",
                    new
                    {
                        id = text,
                        name = "x",
                        company = server.Olga.Workspace.ToString("N"),
                    }
                )
            ).IsRefused(400, 12);
        foreach (var name in new[] { " ", "a\nb", new('x', 101), "\u202e" })
            (await CreateAsync(server, id, name)).IsRefused(400, 12);
        (await CreateAsync(server, id, new('x', 10_000))).IsRefused(400, 12);
        (await CreateAsync(server, id, "x", new { email = "no address" })).IsRefused(400, 22);
        (await CreateAsync(server, id, "x", new { email = server.Mia.Email.ToUpperInvariant() })).IsRefused(400, 801);
        foreach (
            var body in new object[]
            {
                new { id = id.ToString("N"), name = "x" },
                new { id = id.ToString("N"), company = "x" },
                new { name = "x", company = "x" },
            }
        )
            (await client.CallAsync("users.create", body)).IsRefused(400, 11);
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
        var elsewhere = await server.AddWorkspaceAsync("A third one");
        var nina = await server.AddAsync("Nina New", MemberRole.Admin);
        await server.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                {
                    db.Members.Add(Member.Join(elsewhere, nina.Id, MemberRole.Member, server.Time));
                    return Task.FromResult(true);
                })
        );
        var browser = await server.SignedInAsync(nina);
        var key = await server.KeyAsync(nina);
        var token = server.Api(key);
        await token.LoginAsync();
        (await server.Api(key).CallAsync("users.add_or_update_vault", new { vault = new { data = "a = 1" } })).IsOk();
        (
            await server
                .Api(key)
                .CallAsync("login.add_whitelist_entries", new { emails = new[] { "invited@example.com" } })
        ).IsOk();
        var system = await server.SystemTokenForAsync(nina.Id);
        Assert.Equal(
            "{}",
            (await server.System().CallAsync("users.delete", new { user = nina.Id.ToString("N") })).Ok.GetRawText()
        );
        (await server.Api(key).CallAsync("auth.login")).IsRefused(401, 22);
        (await token.CallAsync("users.get_current_user")).IsRefused(401, 30);
        (await server.WithToken(system).CallAsync("users.get_current_user")).IsRefused(401, 30);
        var page = await browser.FetchAsync(HttpMethod.Get, "/settings/profile");
        Assert.StartsWith("/sign-in?", page.Headers.Location!.ToString(), StringComparison.Ordinal);
        var left = (await server.DbAsync(null, Tables.RowsAsync))
            .Where(r => r.Contains(nina.Id.ToString(), StringComparison.OrdinalIgnoreCase))
            .Select(r => r.Split(' ', ':', '|')[0])
            .Distinct();
        Assert.All(left, table => Assert.Contains(table, new[] { "audit_events", "vault_operations", "audit_seals" }));
        foreach (var workspace in new[] { server.Olga.Workspace, elsewhere })
        {
            var removed = await server.DbAsync(
                null,
                db =>
                    db.AuditEvents.IgnoreQueryFilters()
                        .SingleAsync(e => e.WorkspaceId == workspace && e.Kind == AuditKind.MemberRemoved)
            );
            Assert.Equal(("System credentials “fileserver”", "Nina New"), (removed.ActorName, removed.Subject));
        }
        (await server.System().CallAsync("users.delete", new { user = nina.Id.ToString("N") })).IsRefused(400, 301);
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

    private static Task<ApiReply> CreateAsync(TestApp server, Guid id, string name, object? more = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (body["id"], body["name"], body["company"]) = (id.ToString("N"), name, server.Olga.Workspace.ToString("N"));
        return server.System().CallAsync("users.create", body.ToJsonString());
    }
}

public sealed class SystemUsersOnSqlite(SqliteApp app) : SystemUsersTests(app), IClassFixture<SqliteApp>;

public sealed class SystemUsersOnPostgres(PostgresApp app) : SystemUsersTests(app), IClassFixture<PostgresApp>;
