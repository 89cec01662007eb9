using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract class MembersApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_allow_list_invites_lists_and_revokes()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Adam));
        var added = (
            await client.CallAsync(
                "login.add_whitelist_entries",
                new
                {
                    emails = new[] { "A@Example.com", "a@example.com", server.Mia.Email, "b+x@münchen.example" },
                    role = "admin",
                }
            )
        ).Ok.GetProperty("added");
        Assert.Equal("""["a@example.com","b\u002Bx@xn--mnchen-3ya.example"]""", added.GetRawText());
        (
            await client.CallAsync("login.add_whitelist_entries", new { emails = "c@example.com", is_admin = "false" })
        ).IsOk();
        Assert.Equal(
            "[]",
            (await client.CallAsync("login.add_whitelist_entries", new { emails = new[] { "c@example.com" } }))
                .Ok.GetProperty("added")
                .GetRawText()
        );
        var entries = (await client.CallAsync("login.get_settings"))
            .Ok.GetProperty("whitelist_entries")
            .EnumerateArray()
            .Select(e =>
                $"{e.GetProperty("email").GetString()} {e.GetProperty("role").GetString()} "
                + $"{e.GetProperty("is_admin").GetBoolean()}"
            );
        Assert.Equal(
            ["a@example.com admin True", "b+x@xn--mnchen-3ya.example admin True", "c@example.com user False"],
            entries
        );
        Assert.Equal(
            """["a@example.com","c@example.com"]""",
            (
                await client.CallAsync(
                    "login.remove_whitelist_entries",
                    new { emails = new[] { "A@example.com", "c@example.com", "never@example.com", "no address" } }
                )
            )
                .Ok.GetProperty("removed")
                .GetRawText()
        );
        Assert.Equal("[]", (await client.CallAsync("login.get_settings")).Ok.GetProperty("domains").GetRawText());
        Assert.Equal(
            3,
            await server.DbAsync(
                server.Olga,
                db =>
                    db.AuditEvents.CountAsync(e =>
                        e.Kind == "invitation.created" && e.Source == Domain.RequestSource.Api
                    )
            )
        );
        Assert.DoesNotContain(
            "token",
            (await client.CallAsync("login.add_whitelist_entries", new { emails = new[] { "d@example.com" } })).Text,
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Theory]
    [InlineData("""{}""", 11)]
    [InlineData("""{"emails": []}""", 11)]
    [InlineData("""{"emails": ["fine@example.com", "x\r\nBcc: y@z.example"]}""", 22)]
    [InlineData("""{"emails": ["fine@example.com, two@example.com"]}""", 22)]
    [InlineData("""{"emails": ["Ada <fine@example.com>"]}""", 22)]
    [InlineData("""{"emails": ["fine@example.com"], "role": "owner"}""", 16)]
    [InlineData("""{"emails": ["fine@example.com"], "role": "consumer"}""", 16)]
    [InlineData("""{"emails": [1]}""", 12)]
    public async Task A_bad_list_is_refused_as_a_whole(string body, int subcode)
    {
        (await App.Api(await App.KeyAsync(App.Olga)).CallAsync("login.add_whitelist_entries", body)).IsRefused(
            400,
            subcode
        );
        Assert.False(
            await App.DbAsync(
                App.Olga,
                db => db.Invitations.AnyAsync(i => i.Email.Contains("example.com") && i.Email.StartsWith("fine"))
            )
        );
    }

    [Fact]
    public async Task Without_seats_no_one_of_the_list_is_invited()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=4"]);
        var refused = await server
            .Api(await server.KeyAsync(server.Adam))
            .CallAsync("login.add_whitelist_entries", new { emails = new[] { "one@example.com", "two@example.com" } });
        refused.IsRefused(400, 12);
        Assert.Contains("two@example.com: No free seat.", refused.Message);
        Assert.Equal(0, await server.DbAsync(server.Olga, db => db.Invitations.CountAsync()));
    }

    [Fact]
    public async Task Domains_are_refused_with_the_reason_and_none_is_what_there_is()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        Assert.Contains(
            "by invitation",
            (await client.CallAsync("login.set_domains", new { domains = new[] { "example.com" } })).Message
        );
        Assert.Equal(
            """{"updated":0}""",
            (await client.CallAsync("login.set_domains", new { domains = Array.Empty<string>() })).Ok.GetRawText()
        );
    }

    [Fact]
    public async Task An_account_is_created_without_a_password_and_deleting_it_ends_the_membership()
    {
        var client = App.Api(await App.KeyAsync(App.Adam));
        await App.InAsync(
            App.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "created@example.com", Role = MemberRole.Member })
        );
        var id = (
            await client.CallAsync(
                "auth.create_user",
                new
                {
                    name = "Cora Created",
                    email = "Created@Example.com",
                    company = App.Olga.Workspace.ToString("N"),
                    given_name = "Cora",
                    role = "admin",
                    @internal = "true",
                    password = "ignored",
                }
            )
        ).Ok.GetProperty("id").GetString()!;
        var user = await App.DbAsync(null, db => db.Users.SingleAsync(u => u.Id == Guid.Parse(id)));
        Assert.Equal(
            ("created@example.com", null, "Cora", false),
            (user.Email, user.PasswordHash, user.GivenName, user.EmailConfirmed)
        );
        Assert.Equal(
            InvitationState.Accepted,
            (await App.DbAsync(App.Olga, db => db.Invitations.SingleAsync(i => i.Email == "created@example.com"))).State
        );
        Assert.Equal("admin", await RoleAsync(client, id));
        (
            await client.CallAsync(
                "auth.create_user",
                new
                {
                    name = "Again",
                    email = "created@example.com",
                    company = App.Olga.Workspace.ToString("N"),
                }
            )
        ).IsRefused(400, 801);
        Assert.Equal(
            """{"deleted":true}""",
            (await client.CallAsync("auth.delete_user", new { user = id })).Ok.GetRawText()
        );
        (await client.CallAsync("auth.delete_user", new { user = id })).IsRefused(400, 301);
        (await client.CallAsync("users.get_by_id", new { user = id })).IsRefused(400, 301);
        Assert.True(await App.DbAsync(null, db => db.Users.AnyAsync(u => u.Id == Guid.Parse(id))));
    }

    [Fact]
    public async Task An_account_is_refused_for_another_company_a_bad_address_and_a_taken_one()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        var here = App.Olga.Workspace.ToString("N");
        (await client.CallAsync("auth.create_user", new { name = "N", email = "n@example.com" })).IsRefused(400, 11);
        (
            await client.CallAsync(
                "auth.create_user",
                new
                {
                    name = "N",
                    email = "n@example.com",
                    company = App.Eve.Workspace.ToString("N"),
                }
            )
        ).IsRefused(400, 10);
        (
            await client.CallAsync(
                "auth.create_user",
                new
                {
                    name = "N",
                    email = "n\r\n@example.com",
                    company = here,
                }
            )
        ).IsRefused(400, 22);
        (
            await client.CallAsync(
                "auth.create_user",
                new
                {
                    name = "N\r\nBcc: x",
                    email = "n@example.com",
                    company = here,
                }
            )
        ).IsRefused(400, 12);
        (
            await client.CallAsync(
                "auth.create_user",
                new
                {
                    name = "N",
                    email = "n@example.com",
                    company = here,
                    role = "root",
                }
            )
        ).IsRefused(400, 16);
        (
            await client.CallAsync(
                "auth.create_user",
                new
                {
                    name = "N",
                    email = App.Mia.Email.ToUpperInvariant(),
                    company = here,
                }
            )
        ).IsRefused(400, 801);
        (
            await client.CallAsync(
                "auth.create_user",
                new
                {
                    name = "N",
                    email = App.Eve.Email,
                    company = here,
                }
            )
        ).IsRefused(400, 801);
        Assert.False(await App.DbAsync(null, db => db.Users.AnyAsync(u => u.Email == "n@example.com")));
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ =>
                    Task.Run(() =>
                        client.CallAsync(
                            "auth.create_user",
                            new
                            {
                                name = "Race",
                                email = "race@example.com",
                                company = here,
                            }
                        )
                    )
                )
        );
        Assert.Equal([200, 400, 400, 400, 400], made.Select(m => m.Code).Order());
    }

    [Fact]
    public async Task On_a_hosted_server_only_its_owner_creates_accounts_and_seats_count()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=4"]);
        var body = new
        {
            name = "New",
            email = server.Eve.Email,
            company = server.Olga.Workspace.ToString("N"),
        };
        var refused = await server.Api(await server.KeyAsync(server.Adam)).CallAsync("auth.create_user", body);
        var unknown = await server
            .Api(await server.KeyAsync(server.Adam))
            .CallAsync("auth.create_user", body with { email = "nobody@example.com" });
        refused.IsRefused(400, 12);
        Assert.Equal(refused.Message, unknown.Message);
        var client = server.Api(await server.KeyAsync(server.Olga));
        (await client.CallAsync("auth.create_user", body with { email = "fourth@example.com" })).IsOk();
        (await client.CallAsync("auth.create_user", body with { email = "fifth@example.com" })).IsRefused(400, 12);
    }

    [Fact]
    public async Task Roles_are_set_and_edited_for_members_of_the_callers_workspace_alone()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var client = App.Api(await App.KeyAsync(App.Adam));
        Assert.Equal(
            """{"updated":1}""",
            (
                await client.CallAsync("users.set_role", new { user = nina.Id.ToString("N"), role = "admin" })
            ).Ok.GetRawText()
        );
        Assert.Equal(
            """{"updated":0}""",
            (
                await client.CallAsync("users.set_role", new { user = nina.Id.ToString("N"), role = "admin" })
            ).Ok.GetRawText()
        );
        Assert.Equal(
            """{"updated":1,"fields":{"role":"user"}}""",
            (
                await client.CallAsync("auth.edit_user", new { user = nina.Id.ToString("N"), role = "user" })
            ).Ok.GetRawText()
        );
        Assert.Equal(
            """{"updated":0,"fields":{}}""",
            (await client.CallAsync("auth.edit_user", new { user = nina.Id.ToString("N") })).Ok.GetRawText()
        );
        foreach (var action in new[] { "users.set_role", "auth.edit_user" })
        {
            (await client.CallAsync(action, new { user = App.Eve.Id.ToString("N"), role = "user" })).IsRefused(
                400,
                301
            );
            (await client.CallAsync(action, new { user = App.Olga.Id.ToString("N"), role = "user" })).IsRefused(
                400,
                301
            );
            (await client.CallAsync(action, new { user = App.Adam.Id.ToString("N"), role = "user" })).IsRefused(
                400,
                301
            );
            (await client.CallAsync(action, new { user = "x", role = "user" })).IsRefused(400, 301);
            (await client.CallAsync(action, new { role = "user" })).IsRefused(400, 11);
            (await client.CallAsync(action, new { user = nina.Id.ToString("N"), role = "consumer" })).IsRefused(
                400,
                16
            );
        }
        (await client.CallAsync("users.set_role", new { user = nina.Id.ToString("N") })).IsRefused(400, 11);
        Assert.Equal(
            """{"roles":[{"role":"admin","display_name":"Administrator"},{"role":"user","display_name":"Member"}]}""",
            (await client.CallAsync("users.get_role_options")).Ok.GetRawText()
        );
    }

    [Fact]
    public async Task Roles_and_activity_are_listed_for_administrators_alone()
    {
        var nina = await App.AddAsync("Nina Seen", MemberRole.Admin);
        await (await App.SignedInAsync(nina)).GetAsync("/settings/profile");
        (await App.Api(await App.KeyAsync(nina)).CallAsync("auth.login")).IsOk();
        await App.Services.GetRequiredService<Domain.Credentials.CredentialUsageRecorder>().FlushAsync(all: true);
        var ask = new
        {
            id = nina.Id.ToString("N"),
            include_auth = true,
            include_activity = true,
        };
        foreach (var action in new[] { "users.get_all", "users.get_all_ex" })
        {
            var user = Assert.Single(
                (await App.Api(await App.KeyAsync(App.Adam)).CallAsync(action, ask))
                    .Ok.GetProperty("users")
                    .EnumerateArray()
            );
            Assert.Equal(
                (nina.Email, "admin"),
                (user.GetProperty("email").GetString(), user.GetProperty("role").GetString())
            );
            Assert.Equal(
                [
                    "last_credentials_login",
                    "last_provider_login",
                    "last_provider",
                    "last_provider_name",
                    "last_ui_access",
                ],
                user.GetProperty("activity").EnumerateObject().Select(m => m.Name)
            );
            Assert.True(user.GetProperty("activity").GetProperty("last_ui_access").TryGetDateTime(out _));
            var seenByMia = Assert.Single(
                (await App.Api(await App.KeyAsync(App.Mia)).CallAsync(action, ask))
                    .Ok.GetProperty("users")
                    .EnumerateArray()
            );
            Assert.Equal(["id", "name", "created", "company"], seenByMia.EnumerateObject().Select(m => m.Name));
            (
                await App.Api(await App.KeyAsync(App.Mia))
                    .CallAsync(action, new { only_fields = new[] { "email" }, include_auth = true })
            ).IsRefused(400, 12);
            Assert.Equal(
                "[]",
                (await App.Api(await App.KeyAsync(App.Eve)).CallAsync(action, ask)).Ok.GetProperty("users").GetRawText()
            );
        }
    }

    private static async Task<string?> RoleAsync(ApiClient client, string id) =>
        (await client.CallAsync("users.get_all_ex", new { id, include_auth = true }))
            .Ok.GetProperty("users")[0]
            .GetProperty("role")
            .GetString();
}

public sealed class MembersApiOnSqlite(SqliteApp app) : MembersApiTests(app), IClassFixture<SqliteApp>;

public sealed class MembersApiOnPostgres(PostgresApp app) : MembersApiTests(app), IClassFixture<PostgresApp>;
