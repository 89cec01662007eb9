using System.Text.Json;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract partial class GroupsApiTests(TestApp app) : AppTests(app)
{
    private const string Save = "permissions.add_or_update_user_group";
    private const string Delete = "permissions.delete_user_groups";

    [Fact]
    public async Task A_group_is_made_changed_read_and_deleted()
    {
        var bot = await GroupFixture.BotAsync(App, "api-bot");
        var client = App.Api(await App.KeyAsync(App.Adam));
        var id = await MakeGroupAsync(client, bot);
        AssertGroupIsAsMade(await ReadGroupAsync(client, new { groups = new[] { id }, include_permissions = true }));
        (await client.CallAsync(Save, new { id, name = "Renamed by API" })).IsOk();
        (await client.CallAsync(Save, new { id, users = Array.Empty<string>() })).IsOk();
        var group = await ReadGroupAsync(client, new { groups = id });
        Assert.Equal(
            ("Renamed by API", "One line", 0),
            (
                group.GetProperty("name").GetString(),
                group.GetProperty("description").GetString(),
                group.GetProperty("users").GetArrayLength()
            )
        );
        Assert.Equal("""{"deleted":1}""", await client.OkTextAsync(Delete, new { groups = new[] { id, id } }));
        (await client.CallAsync(Delete, new { groups = new[] { id } })).IsRefused(400, 10);
    }

    private async Task<string> MakeGroupAsync(ApiClient client, Guid bot)
    {
        var made = await client.OkAsync(
            Save,
            new
            {
                name = "By <b>API</b>",
                description = "One line",
                users = new[] { App.Mia.Id.ToString("N"), bot.ToString("N") },
            }
        );
        var id = made.GetProperty("id").GetString()!;
        Assert.Equal(
            $$"""{"id":"{{id}}","name":"By \u003Cb\u003EAPI\u003C/b\u003E","system":false,"assignable":true}""",
            made.GetRawText()
        );
        return id;
    }

    private static async Task<JsonElement> ReadGroupAsync(ApiClient client, object body) =>
        (await client.OkAsync("permissions.get_user_groups", body)).GetProperty("groups").EnumerateArray().Single();

    private void AssertGroupIsAsMade(JsonElement group)
    {
        Assert.Equal(
            ("By <b>API</b>", "One line", false, true),
            (
                group.GetProperty("name").GetString(),
                group.GetProperty("description").GetString(),
                group.GetProperty("system").GetBoolean(),
                group.GetProperty("assignable").GetBoolean()
            )
        );
        Assert.Equal(
            [("api-bot", null), ("Mia Meyer", App.Mia.Email)],
            group
                .GetProperty("users")
                .EnumerateArray()
                .Select(u =>
                    (u.GetProperty("name").GetString(), u.TryGetProperty("email", out var e) ? e.GetString() : null)
                )
        );
    }

    [Fact]
    public async Task Built_in_groups_are_system_and_Users_is_not_assignable()
    {
        var groups = (await App.Api(await App.KeyAsync(App.Olga)).CallAsync("permissions.get_user_groups"))
            .Ok.GetProperty("groups")
            .EnumerateArray()
            .ToDictionary(g => g.GetProperty("name").GetString()!);
        foreach (var (name, assignable) in new[] { ("Users", false), ("Admins", true), ("Queue admins", true) })
            Assert.Equal(
                (true, assignable),
                (groups[name].GetProperty("system").GetBoolean(), groups[name].GetProperty("assignable").GetBoolean())
            );
        var ids = groups["Admins"]
            .GetProperty("users")
            .EnumerateArray()
            .Select(u => u.GetProperty("id").GetString())
            .ToList();
        Assert.Contains(App.Olga.Id.ToString("N"), ids);
        Assert.DoesNotContain(App.Mia.Id.ToString("N"), ids);
        Assert.Contains(App.Mia.Id.ToString("N"), groups["Users"].GetProperty("users").GetRawText());
    }

    [Fact]
    public async Task Refusals_have_the_numbers_of_the_contract()
    {
        var group = await GroupFixture.GroupAsync(App, "Numbered");
        var client = App.Api(await App.KeyAsync(App.Adam));
        var foreign = new[] { App.Eve.Id.ToString("N") };
        foreach (
            var (subcode, body) in new (int, object)[]
            {
                (11, new { description = "x" }),
                (12, new { name = "" }),
                (801, new { name = "NUMBERED" }),
                (801, new { id = group.Id.ToString("N"), name = "users" }),
                (10, new { id = "x", name = "Free" }),
                (10, new { id = App.Mia.Id.ToString("N"), name = "Free" }),
                (12, new { name = "Free", users = new[] { "x" } }),
                (12, new { name = "Free", users = foreign }),
                (12, new { name = "Free", users = new[] { 1 } }),
            }
        )
            await client.RefusedAsync(400, subcode, Save, body);
        await client.RefusedAsync(400, 11, Delete, new { groups = Array.Empty<string>() });
    }

    [Fact]
    public async Task No_built_in_group_is_renamed_deleted_or_left_by_the_owner()
    {
        var group = await GroupFixture.GroupAsync(App, "Beside built-in ones");
        var client = App.Api(await App.KeyAsync(App.Adam));
        foreach (var kind in Enum.GetValues<BuiltInGroup>())
        {
            var id = (await GroupFixture.BuiltInAsync(App, kind)).Id.ToString("N");
            await client.RefusedAsync(400, 12, Delete, new { groups = new[] { id, group.Id.ToString("N") } });
            await client.RefusedAsync(400, 12, Save, new { id, name = "Mine" });
        }
        var admins = (await GroupFixture.BuiltInAsync(App, BuiltInGroup.Admins)).Id.ToString("N");
        var refused = await client.CallAsync(Save, new { id = admins, users = new[] { App.Adam.Id.ToString("N") } });
        Assert.Contains("is the owner and cannot be removed", refused.Message);
        Assert.True(await App.DbAsync(App.Olga, db => db.Groups.AnyAsync(g => g.Id == group.Id)));
    }

    [Fact]
    public async Task A_member_may_nothing_and_a_stranger_finds_nothing()
    {
        var group = await GroupFixture.GroupAsync(App, "Hidden", App.Mia);
        var id = group.Id.ToString("N");
        var (mia, eve) = (App.Api(await App.KeyAsync(App.Mia)), App.Api(await App.KeyAsync(App.Eve)));
        await AssertMayNothingAsync(mia, id);
        Assert.Equal(
            "[]",
            (await eve.CallAsync("permissions.get_user_groups", new { groups = id }))
                .Ok.GetProperty("groups")
                .GetRawText()
        );
        (await eve.CallAsync(Save, new { id, name = "x" })).IsRefused(400, 10);
        (await eve.CallAsync(Delete, new { groups = id })).IsRefused(400, 10);
        (await eve.CallAsync(Save, new { name = "x", users = new[] { App.Mia.Id.ToString("N") } })).IsRefused(400, 12);
        Assert.Equal(
            ["Eve Eden"],
            (await eve.CallAsync("permissions.get_company_users"))
                .Ok.GetProperty("users")
                .EnumerateArray()
                .Select(u => u.GetProperty("name").GetString())
        );
    }

    private static async Task AssertMayNothingAsync(ApiClient client, string id)
    {
        foreach (var action in new[] { Save, "permissions.get_user_groups", Delete, "permissions.get_company_users" })
            (
                await client.CallAsync(
                    action,
                    new
                    {
                        id,
                        name = "x",
                        groups = id,
                    }
                )
            ).IsRefused(403, 20);
    }

    [Fact]
    public async Task Everyone_is_told_their_own_groups_and_administrators_those_of_all()
    {
        await using var server = await App.AnotherAsync();
        var group = await GroupFixture.GroupAsync(server, "Told", server.Mia);
        static string[] Names(JsonElement of) =>
            [.. of.GetProperty("sec_groups").EnumerateArray().Select(g => g.GetProperty("name").GetString()!)];
        var me = (await server.Api(await server.KeyAsync(server.Mia)).CallAsync("users.get_current_user")).Ok;
        Assert.Equal(["Users", "Told"], Names(me));
        Assert.Equal(group.Id.ToString("N"), me.GetProperty("sec_groups")[1].GetProperty("id").GetString());
        var client = server.Api(await server.KeyAsync(server.Olga));
        Assert.Equal(["Users", "Admins"], Names((await client.CallAsync("users.get_current_user")).Ok));
        var mia = (
            await client.CallAsync("users.get_all_ex", new { id = server.Mia.Id.ToString("N"), include_auth = true })
        ).Ok.GetProperty("users")[0];
        Assert.Equal(["Users", "Told"], Names(mia));
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id]));
        Assert.Equal(
            ["Users"],
            Names((await server.Api(await server.KeyAsync(server.Mia)).CallAsync("users.get_current_user")).Ok)
        );
    }
}

public sealed class GroupsApiOnSqlite(SqliteApp app) : GroupsApiTests(app), IClassFixture<SqliteApp>;

public sealed class GroupsApiOnPostgres(PostgresApp app) : GroupsApiTests(app), IClassFixture<PostgresApp>;
