using System.Text.Json;
using ClearSettings.Domain;

namespace ClearSettings.Tests.Vaults;

/// <summary>What clients receive and programs send; see docs/protocol.md#vaults.</summary>
public abstract partial class VaultsApiTests(TestApp app) : VaultApiCalls(app)
{
    [Fact]
    public async Task Every_item_has_the_members_of_the_contract()
    {
        var mia = await App.AddAsync("Mia of items", MemberRole.Member);
        var group = await GroupAsync(mia);
        var id = await SaveAsync(
            App.Api(await App.KeyAsync(App.Olga)),
            new
            {
                description = Name("whole item"),
                data = "x: 1",
                scope = "group",
                format = "yaml",
                type = "config",
            },
            group
        );
        var item = (await ServedAsync(App.Api(await App.KeyAsync(mia)))).Single(v => Id(v) == id);
        AssertItemIsComplete(item, group);
    }

    private static void AssertItemIsComplete(JsonElement item, string group)
    {
        Assert.Equal(
            ("group", "config", "hocon", true, true),
            (
                Text(item, "scope"),
                Text(item, "type"),
                Text(item, "format"),
                item.GetProperty("enabled").GetBoolean(),
                item.GetProperty("editable").GetBoolean()
            )
        );
        Assert.Equal((group, """{"x":1}"""), (Text(item, "group"), Data(item)));
        Assert.StartsWith("Group ", Text(item, "group_name"), StringComparison.Ordinal);
        Assert.Equal(DateTimeKind.Utc, item.GetProperty("last_update").GetDateTime().Kind);
        Assert.False(item.TryGetProperty("user", out _));
    }

    [Theory]
    [InlineData("yaml", "sdk:\n  aws:\n    s3:\n      key: abc\n", """{"sdk":{"aws":{"s3":{"key":"abc"}}}}""")]
    [InlineData("json", """{"agent": {"docker_force_pull": true}}""", """{"agent":{"docker_force_pull":true}}""")]
    [InlineData(
        "hocon",
        "agent { git_user = me, git_pass = ${?GIT_PASS} }",
        """{"agent":{"git_user":"me","git_pass":${?GIT_PASS}}}"""
    )]
    [InlineData("hocon", "# nothing yet", "")]
    public async Task Whatever_the_format_a_client_gets_a_text_it_reads_as_it_is_meant(
        string format,
        string data,
        string served
    )
    {
        var mia = await App.AddAsync("Mia of formats", MemberRole.Member);
        var client = App.Api(await App.KeyAsync(mia));
        await SaveAsync(
            client,
            new
            {
                description = "Own",
                data,
                format,
            }
        );
        Assert.Equal(served, Data((await ServedAsync(client)).Single(v => Text(v, "scope") == "user")));
        var listed = (await client.CallAsync("users.get_vaults"))
            .Ok.GetProperty("vaults")
            .EnumerateArray()
            .Single(v => Text(v, "scope") == "user");
        Assert.Equal((data.ReplaceLineEndings("\n"), format), (Text(listed, "source"), Text(listed, "source_format")));
    }

    [Theory]
    [InlineData("agent.worker_name = gpu")]
    [InlineData("agent { cuda_version = \"12\" }")]
    [InlineData("a = ")]
    [InlineData("a = ${agent.git_user}")]
    [InlineData("a { b = 1")]
    [InlineData("include \"/etc/passwd\"")]
    public async Task A_text_with_errors_can_be_kept_off_but_never_be_on(string data)
    {
        var client = App.Api(await App.KeyAsync(await App.AddAsync("Mia of drafts", MemberRole.Member)));
        if (data == "a = ")
            data = "a = [";
        (await client.CallAsync("users.add_or_update_vault", new { vault = new { data, enabled = true } })).IsRefused(
            400,
            12
        );
        var id = await SaveAsync(client, new { data, enabled = false });
        (await client.CallAsync("users.add_or_update_vault", new { vault = new { id, enabled = true } })).IsRefused(
            400,
            12
        );
        Assert.DoesNotContain(await ServedAsync(client), v => Text(v, "scope") == "user");
        await SaveAsync(
            client,
            new
            {
                id,
                data = "a = 1",
                enabled = true,
            }
        );
        (await client.CallAsync("users.add_or_update_vault", new { vault = new { id, data } })).IsRefused(400, 12);
        Assert.Equal("""{"a":1}""", Data((await ServedAsync(client)).Single(v => Text(v, "scope") == "user")));
    }

    [Fact]
    public async Task Unknown_types_match_nothing_and_one_type_counts_as_a_list()
    {
        var client = App.Api(await App.KeyAsync(await App.AddAsync("Mia of types", MemberRole.Member)));
        await SaveAsync(client, new { data = "a = 1" });
        Assert.NotEmpty(
            (await client.CallAsync("users.get_vaults?enabled=true&types=config"))
                .Ok.GetProperty("vaults")
                .EnumerateArray()
        );
        Assert.Empty(
            (await client.CallAsync("users.get_vaults?enabled=true&types=monitoring&types=monitoring"))
                .Ok.GetProperty("vaults")
                .EnumerateArray()
        );
        Assert.Empty(
            (await client.CallAsync("users.get_vaults?enabled=true&types=unheard"))
                .Ok.GetProperty("vaults")
                .EnumerateArray()
        );
        Assert.NotEmpty(
            (await client.CallAsync("users.get_vaults", new { enabled = true }))
                .Ok.GetProperty("vaults")
                .EnumerateArray()
        );
    }

    [Fact]
    public async Task A_preview_hides_every_string()
    {
        var client = App.Api(await App.KeyAsync(await App.AddAsync("Mia of previews", MemberRole.Member)));
        await SaveAsync(client, new { data = "a = hidden-word, b { c = [other-word, 5] }" });
        foreach (
            var answer in new[]
            {
                await client.CallAsync("users.get_vaults?enabled=true&preview_data=true"),
                await client.CallAsync("users.get_vaults?preview_data=true"),
            }
        )
        {
            Assert.DoesNotContain("-word", answer.Text, StringComparison.Ordinal);
            Assert.Contains("********", answer.Ok.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_update_keeps_what_it_does_not_name()
    {
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var group = await GroupAsync();
        var name = Name("kept");
        var id = await SaveAsync(
            admin,
            new
            {
                description = name,
                data = "a: 1",
                format = "yaml",
                type = "monitoring",
                scope = "group",
                enabled = true,
            },
            group
        );
        var before = await OrganizationAsync(admin, id);
        await SaveAsync(admin, new { id, description = name + " now" });
        var after = await OrganizationAsync(admin, id);
        AssertOnlyNameChanged(before, after, group);
        await SaveAsync(admin, new { id, scope = "organization" });
        Assert.Equal("organization", Text(await OrganizationAsync(admin, id), "scope"));
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { id } });
    }

    private static void AssertOnlyNameChanged(JsonElement before, JsonElement after, string group)
    {
        Assert.Equal(
            ("a: 1", "yaml", "monitoring", group, true, Name("kept") + " now"),
            (
                Data(after),
                Text(after, "format"),
                Text(after, "type"),
                Text(after, "group"),
                after.GetProperty("enabled").GetBoolean(),
                Text(after, "description")
            )
        );
        Assert.NotEqual(Text(before, "description"), Text(after, "description"));
    }

    [Fact]
    public async Task What_one_node_saves_the_other_serves_within_a_second()
    {
        var key = await App.KeyAsync(await App.AddAsync("Mia of nodes", MemberRole.Member));
        var (http, _, end) = await App.SecondNodeAsync();
        await using var node = end;
        var (here, there) = (
            App.Api(key),
            new ApiClient(http) { Authorization = ApiClient.Basic(key.AccessKey, key.SecretKey) }
        );
        var id = await SaveAsync(here, new { data = "a = 1" });
        Assert.Equal("""{"a":1}""", Data((await ServedAsync(there)).Single(v => Id(v) == id)));
        await SaveAsync(here, new { id, data = "a = 2" });
        App.Time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal("""{"a":2}""", Data((await ServedAsync(there)).Single(v => Id(v) == id)));
    }
}

public sealed class VaultsApiOnSqlite(SqliteApp app) : VaultsApiTests(app), IClassFixture<SqliteApp>;

public sealed class VaultsApiOnPostgres(PostgresApp app) : VaultsApiTests(app), IClassFixture<PostgresApp>;
