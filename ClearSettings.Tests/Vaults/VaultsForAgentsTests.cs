using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

/// <summary>What agents receive for themselves, and as the owner of a task; see docs/protocol.md#vaults.</summary>
public abstract class VaultsForAgentsTests(TestApp app) : VaultApiCalls(app)
{
    [Fact]
    public async Task An_agent_that_impersonates_a_person_receives_that_persons_vaults_and_none_of_its_own()
    {
        var mia = await App.AddAsync("Mia with tasks", MemberRole.Member);
        var group = await GroupAsync(mia);
        var bot = await App.BotAsync(App.Olga, name: "vault-bot");
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var shared = await SaveSharedAsync(admin, Name("of Mia's group"), "a = group", group);
        var own = await SaveAsync(App.Api(await App.KeyAsync(mia)), new { data = "a = mia" });
        await admin.OkAsync(Save, new { vault = new { data = "a = bot" }, user = bot.Id.ToString("N") });
        var task = App.WithToken(await App.TokenForAsync(bot.Key, mia.Id));
        var received = (await ServedAsync(task)).Where(v => Text(v, "scope") != "organization").ToList();
        Assert.Equal([shared, own], received.Select(Id));
        Assert.Equal(
            """{"a":"bot"}""",
            Data((await ServedAsync(App.Api(bot.Key))).Single(v => Text(v, "scope") == "user"))
        );
        // Reading is all that impersonating someone leaves.
        (await task.CallAsync("users.add_or_update_vault", new { vault = new { data = "a = 2" } })).IsRefused(403, 20);
        (await task.CallAsync("users.delete_vaults", new { vaults = new[] { own } })).IsRefused(403, 20);
        (await task.CallAsync("users.get_organization_vaults")).IsRefused(403, 20);
    }

    [Fact]
    public async Task Acting_for_an_administrator_brings_the_vaults_of_administrators_but_no_others()
    {
        var adam = await App.AddAsync("Adam with tasks", MemberRole.Admin);
        var bot = await App.BotAsync(App.Olga, name: "admin-task-bot");
        var admins = await App.DbAsync(
            App.Olga,
            db => db.Groups.Where(g => g.BuiltIn == BuiltInGroup.Admins).Select(g => g.Id).SingleAsync()
        );
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var theirs = await SaveSharedAsync(admin, Name("of administrators' tasks"), "a = 1", admins.ToString("N"));
        var others = await SaveSharedAsync(admin, Name("of somebody else"), "a = 1", await GroupAsync());
        var task = App.WithToken(await App.TokenForAsync(bot.Key, adam.Id));
        Assert.Contains(await ServedAsync(task), v => Id(v) == theirs);
        Assert.DoesNotContain(
            (await task.CallAsync("users.get_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == others
        );
    }

    [Fact]
    public async Task The_vault_of_a_service_account_is_its_own_and_its_administrators()
    {
        var (bot, other) = (
            await App.BotAsync(App.Olga, name: "own-vault-bot"),
            await App.BotAsync(App.Olga, name: "other-bot")
        );
        var (account, admin) = (App.Api(bot.Key), App.Api(await App.KeyAsync(App.Adam)));
        var id = await SaveAsync(account, new { data = "a = 1" });
        var update = new { vault = new { data = "a = 2" }, user = bot.Id.ToString("N") };
        Assert.Equal(id, Text(await admin.OkAsync(Save, update), "vault"));
        await App.Api(other.Key).RefusedAsync(400, 10, Save, new { vault = new { id, data = "a = 3" } });
        var foreign = new { vault = new { data = "a = 3" }, user = bot.Id.ToString("N") };
        await App.Api(await App.KeyAsync(App.Mia)).RefusedAsync(403, 20, Save, foreign);
        await App.Api(await App.KeyAsync(App.Eve)).RefusedAsync(400, 301, Save, foreign);
        Assert.Equal("""{"a":2}""", Data((await ServedAsync(account)).Single(v => Text(v, "scope") == "user")));
        await AssertChangesAreLoggedAsync(admin, id);
        (await admin.CallAsync("auth.delete_user", new { user = bot.Id.ToString("N") })).IsOk();
        Assert.False(await App.DbAsync(App.Olga, db => db.Vaults.AnyAsync(v => v.UserId == bot.Id)));
        (await account.CallAsync("users.get_vaults")).IsRefused(401, 22);
    }

    private static async Task AssertChangesAreLoggedAsync(ApiClient admin, string vault)
    {
        var log = (
            await admin.CallAsync(
                "users.get_vault_operations_log",
                new
                {
                    vaults = new[] { vault },
                    scope = new[] { "service_account" },
                    order = "asc",
                }
            )
        ).Ok.GetProperty("operations").EnumerateArray().ToList();
        Assert.Equal(
            [("create", "own-vault-bot"), ("activate", "own-vault-bot"), ("edit", "Adam Ames")],
            log.Select(o => (Text(o, "operation"), Text(o.GetProperty("user"), "name")))
        );
    }
}

public sealed class VaultsForAgentsOnSqlite(SqliteApp app) : VaultsForAgentsTests(app), IClassFixture<SqliteApp>;

public sealed class VaultsForAgentsOnPostgres(PostgresApp app) : VaultsForAgentsTests(app), IClassFixture<PostgresApp>;
