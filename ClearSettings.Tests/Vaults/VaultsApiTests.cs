using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

/// <summary>What clients receive and programs send; see docs/protocol.md#vaults.</summary>
public abstract class VaultsApiTests(TestApp app) : VaultApiCalls(app)
{
    [Fact]
    public async Task A_client_receives_workspace_then_group_then_personal_vaults_and_nothing_that_is_off()
    {
        var mia = await App.AddAsync("Mia of order", MemberRole.Member);
        var (older, younger) = (await GroupAsync(mia), await GroupAsync(mia));
        var (admin, client) = (App.Api(await App.KeyAsync(App.Adam)), App.Api(await App.KeyAsync(mia)));
        await SaveAsync(client, new { description = "Own", data = "a = own" });
        await SaveAsync(
            admin,
            new
            {
                description = Name("group, younger"),
                data = "a = younger",
                scope = "group",
            },
            younger
        );
        await SaveAsync(
            admin,
            new
            {
                description = Name("group, older"),
                data = "a = older",
                scope = "group",
            },
            older
        );
        await SaveAsync(
            admin,
            new
            {
                description = Name("off"),
                data = "a = off",
                scope = "group",
                enabled = false,
            },
            older
        );
        await SaveAsync(
            admin,
            new
            {
                description = Name("of others"),
                data = "a = others",
                scope = "group",
            },
            await GroupAsync()
        );
        var whole = await SaveAsync(
            admin,
            new
            {
                description = Name("workspace"),
                data = "a = whole",
                scope = "organization",
            }
        );
        var vaults = await ServedAsync(client);
        Assert.Equal(
            ["""{"a":"whole"}""", """{"a":"younger"}""", """{"a":"older"}""", """{"a":"own"}"""],
            vaults.Where(v => v.GetProperty("scope").GetString() != "organization" || Id(v) == whole).Select(Data)
        );
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { whole } });
    }

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

    [Fact]
    public async Task Who_leaves_a_group_loses_its_vaults_with_the_next_call()
    {
        var mia = await App.AddAsync("Mia who leaves", MemberRole.Member);
        var group = await GroupAsync(mia);
        var client = App.Api(await App.KeyAsync(mia));
        await SaveAsync(
            App.Api(await App.KeyAsync(App.Adam)),
            new
            {
                description = Name("leaving"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        Assert.Contains(await ServedAsync(client), v => Text(v, "scope") == "group");
        await App.DbAsync(
            App.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    await db.GroupMembers.Where(m => m.UserId == mia.Id).ExecuteDeleteAsync();
                    await db.TouchAsync(mia.Workspace);
                    return true;
                })
        );
        Assert.DoesNotContain(await ServedAsync(client), v => Text(v, "scope") == "group");
    }

    [Fact]
    public async Task An_administrators_client_gets_what_applies_to_the_administrator_alone()
    {
        var adam = await App.AddAsync("Adam alone", MemberRole.Admin);
        var group = await GroupAsync();
        var admin = App.Api(await App.KeyAsync(adam));
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("not for Adam"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        Assert.DoesNotContain(await ServedAsync(admin), v => Id(v) == id);
        Assert.Contains(
            (await admin.CallAsync("users.get_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id
        );
        Assert.Contains(
            (await admin.CallAsync("users.get_organization_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id
        );
        var admins = await App.DbAsync(
            App.Olga,
            db => db.Groups.Where(g => g.BuiltIn == BuiltInGroup.Admins).Select(g => g.Id).SingleAsync()
        );
        var forAdmins = await SaveAsync(
            admin,
            new
            {
                description = Name("for administrators"),
                data = "a = 1",
                scope = "group",
            },
            admins.ToString("N")
        );
        Assert.Contains(await ServedAsync(admin), v => Id(v) == forAdmins);
        Assert.DoesNotContain(await ServedAsync(App.Api(await App.KeyAsync(App.Mia))), v => Id(v) == forAdmins);
    }

    [Fact]
    public async Task A_member_sees_vaults_of_others_only_while_they_are_on_and_apply()
    {
        var mia = await App.AddAsync("Mia who looks", MemberRole.Member);
        var group = await GroupAsync(mia);
        var (admin, client) = (App.Api(await App.KeyAsync(App.Adam)), App.Api(await App.KeyAsync(mia)));
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("on and off"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        Assert.Contains(
            (await client.CallAsync("users.get_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id
        );
        await SaveAsync(admin, new { id, enabled = false });
        Assert.DoesNotContain(
            (await client.CallAsync("users.get_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id
        );
        (await client.CallAsync("users.get_organization_vaults")).IsRefused(403, 20);
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
        var (id, name) = (
            await SaveAsync(
                admin,
                new
                {
                    description = Name("kept"),
                    data = "a: 1",
                    format = "yaml",
                    type = "monitoring",
                    scope = "group",
                    enabled = true,
                },
                group
            ),
            Name("kept")
        );
        var before = await OrganizationAsync(admin, id);
        await SaveAsync(admin, new { id, description = name + " now" });
        var after = await OrganizationAsync(admin, id);
        Assert.Equal(
            ("a: 1", "yaml", "monitoring", group, true, name + " now"),
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
        await SaveAsync(admin, new { id, scope = "organization" });
        Assert.Equal("organization", Text(await OrganizationAsync(admin, id), "scope"));
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { id } });
    }

    [Fact]
    public async Task Each_change_is_in_the_operations_log()
    {
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var name = Name("logged");
        var id = await SaveAsync(
            admin,
            new
            {
                description = name,
                data = "a = 1",
                scope = "organization",
                enabled = false,
            }
        );
        await SaveAsync(admin, new { id, data = "a = 2" });
        await SaveAsync(admin, new { id, enabled = true });
        await SaveAsync(
            admin,
            new
            {
                id,
                enabled = true,
                data = "a = 2",
            }
        );
        await SaveAsync(admin, new { id, enabled = false });
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { id } });
        var log = (
            await admin.CallAsync("users.get_vault_operations_log", new { vaults = new[] { id }, order = "asc" })
        )
            .Ok.GetProperty("operations")
            .EnumerateArray()
            .ToList();
        Assert.Equal(["create", "edit", "activate", "deactivate", "delete"], log.Select(o => Text(o, "operation")));
        Assert.All(
            log,
            o =>
                Assert.Equal(
                    (name, "Adam Ames", "192.0.2.7", "organization"),
                    (Text(o, "vault_description"), Text(o.GetProperty("user"), "name"), Text(o, "ip"), Text(o, "scope"))
                )
        );
        Assert.Equal(
            "delete",
            Text(
                (
                    await admin.CallAsync(
                        "users.get_vault_operations_log",
                        new { vaults = new[] { id }, page_size = 1 }
                    )
                ).Ok.GetProperty("operations")[0],
                "operation"
            )
        );
        Assert.Equal(2, (
                await admin.CallAsync(
                    "users.get_vault_operations_log",
                    new
                    {
                        vaults = new[] { id },
                        operations = new[] { "create", "delete" },
                        users = new[] { App.Adam.Id.ToString("N") },
                    }
                )
            ).Ok.GetProperty("operations").GetArrayLength());
        Assert.Empty(
            (
                await admin.CallAsync(
                    "users.get_vault_operations_log",
                    new { vaults = new[] { id }, from_timestamp = "2099-01-01T00:00:00Z" }
                )
            )
                .Ok.GetProperty("operations")
                .EnumerateArray()
        );
        (await admin.CallAsync("users.get_vault_operations_log", new { operations = new[] { "steal" } })).IsRefused(
            400,
            12
        );
        (await admin.CallAsync("users.get_vault_operations_log", new { scope = new[] { "galaxy" } })).IsRefused(
            400,
            12
        );
        var filters = (await admin.CallAsync("users.get_vault_operations_log_filters")).Ok;
        Assert.Contains(
            filters.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id && Text(v, "description") == name
        );
        Assert.Contains(filters.GetProperty("users").EnumerateArray(), u => Text(u, "name") == "Adam Ames");
        (await App.Api(await App.KeyAsync(App.Mia)).CallAsync("users.get_vault_operations_log")).IsRefused(403, 20);
    }

    [Fact]
    public async Task The_operations_log_asks_the_database_for_each_value_once_and_for_a_limited_number_of_choices()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information"]
        );
        var admin = server.Api(await server.KeyAsync(server.Adam));
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("often"),
                data = "a = 1",
                scope = "organization",
                enabled = false,
            }
        );
        string[] Queries() =>
            [
                .. server
                    .Log.Text.Split("Executed DbCommand")
                    .Where(q =>
                        q.Contains("vault_operations", StringComparison.Ordinal)
                        && q.Contains("SELECT", StringComparison.Ordinal)
                    ),
            ];
        string[] Often(string word) => [.. Enumerable.Repeat(word, 500)];
        var found = (
            await admin.CallAsync(
                "users.get_vault_operations_log",
                new
                {
                    vaults = Often(id),
                    users = Often(server.Adam.Id.ToString("N")),
                    operations = Often("create"),
                    scope = Often("organization"),
                }
            )
        ).Ok;
        Assert.Equal(1, found.GetProperty("operations").GetArrayLength());
        Assert.All(Queries(), q => Assert.True(q.Length < 5_000, q[..Math.Min(q.Length, 2_000)]));
        (
            await admin.CallAsync(
                "users.get_vault_operations_log",
                new { vaults = Enumerable.Range(0, 1_001).Select(_ => Guid.NewGuid().ToString("N")) }
            )
        ).IsRefused(400, 12);
        (await admin.CallAsync("users.get_vault_operations_log_filters")).IsOk();
        Assert.Equal(
            200,
            (
                await (await server.SignedInAsync(server.Adam)).GetAsync(
                    $"/workspaces/{server.Olga.Workspace:N}/vault-activity"
                )
            ).Status
        );
        var grouped = Queries().Where(q => q.Contains("GROUP BY", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, grouped.Count);
        Assert.All(
            grouped,
            q =>
                Assert.True(
                    q.Contains("LIMIT", StringComparison.Ordinal) || q.Contains("<= 1", StringComparison.Ordinal),
                    q
                )
        );
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
