using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

/// <summary>Vaults that are for several groups.</summary>
public abstract class VaultGroupsTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Members_of_any_of_its_groups_receive_a_vault_once()
    {
        var (one, two) = (await GroupAsync("One", App.Mia), await GroupAsync("Two", App.Mia, App.Adam));
        var id = await AddAsync("For both", [one, two]);
        Assert.Equal(1, await CountAsync(App.Mia, id));
        Assert.Equal(1, await CountAsync(App.Adam, id));
        Assert.Equal(0, await CountAsync(App.Olga, id));
        Assert.Equal((2, 0), await RecipientsAsync(id));
    }

    [Fact]
    public async Task Groups_of_a_vault_are_added_and_removed_and_the_log_names_them()
    {
        var (one, two, three) = (await GroupAsync("Una"), await GroupAsync("Duo"), await GroupAsync("Tre"));
        var id = await AddAsync("Moving", [one, two]);
        Assert.True((await ChangeAsync(id, new() { GroupIds = [two, three] })).Ok);
        Assert.Equal(new[] { two, three }.Order(), await GroupsOfAsync(id));
        Assert.Equal("groups added 1: Tre, groups removed 1: Una", await LastDetailAsync(id));
        Assert.True((await ChangeAsync(id, new() { Scope = VaultScope.Organization })).Ok);
        Assert.Empty(await GroupsOfAsync(id));
        Assert.Equal("assigned to the whole workspace", await LastDetailAsync(id));
        Assert.True((await ChangeAsync(id, new() { GroupIds = [one] })).Ok);
        Assert.Equal([one], await GroupsOfAsync(id));
    }

    [Fact]
    public async Task The_same_groups_in_another_order_or_twice_change_nothing()
    {
        var (one, two) = (await GroupAsync("Alpha"), await GroupAsync("Beta"));
        var id = await AddAsync("Steady", [one, two, one]);
        Assert.Equal(new[] { one, two }.Order(), await GroupsOfAsync(id));
        Assert.True((await ChangeAsync(id, new() { GroupIds = [two, one, two] })).Ok);
        Assert.False(
            await App.DbAsync(
                App.Olga,
                db => db.VaultOperations.AnyAsync(o => o.VaultId == id && o.Action == VaultAction.Edit)
            )
        );
    }

    [Fact]
    public async Task A_vault_for_groups_needs_one_and_only_groups_of_the_workspace()
    {
        var one = await GroupAsync("Only");
        var foreign = await App.DbAsync(App.Eve, db => db.Groups.Select(g => g.Id).FirstAsync());
        var id = await AddAsync("Strict", [one]);
        await RefusedAsync(id, [], "Select at least one group, or choose the whole workspace.");
        await RefusedAsync(id, [one, foreign], "A selected group no longer exists. Select groups again.");
        await RefusedAsync(id, [one, Guid.NewGuid()], "A selected group no longer exists. Select groups again.");
        await RefusedAsync(
            id,
            [.. Enumerable.Repeat(one, VaultAssignment.MaxGroups + 1)],
            "A vault can be assigned to at most 100 groups. Select fewer groups, or choose the whole workspace."
        );
        Assert.Equal([one], await GroupsOfAsync(id));
        var made = await SaveAsync(null, new() { Name = "Nowhere", Scope = VaultScope.Group });
        Assert.Equal("GroupIds", Assert.Single(made.Problems).Field);
    }

    [Fact]
    public async Task Of_a_deleted_group_a_vault_keeps_its_other_groups_and_stays_enabled()
    {
        var (gone, kept) = (await GroupAsync("Gone", App.Mia), await GroupAsync("Kept", App.Adam));
        var id = await AddAsync("Survivor", [gone, kept]);
        var impact = await PreviewAsync(gone);
        Assert.Equal((0, 1), (impact.Vaults.Count, impact.SharedVaults));
        var dialog = await (await App.SignedInAsync(App.Adam)).GetAsync(
            $"/workspaces/{App.Olga.Workspace:N}/groups/{gone:N}/delete"
        );
        Assert.Contains("1 vault loses this group and keeps its other groups.", dialog.Main);
        Assert.DoesNotContain("No vault is assigned", dialog.Main);
        await DeleteAsync(gone);
        Assert.Equal([kept], await GroupsOfAsync(id));
        Assert.Equal((0, 1), (await CountAsync(App.Mia, id), await CountAsync(App.Adam, id)));
        Assert.Equal("its group Gone was deleted; others remain", await LastDetailAsync(id));
    }

    [Fact]
    public async Task When_all_its_groups_are_deleted_together_a_vault_is_disabled()
    {
        var (one, two) = (await GroupAsync("First of two", App.Mia), await GroupAsync("Second of two"));
        var id = await AddAsync("Orphan", [one, two]);
        Assert.Equal(["Orphan"], (await PreviewAsync(one, two)).Vaults);
        await DeleteAsync(one, two);
        Assert.Empty(await GroupsOfAsync(id));
        Assert.False(
            await App.DbAsync(App.Olga, db => db.Vaults.Where(v => v.Id == id).Select(v => v.Enabled).SingleAsync())
        );
        Assert.Equal(0, await CountAsync(App.Mia, id));
        // It can be edited while it is disabled, and enabled once it has a group.
        Assert.True((await ChangeAsync(id, new() { Content = "b = 2" })).Ok);
        Assert.Contains("Select a group", (await ChangeAsync(id, new() { Enabled = true })).Problems[0].Message);
        Assert.True(
            (await ChangeAsync(id, new() { Enabled = true, GroupIds = [await GroupAsync("New home", App.Mia)] })).Ok
        );
        Assert.Equal(1, await CountAsync(App.Mia, id));
    }

    [Fact]
    public async Task A_vault_whose_groups_were_not_read_does_not_pass_for_one_without_groups()
    {
        var id = await AddAsync("Half read", [await GroupAsync("Unread")]);
        var vault = await App.DbAsync(App.Olga, db => db.Vaults.SingleAsync(v => v.Id == id));
        Assert.Throws<InvalidOperationException>(() => vault.Groups);
    }

    [Fact]
    public async Task The_list_names_the_first_group_counts_the_others_and_finds_a_vault_by_each()
    {
        var (one, two) = (await GroupAsync("Zulu listed"), await GroupAsync("Yankee listed"));
        await AddAsync("Listed vault", [one, two]);
        var browser = await App.SignedInAsync(App.Adam);
        var list = await browser.GetAsync(VaultTestClient.Url(App, "?q=Listed"));
        Assert.Equal("Yankee listed +1 more: Zulu listed", list.Cell("Listed vault", "Groups"));
        Assert.Equal(
            "Yankee listed, Zulu listed",
            list.Rows("Listed vault")[0].QuerySelector(".groups")!.GetAttribute("title")
        );
        foreach (var group in new[] { one, two })
            Assert.Single((await browser.GetAsync(VaultTestClient.Url(App, $"?group={group:N}"))).Rows("Listed vault"));
    }

    [Fact]
    public async Task The_editor_selects_several_groups_with_check_boxes()
    {
        var (one, two) = (await GroupAsync("Box one"), await GroupAsync("Box two"));
        var browser = await App.SignedInAsync(App.Adam);
        var page = await (await browser.GetAsync(VaultTestClient.Url(App, "/new")))
            .Fill("Name", "Boxed")
            .Choose("Selected groups")
            .Choose("Box one")
            .Choose("Box two")
            .PressAsync("Save vault");
        Assert.Equal("Vault Boxed saved. It is disabled; enable it when it is ready.", page.Flash);
        var vault = await VaultTestClient.FindAsync(App, "Boxed");
        Assert.Equal(new[] { one, two }.Order(), await GroupsOfAsync(vault.Id));
        var editor = await browser.GetAsync(VaultTestClient.Url(App, $"/{vault.Id:N}"));
        Assert.Equal(
            new[] { $"{one:N}", $"{two:N}" }.Order(),
            editor
                .Document.QuerySelectorAll("input[name=Groups][checked]")
                .Select(b => b.GetAttribute("value")!)
                .Order()
        );
    }

    private async Task<Guid> GroupAsync(string name, params Person[] members) =>
        (await GroupFixture.GroupAsync(App, name, members)).Id;

    private async Task<Guid> AddAsync(string name, Guid[] groups)
    {
        var saved = await SaveAsync(
            null,
            new()
            {
                Name = name,
                GroupIds = groups,
                Content = "a = 1",
                Enabled = true,
            }
        );
        Assert.True(saved.Ok, string.Join(' ', saved.Problems.Select(p => p.Message)));
        return saved.Value;
    }

    private Task<Result<Guid>> ChangeAsync(Guid id, VaultInput input) => SaveAsync(id, input);

    private Task<Result<Guid>> SaveAsync(Guid? id, VaultInput input) =>
        App.InAsync(App.Adam, s => s.GetRequiredService<SaveVault>().RunAsync(id, input));

    private async Task RefusedAsync(Guid id, Guid[] groups, string message)
    {
        var problem = Assert.Single((await ChangeAsync(id, new() { GroupIds = groups })).Problems);
        Assert.Equal(("GroupIds", message), (problem.Field, problem.Message));
    }

    private Task<GroupRemovalImpact> PreviewAsync(params Guid[] groups) =>
        App.InAsync(App.Adam, s => s.GetRequiredService<DeleteGroups>().PreviewAsync(groups));

    private async Task DeleteAsync(params Guid[] groups) =>
        Assert.True((await App.InAsync(App.Adam, s => s.GetRequiredService<DeleteGroups>().RunAsync(groups))).Ok);

    private Task<List<Guid>> GroupsOfAsync(Guid id) =>
        App.DbAsync(
            App.Olga,
            async db =>
            {
                var groups = await db.VaultGroups.Where(g => g.VaultId == id).Select(g => g.GroupId).ToListAsync();
                return groups.Order().ToList();
            }
        );

    private Task<string?> LastDetailAsync(Guid id) =>
        App.DbAsync(
            App.Olga,
            db =>
                db.VaultOperations.Where(o => o.VaultId == id)
                    .OrderByDescending(o => o.At)
                    .Select(o => o.Detail)
                    .FirstAsync()
        );

    private Task<(int, int)> RecipientsAsync(Guid id) =>
        App.InAsync(
            App.Adam,
            async s =>
            {
                var vault = await s.GetRequiredService<VaultStore>().FindAsync(id);
                return await s.GetRequiredService<VaultRecipients>().CountAsync(vault!);
            }
        );

    private Task<int> CountAsync(Person person, Guid id) =>
        App.InAsync(
            null,
            async s =>
            {
                var snapshot = await s.GetRequiredService<VaultCache>().GetAsync(person.Workspace);
                return snapshot.For(person.Id, person.Role).Count(v => v.Id == id);
            }
        );
}

public sealed class VaultGroupsOnSqlite(SqliteApp app) : VaultGroupsTests(app), IClassFixture<SqliteApp>;

public sealed class VaultGroupsOnPostgres(PostgresApp app) : VaultGroupsTests(app), IClassFixture<PostgresApp>;
