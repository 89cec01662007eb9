using ClearSettings.Domain;
using ClearSettings.Domain.Members;

namespace ClearSettings.Tests.Vaults;

/// <summary>Who may change which vault through the API, and what is refused to everyone.</summary>
public abstract class VaultRightsTests(TestApp app) : VaultApiCalls(app)
{
    [Fact]
    public async Task A_member_changes_nothing_but_their_own_vault()
    {
        var (mia, other) = (
            await App.AddAsync("Mia of rights", MemberRole.Member),
            await App.AddAsync("Max of rights", MemberRole.Member)
        );
        var group = await GroupAsync(mia);
        var (admin, client) = (App.Api(await App.KeyAsync(App.Adam)), App.Api(await App.KeyAsync(mia)));
        var shared = await SaveAsync(
            admin,
            new
            {
                description = Name("shared"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        var foreign = await SaveAsync(App.Api(await App.KeyAsync(other)), new { data = "a = 1" });
        (
            await client.CallAsync(
                "users.add_or_update_vault",
                new { vault = new { data = "a = 2", scope = "group" }, group }
            )
        ).IsRefused(403, 20);
        (
            await client.CallAsync(
                "users.add_or_update_vault",
                new { vault = new { data = "a = 2", scope = "organization" } }
            )
        ).IsRefused(403, 20);
        (
            await client.CallAsync(
                "users.add_or_update_vault",
                new { vault = new { data = "a = 2" }, user = other.Id.ToString("N") }
            )
        ).IsRefused(403, 20);
        foreach (var id in new[] { shared, foreign })
            (await client.CallAsync("users.add_or_update_vault", new { vault = new { id, data = "a = 2" } })).IsRefused(
                400,
                10
            );
        Assert.Equal(
            0,
            (await client.CallAsync("users.delete_vaults", new { vaults = new[] { shared, foreign } }))
                .Ok.GetProperty("deleted")
                .GetInt32()
        );
        // Nor does an administrator reach into a person's own vault.
        (
            await admin.CallAsync(
                "users.add_or_update_vault",
                new { vault = new { data = "a = 2" }, user = other.Id.ToString("N") }
            )
        ).IsRefused(400, 301);
        (
            await admin.CallAsync("users.add_or_update_vault", new { vault = new { id = foreign, data = "a = 2" } })
        ).IsRefused(400, 10);
        Assert.DoesNotContain(foreign, (await admin.CallAsync("users.get_vaults")).Text, StringComparison.Ordinal);
        var own = await SaveAsync(client, new { data = "a = 3" });
        Assert.Equal(own, await SaveAsync(client, new { data = "a = 4" }));
        Assert.Equal(
            1,
            (await client.CallAsync("users.delete_vaults", new { vaults = new[] { own, own, "no id" } }))
                .Ok.GetProperty("deleted")
                .GetInt32()
        );
    }

    [Fact]
    public async Task Another_workspace_finds_and_changes_nothing()
    {
        var (admin, eve) = (App.Api(await App.KeyAsync(App.Adam)), App.Api(await App.KeyAsync(App.Eve)));
        var group = await GroupAsync(App.Adam);
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("of Research"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        (await eve.CallAsync("users.add_or_update_vault", new { vault = new { id, data = "a = eve" } })).IsRefused(
            400,
            10
        );
        (
            await eve.CallAsync(
                "users.add_or_update_vault",
                new
                {
                    vault = new
                    {
                        data = "a = eve",
                        scope = "group",
                        description = "Eve's",
                    },
                    group,
                }
            )
        ).IsRefused(400, 10);
        Assert.Equal(
            0,
            (await eve.CallAsync("users.delete_vaults", new { vaults = new[] { id } }))
                .Ok.GetProperty("deleted")
                .GetInt32()
        );
        foreach (
            var action in new[]
            {
                "users.get_vaults",
                "users.get_organization_vaults",
                "users.get_vault_operations_log",
                "users.get_vault_operations_log_filters",
            }
        )
            Assert.DoesNotContain("of Research", (await eve.CallAsync(action)).Text, StringComparison.Ordinal);
        Assert.Equal("a = 1", Data(await OrganizationAsync(admin, id)));
    }

    [Theory]
    [InlineData("""{}""", 11)]
    [InlineData("""{"vault": {"scope": "group", "data": "a = 1"}}""", 11)]
    [InlineData("""{"vault": {"scope": "everyone"}}""", 12)]
    [InlineData("""{"vault": {"type": "not a type"}}""", 12)]
    [InlineData("""{"vault": {"format": "toml"}}""", 12)]
    [InlineData("""{"vault": {"id": "zzz"}}""", 10)]
    [InlineData("""{"vault": {"id": "0123456789abcdef0123456789abcdef"}}""", 10)]
    [InlineData(
        """{"vault": {"scope": "group", "description": "x"}, "group": "0123456789abcdef0123456789abcdef"}""",
        10
    )]
    [InlineData("""{"vault": {"data": "a = 1", "type": "monitoring"}}""", 12)]
    [InlineData("""{"vault": {"data": {"a": 1}}}""", 12)]
    [InlineData("""{"vault": "a = 1"}""", 12)]
    [InlineData("""{"vault": {"data": "a = 1", "description": "two\nlines"}}""", 12)]
    [InlineData(
        """{"vault": {"data": "{}", "scope": "organization", "description": "s", "type": "ui", "enabled": true, "format": "hocon"}, "unknown": 1}""",
        0
    )]
    public async Task What_does_not_fit_is_refused(string body, int subcode)
    {
        var answer = await App.Api(await App.KeyAsync(App.Olga)).CallAsync("users.add_or_update_vault", body);
        Assert.Equal((subcode == 0 ? 200 : 400, subcode), (answer.Code, answer.Subcode));
    }

    [Fact]
    public async Task Two_shared_vaults_have_different_names()
    {
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var name = Name("twice");
        var id = await SaveAsync(
            admin,
            new
            {
                description = name,
                data = "",
                scope = "organization",
                enabled = false,
            }
        );
        (
            await admin.CallAsync(
                "users.add_or_update_vault",
                new
                {
                    vault = new
                    {
                        description = name.ToUpperInvariant(),
                        data = "",
                        scope = "organization",
                    },
                }
            )
        ).IsRefused(400, 801);
        await SaveAsync(admin, new { id, description = name.ToUpperInvariant() });
    }
}

public sealed class VaultRightsOnSqlite(SqliteApp app) : VaultRightsTests(app), IClassFixture<SqliteApp>;

public sealed class VaultRightsOnPostgres(PostgresApp app) : VaultRightsTests(app), IClassFixture<PostgresApp>;
