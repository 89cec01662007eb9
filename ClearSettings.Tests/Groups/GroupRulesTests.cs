using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract partial class GroupRulesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_group_has_a_name_of_its_own_in_its_workspace_capitals_aside()
    {
        await GroupFixture.GroupAsync(App, "Perception Team");
        Assert.Equal(
            GroupNames.NameTakenMessage,
            Refused(await CreateAsync(App.Adam, new() { Name = "PERCEPTION team " }))
        );
        Assert.Equal(GroupNames.NameTakenMessage, Refused(await CreateAsync(App.Adam, new() { Name = "admins" })));
        Assert.StartsWith("The name is empty", Refused(await CreateAsync(App.Adam, new() { Name = " " })));
        Assert.StartsWith("The name is too long", Refused(await CreateAsync(App.Adam, new() { Name = new('x', 101) })));
        Assert.StartsWith(
            "The description is too long",
            Refused(await CreateAsync(App.Adam, new() { Name = "Long", Description = new('x', 301) }))
        );
        Assert.StartsWith(
            "The description contains a line break",
            Refused(await CreateAsync(App.Adam, new() { Name = "Long", Description = "one\ntwo" }))
        );
        Assert.True((await CreateAsync(App.Eve, new() { Name = "Perception Team" })).Ok);
    }

    [Fact]
    public async Task What_is_left_out_of_a_change_stays_and_each_change_is_recorded()
    {
        var group = await GroupFixture.GroupAsync(App, "Recorded", App.Mia);
        Assert.True((await ChangeAsync(App.Adam, group.Id, new() { Description = " Six people " })).Ok);
        Assert.True((await ChangeAsync(App.Adam, group.Id, new() { Name = "Recorded twice" })).Ok);
        Assert.True((await ChangeAsync(App.Adam, group.Id, new() { Users = [App.Olga.Id] })).Ok);
        Assert.True(
            (await ChangeAsync(App.Adam, group.Id, new() { Users = [App.Olga.Id], Name = "Recorded twice" })).Ok
        );
        Assert.True((await ChangeAsync(App.Adam, group.Id, new() { Description = "" })).Ok);
        var now = await App.DbAsync(App.Olga, db => db.Groups.SingleAsync(g => g.Id == group.Id));
        Assert.Equal(("Recorded twice", "RECORDED TWICE", null), (now.Name, now.NameKey, now.Description));
        var events = await EventsAsync("Recorded");
        Assert.Equal(
            [
                "group.created Recorded ",
                "group.members_changed Recorded added 1: Mia Meyer",
                "group.changed Recorded description",
                "group.changed Recorded twice was Recorded",
                "group.members_changed Recorded twice added 1: Olga Orlova; removed 1: Mia Meyer",
                "group.changed Recorded twice description",
            ],
            events
        );
    }

    private Task<List<string>> EventsAsync(string subject) =>
        App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.Where(e => e.Subject.StartsWith(subject))
                    .OrderBy(e => e.At)
                    .ThenBy(e => e.Id)
                    .Select(e => $"{e.Kind} {e.Subject} {e.Detail}")
                    .ToListAsync()
        );

    [Fact]
    public async Task Deleting_turns_the_groups_vaults_off_and_keeps_them()
    {
        var (group, other) = (
            await GroupFixture.GroupAsync(App, "Doomed", App.Mia),
            await GroupFixture.GroupAsync(App, "Spared")
        );
        var (vault, spared) = (
            await GroupFixture.VaultAsync(App, "Buckets", group.Id),
            await GroupFixture.VaultAsync(App, "Mirror", other.Id)
        );
        var impact = (
            await App.InAsync(App.Adam, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id]))
        ).Value;
        Assert.Equal((1, "Buckets", 0), (impact.Members, Assert.Single(impact.Vaults), impact.Invitations));
        await AssertOnlyVaultOfDeletedGroupIsOffAsync(vault, spared, other.Id);
        await AssertDeletionIsRecordedAsync(vault);
        Assert.Empty(await GroupFixture.MembersAsync(App, group.Id));
        Assert.Equal(
            Refusal.NotFound,
            (
                await App.InAsync(App.Adam, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id, other.Id]))
            ).Refusal
        );
        Assert.True(await App.DbAsync(App.Olga, db => db.Groups.AnyAsync(g => g.Id == other.Id)));
    }

    private async Task AssertOnlyVaultOfDeletedGroupIsOffAsync(Guid vault, Guid spared, Guid other)
    {
        var vaults = await App.DbAsync(
            App.Olga,
            db =>
                db.Vaults.Include(v => v.Groups)
                    .Where(v => v.Id == vault || v.Id == spared)
                    .ToDictionaryAsync(v => v.Id)
        );
        Assert.Equal(
            (false, 0, 1, "Adam Ames"),
            (vaults[vault].Enabled, vaults[vault].Groups.Count, vaults[vault].RowVersion, vaults[vault].UpdatedByName)
        );
        Assert.Equal((true, other), (vaults[spared].Enabled, Assert.Single(vaults[spared].Groups).GroupId));
    }

    private async Task AssertDeletionIsRecordedAsync(Guid vault)
    {
        Assert.Equal(
            "its group Doomed was deleted",
            (
                await App.DbAsync(
                    App.Olga,
                    db => db.VaultOperations.SingleAsync(o => o.VaultId == vault && o.Action == VaultAction.Deactivate)
                )
            ).Detail
        );
        Assert.Equal(
            "members: 1, vaults disabled: 1",
            (
                await App.DbAsync(
                    App.Olga,
                    db => db.AuditEvents.SingleAsync(e => e.Kind == "group.deleted" && e.Subject == "Doomed")
                )
            ).Detail
        );
    }

    private Task<Result<Group>> CreateAsync(Person by, GroupInput input) =>
        App.InAsync(by, s => s.GetRequiredService<CreateGroup>().RunAsync(input));

    private Task<Result<Group>> ChangeAsync(Person by, Guid id, GroupInput input) =>
        App.InAsync(by, s => s.GetRequiredService<ChangeGroup>().RunAsync(id, input));

    private static string Refused(Result result)
    {
        Assert.False(result.Ok);
        return result.Problems[0].Message;
    }
}

public sealed class GroupRulesOnSqlite(SqliteApp app) : GroupRulesTests(app), IClassFixture<SqliteApp>;

public sealed class GroupRulesOnPostgres(PostgresApp app) : GroupRulesTests(app), IClassFixture<PostgresApp>;
