using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract class GroupsApiTests(TestApp app) : AppTests(app)
{
    private const string Save = "permissions.add_or_update_user_group";

    [Fact]
    public async Task A_group_is_made_changed_read_and_deleted()
    {
        var bot = await GroupFixture.BotAsync(App, "api-bot");
        var client = App.Api(await App.KeyAsync(App.Adam));
        var made = (
            await client.CallAsync(
                Save,
                new
                {
                    name = "By <b>API</b>",
                    description = "One line",
                    users = new[] { App.Mia.Id.ToString("N"), bot.ToString("N") },
                }
            )
        ).Ok;
        var id = made.GetProperty("id").GetString()!;
        Assert.Equal(
            $$"""{"id":"{{id}}","name":"By \u003Cb\u003EAPI\u003C/b\u003E","system":false,"assignable":true}""",
            made.GetRawText()
        );
        var group = (
            await client.CallAsync(
                "permissions.get_user_groups",
                new { groups = new[] { id }, include_permissions = true }
            )
        )
            .Ok.GetProperty("groups")
            .EnumerateArray()
            .Single();
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
        (await client.CallAsync(Save, new { id, name = "Renamed by API" })).IsOk();
        (await client.CallAsync(Save, new { id, users = Array.Empty<string>() })).IsOk();
        group = (await client.CallAsync("permissions.get_user_groups", new { groups = id }))
            .Ok.GetProperty("groups")
            .EnumerateArray()
            .Single();
        Assert.Equal(
            ("Renamed by API", "One line", 0),
            (
                group.GetProperty("name").GetString(),
                group.GetProperty("description").GetString(),
                group.GetProperty("users").GetArrayLength()
            )
        );
        Assert.Equal(
            """{"deleted":1}""",
            (
                await client.CallAsync("permissions.delete_user_groups", new { groups = new[] { id, id } })
            ).Ok.GetRawText()
        );
        (await client.CallAsync("permissions.delete_user_groups", new { groups = new[] { id } })).IsRefused(400, 10);
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
        (await client.CallAsync(Save, new { description = "x" })).IsRefused(400, 11);
        (await client.CallAsync(Save, new { name = "" })).IsRefused(400, 12);
        (await client.CallAsync(Save, new { name = "NUMBERED" })).IsRefused(400, 801);
        (await client.CallAsync(Save, new { id = group.Id.ToString("N"), name = "users" })).IsRefused(400, 801);
        (await client.CallAsync(Save, new { id = "x", name = "Free" })).IsRefused(400, 10);
        (await client.CallAsync(Save, new { id = App.Mia.Id.ToString("N"), name = "Free" })).IsRefused(400, 10);
        (await client.CallAsync(Save, new { name = "Free", users = new[] { "x" } })).IsRefused(400, 12);
        (await client.CallAsync(Save, new { name = "Free", users = new[] { App.Eve.Id.ToString("N") } })).IsRefused(
            400,
            12
        );
        (await client.CallAsync(Save, new { name = "Free", users = new[] { 1 } })).IsRefused(400, 12);
        (await client.CallAsync("permissions.delete_user_groups", new { groups = Array.Empty<string>() })).IsRefused(
            400,
            11
        );
        foreach (var kind in Enum.GetValues<BuiltInGroup>())
        {
            var id = (await GroupFixture.BuiltInAsync(App, kind)).Id.ToString("N");
            (
                await client.CallAsync(
                    "permissions.delete_user_groups",
                    new { groups = new[] { id, group.Id.ToString("N") } }
                )
            ).IsRefused(400, 12);
            (await client.CallAsync(Save, new { id, name = "Mine" })).IsRefused(400, 12);
        }
        Assert.Contains(
            "is the owner and cannot be removed",
            (
                await client.CallAsync(
                    Save,
                    new
                    {
                        id = (await GroupFixture.BuiltInAsync(App, BuiltInGroup.Admins)).Id.ToString("N"),
                        users = new[] { App.Adam.Id.ToString("N") },
                    }
                )
            ).Message
        );
        Assert.True(await App.DbAsync(App.Olga, db => db.Groups.AnyAsync(g => g.Id == group.Id)));
    }

    [Fact]
    public async Task A_member_may_nothing_and_a_stranger_finds_nothing()
    {
        var group = await GroupFixture.GroupAsync(App, "Hidden", App.Mia);
        var id = group.Id.ToString("N");
        var (mia, eve) = (App.Api(await App.KeyAsync(App.Mia)), App.Api(await App.KeyAsync(App.Eve)));
        foreach (
            var action in new[]
            {
                Save,
                "permissions.get_user_groups",
                "permissions.delete_user_groups",
                "permissions.get_company_users",
            }
        )
            (
                await mia.CallAsync(
                    action,
                    new
                    {
                        id,
                        name = "x",
                        groups = id,
                    }
                )
            ).IsRefused(403, 20);
        Assert.Equal(
            "[]",
            (await eve.CallAsync("permissions.get_user_groups", new { groups = id }))
                .Ok.GetProperty("groups")
                .GetRawText()
        );
        (await eve.CallAsync(Save, new { id, name = "x" })).IsRefused(400, 10);
        (await eve.CallAsync("permissions.delete_user_groups", new { groups = id })).IsRefused(400, 10);
        (await eve.CallAsync(Save, new { name = "x", users = new[] { App.Mia.Id.ToString("N") } })).IsRefused(400, 12);
        Assert.Equal(
            ["Eve Eden"],
            (await eve.CallAsync("permissions.get_company_users"))
                .Ok.GetProperty("users")
                .EnumerateArray()
                .Select(u => u.GetProperty("name").GetString())
        );
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

    [Fact]
    public async Task Twenty_who_add_at_once_lose_no_one_and_of_twenty_of_one_name_one_is_made()
    {
        await using var server = await App.AnotherAsync();
        var people = new List<Person>();
        for (var i = 0; i < 20; i++)
            people.Add(await server.AddAsync($"Number {i}", Domain.MemberRole.Member));
        var group = await GroupFixture.GroupAsync(server, "Busy");
        var added = await Task.WhenAll(
            people.Select(
                (p, i) =>
                    Task.Run(() =>
                        server.InAsync(
                            i % 2 == 0 ? server.Olga : server.Adam,
                            s => s.GetRequiredService<AddToGroups>().RunAsync([p.Id], [group.Id])
                        )
                    )
            )
        );
        Assert.All(added, a => Assert.True(a.Ok));
        Assert.Equal(20, (await GroupFixture.MembersAsync(server, group.Id)).Count);
        Assert.Equal(
            20,
            await server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == "group.members_changed"))
        );
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Task.Run(() =>
                        server.InAsync(
                            i % 2 == 0 ? server.Olga : server.Adam,
                            s =>
                                s.GetRequiredService<CreateGroup>()
                                    .RunAsync(new() { Name = i % 3 == 0 ? "RACE" : "race" })
                        )
                    )
                )
        );
        Assert.Single(made, m => m.Ok);
        Assert.All(made.Where(m => !m.Ok), m => Assert.Equal(GroupNames.NameTaken, m.Problems[0].Code));
    }

    [Fact]
    public async Task Two_administrators_who_take_each_other_out_at_once_leave_one()
    {
        await using var server = await App.AnotherAsync();
        var nina = await server.AddAsync("Nina New", Domain.MemberRole.Admin);
        var admins = await GroupFixture.BuiltInAsync(server, BuiltInGroup.Admins);
        Task<Domain.Result<Group>> TakeOutAsync(Person by) =>
            Task.Run(() =>
                server.InAsync(
                    by,
                    s =>
                        s.GetRequiredService<ChangeGroup>()
                            .RunAsync(admins.Id, new() { Users = [server.Olga.Id, by.Id] })
                )
            );
        var done = await Task.WhenAll(TakeOutAsync(server.Adam), TakeOutAsync(nina));
        Assert.Single(done, d => d.Ok);
        Assert.Equal(
            2,
            await server.DbAsync(server.Olga, db => db.Members.CountAsync(m => m.Role != Domain.MemberRole.Member))
        );
    }
}

public sealed class GroupsApiOnSqlite(SqliteApp app) : GroupsApiTests(app), IClassFixture<SqliteApp>;

public sealed class GroupsApiOnPostgres(PostgresApp app) : GroupsApiTests(app), IClassFixture<PostgresApp>;
