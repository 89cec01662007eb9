using System.Text.Json;
using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract partial class MembersApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_allow_list_invites_lists_and_revokes()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Adam));
        string[] typed = ["A@Example.com", "a@example.com", server.Mia.Email, "b+x@münchen.example"];
        Assert.Equal(
            """["a@example.com","b\u002Bx@xn--mnchen-3ya.example"]""",
            await AddAsync(client, new { emails = typed, role = "admin" })
        );
        Assert.Equal(
            """["c@example.com"]""",
            await AddAsync(client, new { emails = "c@example.com", is_admin = "false" })
        );
        Assert.Equal("[]", await AddAsync(client, new { emails = new[] { "c@example.com" } }));
        var settings = await client.OkAsync("login.get_settings");
        Assert.Equal("[]", settings.GetProperty("domains").GetRawText());
        Assert.Equal(
            ["a@example.com admin True", "b+x@xn--mnchen-3ya.example admin True", "c@example.com user False"],
            settings
                .GetProperty("whitelist_entries")
                .EnumerateArray()
                .Select(e => $"{e.GetProperty("email")} {e.GetProperty("role")} {e.GetProperty("is_admin")}")
        );
        string[] revoked = ["A@example.com", "c@example.com", "never@example.com", "no address"];
        var removed = await client.OkAsync("login.remove_whitelist_entries", new { emails = revoked });
        Assert.Equal("""["a@example.com","c@example.com"]""", removed.GetProperty("removed").GetRawText());
    }

    [Fact]
    public async Task Invitations_of_the_allow_list_are_in_the_audit_log_and_no_answer_has_their_tokens()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Adam));
        string[] emails = ["d@example.com", "e@example.com"];
        Assert.DoesNotContain(
            "token",
            await client.OkTextAsync("login.add_whitelist_entries", new { emails }),
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Equal(
            2,
            await server.DbAsync(
                server.Olga,
                db => db.AuditEvents.CountAsync(e => e.Kind == "invitation.created" && e.Source == RequestSource.Api)
            )
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
        await App.Api(await App.KeyAsync(App.Olga)).RefusedAsync(400, subcode, "login.add_whitelist_entries", body);
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
            await client.OkTextAsync("login.set_domains", new { domains = Array.Empty<string>() })
        );
    }

    [Fact]
    public async Task Roles_are_set_and_edited_for_members()
    {
        var user = (await App.AddAsync("Nina New", MemberRole.Member)).Id.ToString("N");
        var client = App.Api(await App.KeyAsync(App.Adam));
        Assert.Equal("""{"updated":1}""", await client.OkTextAsync("users.set_role", new { user, role = "admin" }));
        Assert.Equal("""{"updated":0}""", await client.OkTextAsync("users.set_role", new { user, role = "admin" }));
        Assert.Equal(
            """{"updated":1,"fields":{"role":"user"}}""",
            await client.OkTextAsync("auth.edit_user", new { user, role = "user" })
        );
        Assert.Equal("""{"updated":0,"fields":{}}""", await client.OkTextAsync("auth.edit_user", new { user }));
        await client.RefusedAsync(400, 11, "users.set_role", new { user });
        Assert.Equal(
            """{"roles":[{"role":"admin","display_name":"Administrator"},{"role":"user","display_name":"Member"}]}""",
            await client.OkTextAsync("users.get_role_options")
        );
    }

    [Theory]
    [InlineData("users.set_role")]
    [InlineData("auth.edit_user")]
    public async Task Roles_of_strangers_owners_and_oneself_stay(string action)
    {
        var user = (await App.AddAsync("Nina New", MemberRole.Member)).Id.ToString("N");
        var client = App.Api(await App.KeyAsync(App.Adam));
        foreach (var other in new[] { App.Eve, App.Olga, App.Adam })
            await client.RefusedAsync(400, 301, action, new { user = other.Id.ToString("N"), role = "user" });
        await client.RefusedAsync(400, 301, action, new { user = "x", role = "user" });
        await client.RefusedAsync(400, 11, action, new { role = "user" });
        await client.RefusedAsync(400, 16, action, new { user, role = "consumer" });
    }

    [Theory]
    [InlineData("users.get_all")]
    [InlineData("users.get_all_ex")]
    public async Task Roles_and_activity_are_listed_for_administrators_alone(string action)
    {
        var nina = await App.AddAsync("Nina Seen", MemberRole.Admin);
        await (await App.SignedInAsync(nina)).GetAsync("/settings/profile");
        await App.Api(await App.KeyAsync(nina)).OkAsync("auth.login");
        await App.Services.GetRequiredService<Domain.Credentials.CredentialUsageRecorder>().FlushAsync(all: true);
        var user = Assert.Single(await UsersAsync(App.Adam, action, nina));
        Assert.Equal(
            (nina.Email, "admin"),
            (user.GetProperty("email").GetString(), user.GetProperty("role").GetString())
        );
        Assert.Equal(
            ["last_credentials_login", "last_provider_login", "last_provider", "last_provider_name", "last_ui_access"],
            user.GetProperty("activity").EnumerateObject().Select(m => m.Name)
        );
        Assert.True(user.GetProperty("activity").GetProperty("last_ui_access").TryGetDateTime(out _));
        var seenByMia = Assert.Single(await UsersAsync(App.Mia, action, nina));
        Assert.Equal(["id", "name", "created", "company"], seenByMia.EnumerateObject().Select(m => m.Name));
        await App.Api(await App.KeyAsync(App.Mia))
            .RefusedAsync(400, 12, action, new { only_fields = new[] { "email" }, include_auth = true });
        Assert.Empty(await UsersAsync(App.Eve, action, nina));
    }

    private async Task<IEnumerable<JsonElement>> UsersAsync(Person caller, string action, Person user)
    {
        var ask = new
        {
            id = user.Id.ToString("N"),
            include_auth = true,
            include_activity = true,
        };
        var found = await App.Api(await App.KeyAsync(caller)).OkAsync(action, ask);
        return found.GetProperty("users").EnumerateArray();
    }

    private static async Task<string> AddAsync(ApiClient client, object body) =>
        (await client.OkAsync("login.add_whitelist_entries", body)).GetProperty("added").GetRawText();
}

public sealed class MembersApiOnSqlite(SqliteApp app) : MembersApiTests(app), IClassFixture<SqliteApp>;
