using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.Groups;
using ClearSettings.Tests.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

public abstract class MigrationTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_workspace_from_before_groups_gets_the_built_in_ones()
    {
        await using var server = await App.AnotherAsync();
        await server.DowngradeAsync(all => all.Single(m => m.EndsWith("_Invitations", StringComparison.Ordinal)));
        await server.StartAgainAsync();
        foreach (var person in new[] { server.Olga, server.Eve })
        {
            var groups = await server.DbAsync(
                person,
                db => db.Groups.AsNoTracking().OrderBy(g => g.Name).ToListAsync()
            );
            Assert.Equal(
                ["Admins ADMINS Admins", "Queue admins QUEUE ADMINS QueueAdmins", "Users USERS Users"],
                groups.Select(g => $"{g.Name} {g.NameKey} {g.BuiltIn}")
            );
            Assert.All(
                groups,
                g => Assert.True(g.Id != Guid.Empty && g.CreatedAt.Kind == DateTimeKind.Utc && g.CreatedAt.Year == 2026)
            );
            Assert.Equal(
                3,
                await server.DbAsync(person, db => db.Groups.CountAsync(g => groups.Select(x => x.Id).Contains(g.Id)))
            );
        }
        Assert.Equal(200, (await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/workspaces")).Status);
    }

    [Fact]
    public async Task A_workspace_from_before_access_rules_lets_all_users_do_everything()
    {
        await using var server = await App.AnotherAsync();
        await DowngradeBelowAsync(server, "_AccessRules");
        await server.StartAgainAsync();
        foreach (var person in new[] { server.Olga, server.Eve })
            await AssertDefaultRulesAsync(server, person);
        // The migration writes IDs in the form that the program reads.
        var rule = (
            await server.InAsync(server.Olga, s => s.GetRequiredService<RuleList>().ReadAsync(new(), 0, 1))
        ).Single();
        var deleted = await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<DeleteRules>().RunAsync([rule.Id], new(Confirmation: RuleLockout.Phrase))
        );
        Assert.True(deleted.Ok);
        Assert.Equal(6, await server.DbAsync(server.Olga, db => db.AccessRules.CountAsync()));
    }

    [Fact]
    public async Task Whoever_joined_by_a_link_before_links_were_told_apart_counts_as_unconfirmed()
    {
        await using var server = await App.AnotherAsync();
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "someone@example.com", Role = MemberRole.Member })
        );
        await server.DbAsync(
            server.Olga,
            db => db.Invitations.ExecuteUpdateAsync(i => i.SetProperty(x => x.AcceptedById, server.Mia.Id))
        );
        Assert.True(await ConfirmedAsync(server, server.Mia));
        await DowngradeBelowAsync(server, "_EmailedInvitationLinks");
        await server.StartAgainAsync();
        Assert.False(await ConfirmedAsync(server, server.Mia));
        Assert.True(await ConfirmedAsync(server, server.Adam));
    }

    [Fact]
    public async Task The_group_of_a_vault_from_before_several_groups_stays()
    {
        await using var server = await App.AnotherAsync();
        var (one, two) = (
            await GroupFixture.GroupAsync(server, "Perception", server.Mia),
            await GroupFixture.GroupAsync(server, "Speech", server.Adam)
        );
        var grouped = await GroupFixture.VaultAsync(server, "Buckets", one.Id);
        var several = await GroupFixture.VaultAsync(server, "Mirrors", one.Id, two.Id);
        var everyone = await VaultTestClient.SaveAsync(server, "Everyone", "a = 1", on: true);
        await DowngradeBelowAsync(server, "_VaultGroups");
        // Of another group since, by a server of the earlier version.
        Assert.Equal(1, await SetGroupAsync(server, several, two.Id));
        Assert.Equal(1, await CountInGroupAsync(server, grouped, one.Id));
        await server.StartAgainAsync();
        var assigned = await server.DbAsync(
            server.Olga,
            db => db.VaultGroups.ToDictionaryAsync(g => g.VaultId, g => (g.GroupId, g.WorkspaceId))
        );
        Assert.Equal(
            ((one.Id, server.Olga.Workspace), (two.Id, server.Olga.Workspace), false),
            (assigned[grouped], assigned[several], assigned.ContainsKey(everyone))
        );
        Assert.Equal("a = 1", await VaultTestClient.TextAsync(server, everyone));
        var vaults = await server.Services.GetRequiredService<VaultCache>().GetAsync(server.Olga.Workspace);
        Assert.Equal([everyone, grouped], vaults.For(server.Mia.Id, MemberRole.Member).Select(v => v.Id));
        Assert.Equal([everyone, several], vaults.For(server.Adam.Id, MemberRole.Admin).Select(v => v.Id));
    }

    private static Task DowngradeBelowAsync(TestApp server, string migration) =>
        server.DowngradeAsync(all => all[all.FindIndex(m => m.EndsWith(migration, StringComparison.Ordinal)) - 1]);

    private static async Task AssertDefaultRulesAsync(TestApp server, Person person)
    {
        var users = await server.DbAsync(
            person,
            db => db.Groups.Where(g => g.BuiltIn == BuiltInGroup.Users).Select(g => g.Id).SingleAsync()
        );
        var rows = await server.InAsync(person, s => s.GetRequiredService<RuleList>().ReadAsync(new(), 0, 50));
        Assert.Equal(ResourceTypes.All, rows.Select(r => r.State.Type));
        Assert.All(
            rows,
            r =>
            {
                Assert.Equal((null, AccessLevel.Modify), (r.State.ResourceId, r.State.Level));
                Assert.Equal([users], r.State.Assignees);
                Assert.Equal(DateTimeKind.Utc, r.UpdatedAt.Kind);
            }
        );
        var version = Assert.Single(
            await server.InAsync(person, s => s.GetRequiredService<RuleHistory>().ListAsync(0, 10))
        );
        Assert.Equal((1, "Default rules"), (version.Number, version.Summary));
    }

    private static Task<int> SetGroupAsync(TestApp server, Guid vault, Guid group) =>
        server.DbAsync(
            null,
            db => db.Database.ExecuteSqlAsync($"""update "vaults" set "GroupId" = {group} where "Id" = {vault}""")
        );

    private static Task<int> CountInGroupAsync(TestApp server, Guid vault, Guid group) =>
        server.DbAsync(
            null,
            db =>
                db.Database.SqlQuery<int>(
                        $"""
                        select count(*) as "Value" from "vaults" where "Id" = {vault} and "GroupId" = {group}
                        """
                    )
                    .SingleAsync()
        );

    private static Task<bool> ConfirmedAsync(TestApp server, Person person) =>
        server.DbAsync(null, db => db.Users.Where(u => u.Id == person.Id).Select(u => u.EmailConfirmed).SingleAsync());
}

public sealed class MigrationsOnSqlite(SqliteApp app) : MigrationTests(app), IClassFixture<SqliteApp>;

public sealed class MigrationsOnPostgres(PostgresApp app) : MigrationTests(app), IClassFixture<PostgresApp>;
