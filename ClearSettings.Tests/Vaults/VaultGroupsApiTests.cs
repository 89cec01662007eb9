using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract class VaultGroupsApiTests(TestApp app) : VaultApiCalls(app)
{
    [Fact]
    public async Task A_vault_for_several_groups_is_written_and_read_with_all_of_them()
    {
        var (one, two) = (await GroupAsync(), await GroupAsync());
        var adam = App.Api(await App.KeyAsync(App.Adam));
        var id = await SaveAsync(adam, Item("several", groups: [two, one]));
        var item = await OrganizationAsync(adam, id);
        Assert.Equal(("group", one), (Text(item, "scope"), Text(item, "group")));
        Assert.Equal([one, two], Texts(item, "groups"));
        Assert.Equal(Text(item, "group_name"), Texts(item, "group_names")[0]);
        Assert.Equal(2, Texts(item, "group_names").Count);
    }

    [Fact]
    public async Task The_field_for_one_group_sets_one_and_may_repeat_one_of_the_list()
    {
        var (one, two, three) = (await GroupAsync(), await GroupAsync(), await GroupAsync());
        var adam = App.Api(await App.KeyAsync(App.Adam));
        var id = await SaveAsync(adam, Item("one field", group: one));
        Assert.Equal([one], Texts(await OrganizationAsync(adam, id), "groups"));
        await SaveAsync(adam, Item("one field", id, group: one, groups: [one, two]));
        Assert.Equal([one, two], Texts(await OrganizationAsync(adam, id), "groups"));
        // What a program changes that knows of one group only, and sends the list back as it was.
        await RefusedAsync(adam, Item("one field", id, group: three, groups: [one, two]), 12);
        await SaveAsync(adam, Item("one field", id, group: three));
        Assert.Equal([three], Texts(await OrganizationAsync(adam, id), "groups"));
        await SaveAsync(adam, new { id, data = "b = 2" });
        Assert.Equal([three], Texts(await OrganizationAsync(adam, id), "groups"));
    }

    [Fact]
    public async Task Groups_that_are_missing_unknown_foreign_or_too_many_are_refused()
    {
        var group = await GroupAsync();
        var foreign = await App.DbAsync(App.Eve, db => db.Groups.Select(g => g.Id).FirstAsync());
        var adam = App.Api(await App.KeyAsync(App.Adam));
        var id = await SaveAsync(adam, Item("guarded", groups: [group]));
        await RefusedAsync(adam, Item("new without", groups: []), 11);
        await RefusedAsync(adam, Item("guarded", id, groups: []), 12);
        await RefusedAsync(adam, Item("guarded", id, groups: [group, "no-id"]), 10);
        await RefusedAsync(adam, Item("guarded", id, groups: [group, $"{Guid.NewGuid():N}"]), 10);
        await RefusedAsync(adam, Item("guarded", id, groups: [group, $"{foreign:N}"]), 10);
        await RefusedAsync(
            adam,
            Item("guarded", id, groups: [.. Enumerable.Range(0, 101).Select(_ => $"{Guid.NewGuid():N}")]),
            12
        );
        Assert.Equal([group], Texts(await OrganizationAsync(adam, id), "groups"));
    }

    [Fact]
    public async Task Members_see_only_those_groups_of_a_vault_that_they_are_in()
    {
        var mia = await App.AddAsync("Mia of one group", MemberRole.Member);
        var (secret, hers) = (await GroupAsync(App.Adam), await GroupAsync(mia));
        var id = await SaveAsync(App.Api(await App.KeyAsync(App.Adam)), Item("discreet", groups: [secret, hers]));
        var client = App.Api(await App.KeyAsync(mia));
        var listed = (await client.CallAsync("users.get_vaults")).Ok.GetProperty("vaults").EnumerateArray();
        foreach (
            var item in new[] { (await ServedAsync(client)).Single(v => Id(v) == id), listed.Single(v => Id(v) == id) }
        )
        {
            Assert.Equal(hers, Text(item, "group"));
            Assert.Equal([hers], Texts(item, "groups"));
            Assert.DoesNotContain(secret, item.GetRawText(), StringComparison.Ordinal);
        }
    }

    /// <summary>Workspaces of random groups and vaults, against the order of docs/protocol.md#vaults.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_account_receives_its_vaults_once_in_the_order_in_which_they_were_added(int seed)
    {
        var random = new Random(seed);
        await using var server = await App.AnotherAsync();
        var people = new List<Person> { server.Olga, server.Adam, server.Mia };
        for (var i = 0; i < 3; i++)
            people.Add(await server.AddAsync($"Person {i}", MemberRole.Member));
        var groups = new Dictionary<Guid, HashSet<Guid>>();
        for (var i = 0; i < 5; i++)
        {
            var members = people.Where(_ => random.Next(2) == 0).ToArray();
            groups[(await GroupFixture.GroupAsync(server, $"Group {i}", members)).Id] = [.. members.Select(m => m.Id)];
        }
        List<(Guid Id, HashSet<Guid>? Groups)> vaults = [];
        for (var i = 0; i < 14; i++)
            vaults.Add(await AddRandomAsync(server, random, $"Vault {i}", [.. groups.Keys], null));
        for (var i = 0; i < 5; i++)
        {
            var at = random.Next(vaults.Count);
            vaults[at] = await AddRandomAsync(server, random, $"Moved {i}", [.. groups.Keys], vaults[at].Id);
        }
        foreach (var person in people)
        {
            await AssertServedInOrderAsync(server, person, vaults, groups);
        }
    }

    private static async Task AssertServedInOrderAsync(
        TestApp server,
        Person person,
        IReadOnlyList<(Guid Id, HashSet<Guid>? Groups)> vaults,
        Dictionary<Guid, HashSet<Guid>> groups
    )
    {
        var shared = vaults.Where(v => v.Groups is null).Concat(vaults.Where(v => v.Groups is not null));
        var expected = shared
            .Where(v => v.Groups is null || v.Groups.Any(g => groups[g].Contains(person.Id)))
            .Select(v => $"{v.Id:N}");
        var served = await ServedAsync(server.Api(await server.KeyAsync(person)));
        Assert.Equal(expected, served.Select(Id));
        Assert.All(
            served.Where(v => Text(v, "scope") == "group"),
            v => Assert.Equal(Texts(v, "groups").Distinct(), Texts(v, "groups"))
        );
    }

    private static async Task<(Guid Id, HashSet<Guid>? Groups)> AddRandomAsync(
        TestApp server,
        Random random,
        string name,
        Guid[] groups,
        Guid? id
    )
    {
        HashSet<Guid>? chosen =
            random.Next(4) == 0
                ? null
                : [.. groups.Where(_ => random.Next(2) == 0), groups[random.Next(groups.Length)]];
        var saved = await server.InAsync(
            server.Adam,
            s =>
                s.GetRequiredService<SaveVault>()
                    .RunAsync(
                        id,
                        new()
                        {
                            Name = name,
                            Scope = chosen is null ? VaultScope.Organization : VaultScope.Group,
                            GroupIds = chosen is null ? null : [.. chosen.OrderBy(_ => random.Next())],
                            Content = $"a = \"{name}\"",
                            Enabled = true,
                        }
                    )
        );
        return (saved.Value, chosen);
    }

    private static object Item(string name, string? id = null, string? group = null, string[]? groups = null) =>
        new
        {
            id,
            description = Name(name),
            data = "a = 1",
            scope = "group",
            group,
            groups,
        };

    private static List<string> Texts(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(t => t.GetString()!)];

    private static async Task RefusedAsync(ApiClient client, object vault, int subcode) =>
        (await client.SendAsync(HttpMethod.Put, "/users.add_or_update_vault", new { vault })).IsRefused(400, subcode);
}

public sealed class VaultGroupsApiOnSqlite(SqliteApp app) : VaultGroupsApiTests(app), IClassFixture<SqliteApp>;
