using System.Text.Json;
using ClearSettings.Domain;

namespace ClearSettings.Tests.Users;

public abstract partial class UsersApiTests(TestApp app) : AppTests(app)
{
    private static readonly string[] RefusedPaths =
    [
        "secure",
        "Secrets",
        "Secrets.MasterKey",
        "Database.ConnectionString",
        "hosts.nothing.deeper",
    ];

    [Fact]
    public async Task The_current_user_has_what_clients_read()
    {
        var data = await (await ClientAsync(App.Mia)).OkAsync("users.get_current_user", new { method = "get" });
        var user = data.GetProperty("user");
        Assert.Equal(App.Mia.Id.ToString("N"), user.GetProperty("id").GetString());
        Assert.Equal("Mia Meyer", user.GetProperty("name").GetString());
        Assert.Equal("user", user.GetProperty("role").GetString());
        Assert.Equal(App.Mia.Email, user.GetProperty("email").GetString());
        Assert.Equal(
            $$"""{"id":"{{App.Mia.Workspace:N}}","name":"Research"}""",
            user.GetProperty("company").GetRawText()
        );
        Assert.True(user.GetProperty("created").TryGetDateTime(out _));
        Assert.False(user.TryGetProperty("preferences", out _));
        Assert.Equal(
            """{"agentName":"clearml","configure":"clearml-init","install":"pip install """
                + """clearml","packageName":"clearml"}""",
            data.GetProperty("getting_started").GetRawText()
        );
        Assert.Equal("""{"max_download_items":1000}""", data.GetProperty("settings").GetRawText());
        var adam = (await (await ClientAsync(App.Adam)).OkAsync("users.get_current_user")).GetProperty("user");
        Assert.Equal("admin", adam.GetProperty("role").GetString());
    }

    [Fact]
    public async Task Someone_of_the_workspace_is_found_by_id_and_others_are_not()
    {
        var client = await ClientAsync(App.Mia);
        var found = await client.OkAsync("users.get_by_id", new { user = App.Olga.Id.ToString("N") });
        var olga = found.GetProperty("user");
        Assert.Equal("Olga Orlova", olga.GetProperty("name").GetString());
        Assert.Equal(App.Olga.Workspace.ToString("N"), olga.GetProperty("company").GetString());
        string[] others = [App.Eve.Id.ToString("N"), Guid.NewGuid().ToString("N"), "nonsense", App.Olga.Id.ToString()];
        foreach (var user in others)
            await client.RefusedAsync(400, 301, "users.get_by_id", new { user });
        await client.RefusedAsync(400, 11, "users.get_by_id");
    }

    [Theory]
    [InlineData("""{"order_by": "-name", "name": "^(Olga|Mia M|Adam)"}""", "Olga Orlova, Mia Meyer, Adam Ames")]
    [InlineData("""{"name": "^(Olga|Mia M|Adam)", "order_by": "name", "page": 1, "page_size": 1}""", "Mia Meyer")]
    [InlineData("""{"name": "^(Olga|Mia M|Adam)", "order_by": "name", "start": 2, "size": 5}""", "Olga Orlova")]
    [InlineData("""{"name": "^olga"}""", "")]
    [InlineData("""{"page": 2147483647, "page_size": 500}""", "")]
    [InlineData("""{"active_in_projects": []}""", "")]
    public async Task A_list_is_filtered_sorted_and_paged(string filter, string names) =>
        Assert.Equal(names, string.Join(", ", await NamesAsync(await ClientAsync(App.Mia), filter)));

    [Fact]
    public async Task People_of_the_workspace_are_listed_by_their_ids()
    {
        var client = await ClientAsync(App.Mia);
        string[] id = [App.Mia.Id.ToString("N"), App.Adam.Id.ToString("N"), App.Eve.Id.ToString("N"), "nonsense"];
        Assert.Equal(["Adam Ames", "Mia Meyer"], await NamesAsync(client, new { order_by = new[] { "name" }, id }));
        Assert.Equal(["Mia Meyer"], await NamesAsync(client, new { id = id[0] }));
        Assert.DoesNotContain("Eve Eden", await NamesAsync(client, new { page_size = 1000 }));
    }

    [Theory]
    [InlineData("""{"name": "("}""", 21)]
    [InlineData("""{"name": "[z-a]"}""", 21)]
    [InlineData("""{"page": -1}""", 12)]
    [InlineData("""{"page_size": 0}""", 12)]
    [InlineData("""{"size": -5}""", 12)]
    [InlineData("""{"only_fields": ["password"]}""", 12)]
    [InlineData("""{"only_fields": ["password_hash", "name"]}""", 12)]
    [InlineData("""{"order_by": "email"}""", 12)]
    [InlineData("""{"order_by": [1]}""", 12)]
    [InlineData("""{"id": {"a": 1}}""", 12)]
    public async Task A_filter_that_makes_no_sense_gets_400(string body, int subcode)
    {
        foreach (var action in new[] { "users.get_all", "users.get_all_ex" })
            (await (await ClientAsync(App.Mia)).CallAsync(action, body)).IsRefused(400, subcode);
    }

    [Fact]
    public async Task A_pattern_that_would_backtrack_for_ever_is_answered()
    {
        var nina = await App.AddAsync(new string('a', 60) + "!", MemberRole.Member);
        Assert.Equal(
            0,
            (await (await ClientAsync(nina)).CallAsync("users.get_all", new { name = "^(a+)+$" }))
                .Ok.GetProperty("users")
                .GetArrayLength()
        );
    }

    [Fact]
    public async Task Fields_are_chosen_and_left_out()
    {
        var (client, id) = (await ClientAsync(App.Mia), App.Mia.Id.ToString("N"));
        Assert.Equal(["id", "name"], await FieldsAsync(client, "users.get_all", new[] { "name" }));
        Assert.Equal(["id", "name", "company"], await FieldsAsync(client, "users.get_all", new[] { "-created" }));
        Assert.Equal(["id", "company"], await FieldsAsync(client, "users.get_all_ex", new[] { "company.name" }));
        var users = await client.OkAsync("users.get_all_ex", new { id, only_fields = "company.name" });
        Assert.Equal(
            $$"""{"id":"{{App.Mia.Workspace:N}}","name":"Research"}""",
            users.GetProperty("users")[0].GetProperty("company").GetRawText()
        );
        users = await client.OkAsync("users.get_all_ex", new { id });
        Assert.Equal(
            $$"""{"id":"{{App.Mia.Workspace:N}}"}""",
            users.GetProperty("users")[0].GetProperty("company").GetRawText()
        );
    }

    [Fact]
    public async Task Companies_begin_with_ones_own_and_owners_are_sorted_with_their_avatar_present()
    {
        var nina = await App.AddAsync("Aaron New", MemberRole.Member);
        await App.AddToWorkspaceAsync(nina, App.Eve.Workspace);
        var companies = (await (await ClientAsync(nina)).OkAsync("organization.get_user_companies"))
            .GetProperty("companies")
            .EnumerateArray()
            .ToList();
        Assert.Equal(["Research", "Elsewhere"], companies.Select(c => c.GetProperty("name").GetString()));
        foreach (var company in companies)
        {
            var owners = company.GetProperty("owners").EnumerateArray().ToList();
            Assert.Equal(company.GetProperty("allocated").GetInt32(), owners.Count);
            Assert.All(owners, o => Assert.Equal(JsonValueKind.Null, o.GetProperty("avatar").ValueKind));
            var names = owners.Select(o => o.GetProperty("name").GetString()).ToList();
            Assert.Equal(names.Order(StringComparer.Ordinal), names);
        }
    }

    [Fact]
    public async Task The_server_tells_its_version_and_owners_its_addresses_and_no_secret()
    {
        var info = await (await ClientAsync(App.Mia)).OkAsync("server.info");
        Assert.Equal("2.34", info.GetProperty("api_version").GetString());
        var owner = await ClientAsync(App.Olga);
        var text = await owner.OkAsync("server.config");
        Assert.Equal(["hosts", "apiserver"], text.EnumerateObject().Select(m => m.Name));
        Assert.DoesNotMatch("(?i)secret|password|key|connection", text.GetRawText());
        Assert.Equal(
            """{"value":"advanced"}""",
            await owner.OkTextAsync("server.config", new { path = "apiserver.feature_set" })
        );
        foreach (var path in RefusedPaths)
            await owner.RefusedAsync(400, 12, "server.config", new { path });
        var endpoints = (await owner.OkAsync("server.endpoints"))
            .GetProperty("endpoints")
            .EnumerateArray()
            .Select(e => e.GetProperty("name").GetString());
        Assert.Equal(ApiActions.All(App).Select(a => a.Name).Order(StringComparer.Ordinal), endpoints);
    }

    private static async Task<string?> NameAsync(ApiClient client) =>
        (await client.OkAsync("users.get_current_user")).GetProperty("user").GetProperty("name").GetString();

    private async Task<ApiClient> ClientAsync(Person person) => App.Api(await App.KeyAsync(person));

    private static async Task<List<string>> NamesAsync(ApiClient client, object filter) =>
        [
            .. (await client.OkAsync("users.get_all", filter))
                .GetProperty("users")
                .EnumerateArray()
                .Select(u => u.GetProperty("name").GetString()!),
        ];

    private async Task<List<string>> FieldsAsync(ApiClient client, string action, string[] fields) =>
        [
            .. (await client.CallAsync(action, new { id = App.Mia.Id.ToString("N"), only_fields = fields }))
                .Ok.GetProperty("users")[0]
                .EnumerateObject()
                .Select(m => m.Name),
        ];
}

public sealed class UsersApiOnSqlite(SqliteApp app) : UsersApiTests(app), IClassFixture<SqliteApp>;
