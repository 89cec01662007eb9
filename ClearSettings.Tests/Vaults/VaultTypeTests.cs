using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

/// <summary>
/// The type of a vault is an open set (docs/protocol.md#vault-items): what has no meaning here is stored and served
/// by its name.
/// </summary>
public abstract class VaultTypeTests(TestApp app) : VaultApiCalls(app)
{
    [Theory]
    [InlineData("app_gateway")]
    [InlineData("a")]
    [InlineData("1.2-x_Y")]
    [InlineData("other")]
    [InlineData("CONFIG2")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task An_unknown_type_is_served_to_anyone_who_asks_for_it_and_never_merged(string type)
    {
        var mia = await App.AddAsync("Mia of types", MemberRole.Member);
        var (admin, client) = (App.Api(await App.KeyAsync(App.Adam)), App.Api(await App.KeyAsync(mia)));
        var name = Name($"type {type}");
        var id = await SaveAsync(
            admin,
            new
            {
                description = name,
                data = "a = 1",
                scope = "group",
                type,
            },
            await GroupAsync(mia)
        );
        var served = Assert.Single(await TypesAsync(client, type), v => Id(v) == id);
        Assert.Equal((type, """{"a":1}"""), (Text(served, "type"), Data(served)));
        Assert.Contains(await TypesAsync(client), v => Id(v) == id);
        Assert.Contains(await TypesAsync(client, "config", type), v => Id(v) == id);
        foreach (var other in new[] { "config", "monitoring", "ui", "ssh", type + "x", type.ToUpperInvariant() + "_" })
            Assert.DoesNotContain(await TypesAsync(client, other), v => Id(v) == id);
        Assert.DoesNotContain(await ServedAsync(client), v => Id(v) == id);
        Assert.Equal(type, Text(await OrganizationAsync(admin, id), "type"));
        Assert.Equal(type, Text(Assert.Single((await ListAsync(admin, type)), v => Id(v) == id), "type"));
    }

    [Fact]
    public async Task A_type_stays_until_another_is_named_and_counts_immediately()
    {
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("changing type"),
                data = "a = 1",
                scope = "organization",
                type = "first",
            }
        );
        Assert.Contains(await TypesAsync(admin, "first"), v => Id(v) == id);
        await SaveAsync(admin, new { id, data = "a = 2" });
        Assert.Equal("first", Text(await OrganizationAsync(admin, id), "type"));
        await SaveAsync(admin, new { id, type = "second" });
        Assert.DoesNotContain(await TypesAsync(admin, "first"), v => Id(v) == id);
        Assert.Contains(await TypesAsync(admin, "second"), v => Id(v) == id);
        await SaveAsync(admin, new { id, type = "config" });
        Assert.Empty(await TypesAsync(admin, "second"));
        Assert.Contains(await ServedAsync(admin), v => Id(v) == id);
        Assert.Equal("", await StoredTypeAsync(id));
    }

    private Task<string> StoredTypeAsync(string vault) =>
        App.DbAsync(App.Olga, db => db.Vaults.Where(v => v.Id == Guid.Parse(vault)).Select(v => v.Type).SingleAsync());

    [Fact]
    public async Task What_only_another_type_may_hold_is_refused_when_the_vault_becomes_configuration()
    {
        var admin = App.Api(await App.KeyAsync(App.Adam));
        // Credentials would replace the clients' own, if clients merged them.
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("not for clients"),
                data = "api.credentials { access_key = a, secret_key = b }",
                scope = "organization",
                type = "custom",
            }
        );
        (await admin.CallAsync("users.add_or_update_vault", new { vault = new { id, type = "config" } })).IsRefused(
            400,
            12
        );
        Assert.DoesNotContain(await ServedAsync(admin), v => Id(v) == id);
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { id } });
    }

    [Theory]
    [InlineData("Config")]
    [InlineData("SSH")]
    [InlineData("two words")]
    [InlineData("<script>")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("ä")]
    [InlineData("config ")]
    [InlineData("51 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("long")]
    public async Task A_type_that_is_no_name_is_refused(string type)
    {
        var text = type == "long" ? new string('x', 10_000) : type;
        var before = await CountAsync();
        foreach (var key in new[] { await App.KeyAsync(App.Adam), await App.KeyAsync(App.Mia) })
        {
            var answer = await App.Api(key)
                .CallAsync("users.add_or_update_vault", new { vault = new { data = "a = 1", type = text } });
            answer.IsRefused(400, 12);
            Assert.True(answer.Text.Length < 1_000);
        }
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_member_has_one_personal_vault_of_each_type_up_to_a_limit()
    {
        var mia = await App.AddAsync("Mia of many types", MemberRole.Member);
        var client = App.Api(await App.KeyAsync(mia));
        var own = await SaveAsync(client, new { data = "a = config" });
        var first = await SaveAsync(client, new { data = "a = 1", type = "notes" });
        Assert.Equal(first, await SaveAsync(client, new { data = "a = 2", type = "notes" }));
        Assert.Equal(first, await SaveAsync(client, new { id = first, data = "a = 3" }));
        Assert.Equal(["""{"a":3}"""], (await TypesAsync(client, "notes")).Select(Data));
        Assert.Equal([own], (await ServedAsync(client)).Where(v => Text(v, "scope") == "user").Select(Id));
        foreach (var (id, type) in new[] { (first, "config"), (first, "tags"), (own, "tags") })
            (await client.CallAsync("users.add_or_update_vault", new { vault = new { id, type } })).IsRefused(400, 12);
        for (var i = 2; i < VaultQuota.MaxPersonal; i++)
            await SaveAsync(client, new { data = "a = 1", type = $"t{i}" });
        await client.RefusedAsync(400, 12, Save, new { vault = new { data = "a = 1", type = "one-more" } });
        Assert.Equal(first, await SaveAsync(client, new { data = "a = 4", type = "notes" }));
        // Others see none of it.
        Assert.Empty(await TypesAsync(App.Api(await App.KeyAsync(App.Adam)), "notes"));
        Assert.Empty(await ListAsync(App.Api(await App.KeyAsync(App.Adam)), "notes"));
        Assert.Equal(1, await DeleteAsync(client, first));
        Assert.Empty(await TypesAsync(client, "notes"));
    }

    [Fact]
    public async Task Types_that_no_one_has_leave_nothing_in_memory()
    {
        var client = App.Api(await App.KeyAsync(App.Mia));
        var memory = ((VaultCache)App.Services.GetService(typeof(VaultCache))!).Responses;
        Assert.Empty(await TypesAsync(client, "nobody"));
        var before = memory.Count;
        for (var i = 0; i < 20; i++)
        {
            var types = Enumerable.Range(0, 400).Select(n => $"{i} {n} {new string('x', 300)}").ToArray();
            Assert.Empty(await TypesAsync(client, types));
        }
        Assert.Equal(before, memory.Count);
    }

    [Fact]
    public async Task The_page_shows_the_type_and_keeps_it()
    {
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("on pages"),
                data = "a = 1",
                scope = "organization",
                type = "shown-type",
                enabled = false,
            }
        );
        var browser = await App.SignedInAsync(App.Adam);
        await AssertTypeIsShownAsync(browser, id);
        await SaveOnPageAsync(browser, $"{List}/{id}", "Renamed on the page");
        var saved = await OrganizationAsync(admin, id);
        Assert.Equal(
            ("Renamed on the page", "shown-type", "a = 2"),
            (Text(saved, "description"), Text(saved, "type"), Data(saved))
        );
    }

    [Fact]
    public async Task The_page_makes_no_vault_for_a_type_that_it_has_no_field_for()
    {
        var browser = await App.SignedInAsync(App.Adam);
        Assert.Null((await browser.GetAsync(List + "/new")).Document.QuerySelector("#target option[value=Other]"));
        await SaveOnPageAsync(browser, List + "/new", "Of no type");
        Assert.False(await App.DbAsync(App.Adam, db => db.Vaults.AnyAsync(v => v.Name == "Of no type")));
    }

    private async Task AssertTypeIsShownAsync(Browser browser, string id)
    {
        Assert.Contains(
            "shown-type",
            (await browser.GetAsync(List + "?target=other")).Document.QuerySelector($"#vault-{id}")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Null((await browser.GetAsync(List + "?target=config")).Document.QuerySelector($"#vault-{id}"));
        var page = await browser.GetAsync($"{List}/{id}");
        Assert.Equal("Other", page.Document.QuerySelector("#target option[selected]")!.GetAttribute("value"));
        var form = page.Document.QuerySelectorAll("form").First(f => f.QuerySelector("#target") is not null);
        var fields = form.QuerySelectorAll("input[name], select[name], textarea[name]")
            .Select(f => f.GetAttribute("name")!)
            .Distinct()
            .ToList();
        Assert.Contains("Content", fields);
    }

    private Task<int> CountAsync() => App.DbAsync(App.Olga, db => db.Vaults.CountAsync());

    private static async Task<List<JsonElement>> TypesAsync(ApiClient client, params string[] types) =>
        [
            .. (await client.CallAsync("users.get_vaults", new { enabled = true, types }))
                .Ok.GetProperty("vaults")
                .EnumerateArray(),
        ];

    private static async Task<List<JsonElement>> ListAsync(ApiClient client, params string[] types) =>
        [.. (await client.CallAsync("users.get_vaults", new { types })).Ok.GetProperty("vaults").EnumerateArray()];

    private string List => $"/workspaces/{App.Olga.Workspace:N}/vaults";

    private static Task<Page> SaveOnPageAsync(Browser browser, string url, string name) =>
        browser.PostAsync(
            url,
            ("Name", name),
            ("Target", "Other"),
            ("Scope", "Organization"),
            ("Part", "Text"),
            ("Format", "Hocon"),
            ("Content", "a = 2")
        );
}

public sealed class VaultTypesOnSqlite(SqliteApp app) : VaultTypeTests(app), IClassFixture<SqliteApp>;
