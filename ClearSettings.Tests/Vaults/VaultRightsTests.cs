using ClearSettings.Domain;

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
        var shared = await SaveSharedAsync(admin, Name("shared"), "a = 1", group);
        var foreign = await SaveAsync(App.Api(await App.KeyAsync(other)), new { data = "a = 1" });
        var ofOther = new { vault = new { data = "a = 2" }, user = other.Id.ToString("N") };
        await client.RefusedAsync(403, 20, Save, new { vault = new { data = "a = 2", scope = "group" }, group });
        await client.RefusedAsync(403, 20, Save, new { vault = new { data = "a = 2", scope = "organization" } });
        await client.RefusedAsync(403, 20, Save, ofOther);
        foreach (var id in new[] { shared, foreign })
            await client.RefusedAsync(400, 10, Save, new { vault = new { id, data = "a = 2" } });
        Assert.Equal(0, await DeleteAsync(client, shared, foreign));
        // Nor does an administrator reach into a person's own vault.
        await admin.RefusedAsync(400, 301, Save, ofOther);
        await admin.RefusedAsync(400, 10, Save, new { vault = new { id = foreign, data = "a = 2" } });
        Assert.DoesNotContain(foreign, (await admin.CallAsync("users.get_vaults")).Text, StringComparison.Ordinal);
        var own = await SaveAsync(client, new { data = "a = 3" });
        Assert.Equal(own, await SaveAsync(client, new { data = "a = 4" }));
        Assert.Equal(1, await DeleteAsync(client, own, own, "no id"));
    }

    [Fact]
    public async Task Another_workspace_finds_and_changes_nothing()
    {
        var (admin, eve) = (App.Api(await App.KeyAsync(App.Adam)), App.Api(await App.KeyAsync(App.Eve)));
        var group = await GroupAsync(App.Adam);
        var id = await SaveSharedAsync(admin, Name("of Research"), "a = 1", group);
        await eve.RefusedAsync(400, 10, Save, new { vault = new { id, data = "a = eve" } });
        var ofEve = new
        {
            data = "a = eve",
            scope = "group",
            description = "Eve's",
        };
        await eve.RefusedAsync(400, 10, Save, new { vault = ofEve, group });
        Assert.Equal(0, await DeleteAsync(eve, id));
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
        """{"vault": {"data": "{}", "scope": "organization", "description": "s", "type": "ui", "enabled": true,"""
            + """ "format": "hocon"}, "unknown": 1}""",
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
        var id = await SaveSharedAsync(admin, name, "", enabled: false);
        var same = new
        {
            description = name.ToUpperInvariant(),
            data = "",
            scope = "organization",
        };
        await admin.RefusedAsync(400, 801, Save, new { vault = same });
        await SaveAsync(admin, new { id, description = name.ToUpperInvariant() });
    }
}

public sealed class VaultRightsOnSqlite(SqliteApp app) : VaultRightsTests(app), IClassFixture<SqliteApp>;

public sealed class VaultRightsOnPostgres(PostgresApp app) : VaultRightsTests(app), IClassFixture<PostgresApp>;
