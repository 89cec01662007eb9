using System.Data.Common;
using System.Diagnostics;
using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClearSettings.Tests.Workspaces;

/// <summary>A hosted server with Nina, who is an administrator of Olga's workspace and has one of her own.</summary>
public abstract class SeveralWorkspacesTests(TestApp app) : AppTests(app)
{
    private static readonly string[] Hosted = ["--Server:Mode=Hosted", "--Plans:Free:Members=40"];

    [Fact]
    public async Task Switching_makes_another_workspace_current_immediately_in_every_browser_of_the_person()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        var nina = await NinaAsync(server);
        var (one, two) = (await server.SignedInAsync(nina), await server.SignedInAsync(nina));
        Assert.Equal("Ninas", Active(await two.GetAsync("/settings/workspaces")));
        var page = await (await one.GetAsync("/settings/workspaces")).PressAsync("Switch to workspaceSwitch");
        Assert.Equal(("/settings/workspaces", "Research is now your current workspace."), (page.Path, page.Flash));
        Assert.Equal("Research", Active(page));
        Assert.Equal("Research", Active(await two.GetAsync("/settings/workspaces")));
    }

    [Fact]
    public async Task Sign_ins_are_listed_whichever_workspace_was_current()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        var nina = await NinaAsync(server);
        var browser = await server.SignedInAsync(nina);
        var before = SignIns(await browser.GetAsync("/settings/security"));
        await (await browser.GetAsync("/settings/workspaces")).PressAsync("Switch to workspaceSwitch");
        var again = await (await server.SignedInAsync(nina)).GetAsync("/settings/security");
        Assert.Equal(before + 1, SignIns(again));
        var olga = await (await server.SignedInAsync(server.Olga)).GetAsync("/settings/security");
        Assert.Equal(1, SignIns(olga));
    }

    private static int SignIns(Page page) => page.Document.QuerySelectorAll("#sign-ins tbody tr").Length;

    [Fact]
    public async Task Two_tabs_hold_two_workspaces_whichever_is_current()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        var nina = await NinaAsync(server);
        var browser = await server.SignedInAsync(nina);
        var (research, ninas) = (
            await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/users"),
            await browser.GetAsync($"/workspaces/{nina.Workspace:N}/users")
        );
        Assert.Equal(("Research", "Ninas"), (Sidebar(research), Sidebar(ninas)));
        await (await browser.GetAsync("/settings/workspaces")).PressAsync("Switch to workspaceSwitch");
        Assert.Equal("Ninas", Sidebar(await browser.GetAsync($"/workspaces/{nina.Workspace:N}/users")));
        var created = await (await browser.GetAsync($"/settings/workspaces/{nina.Workspace:N}/credentials/new"))
            .Fill("Label", "In my own")
            .PressAsync("Create credentials");
        Assert.Contains("in Ninas", created.Main);
    }

    [Fact]
    public async Task Renaming_is_offered_where_the_role_allows_it_not_where_one_happens_to_be()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        var nina = await NinaAsync(server, MemberRole.Member);
        var page = await (await server.SignedInAsync(nina)).GetAsync("/settings/workspaces");
        string PanelOf(string name) =>
            Page.Squeeze(
                page.Document.QuerySelectorAll("section.panel")
                    .Single(p => p.QuerySelector(".fold-name")!.TextContent == name)
                    .TextContent
            );
        Assert.Contains("Rename workspace", PanelOf("Ninas"));
        Assert.Contains("Invite people", PanelOf("Ninas"));
        Assert.DoesNotContain("Rename workspace", PanelOf("Research"), StringComparison.Ordinal);
        Assert.DoesNotContain("Invite people", PanelOf("Research"), StringComparison.Ordinal);
        Assert.Contains("Leave workspace", PanelOf("Research"));
        Assert.Contains("1 owner, 1 administrator, 2 members.", PanelOf("Research"));
        Assert.Contains("4 of 40 seats", PanelOf("Research"));
    }

    [Fact]
    public async Task A_self_hosted_server_shows_neither_switch_nor_leave_and_refuses_both()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.AddToWorkspaceAsync(nina, App.Eve.Workspace);
        var browser = await App.SignedInAsync(nina);
        var html = (await browser.GetAsync("/settings/workspaces")).Html;
        foreach (var word in new[] { "Switch to", "Leave workspace", "/leave", "/switch" })
            Assert.DoesNotContain(word, html, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync($"/settings/workspaces/{App.Eve.Workspace:N}/leave")).Status);
        foreach (var verb in new[] { "leave", "switch" })
            Assert.Equal(404, (await browser.PostAsync($"/settings/workspaces/{App.Eve.Workspace:N}/{verb}")).Status);
        Assert.Equal(
            2,
            await App.DbAsync(null, db => db.Members.IgnoreQueryFilters().CountAsync(m => m.UserId == nina.Id))
        );
    }

    [Fact]
    public async Task Twenty_workspaces_cost_as_many_queries_as_two()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        var nina = await NinaAsync(server);
        var browser = await server.SignedInAsync(nina);
        var two = await QueriesAsync(server, () => browser.GetAsync("/settings/workspaces"));
        for (var i = 0; i < 18; i++)
        {
            var workspace = await server.AddWorkspaceAsync($"Number {i}");
            var there = await server.AddToWorkspaceAsync(nina, workspace, MemberRole.Owner);
            await server.KeyAsync(there, $"Key {i}");
        }
        var twenty = await QueriesAsync(
            server,
            async () =>
            {
                var page = await browser.GetAsync("/settings/workspaces");
                Assert.Equal(20, page.Document.QuerySelectorAll("section.panel").Length);
                return page;
            }
        );
        Assert.Equal(two, twenty);
        Assert.InRange(twenty, 1, 9);
    }

    private static async Task<int> QueriesAsync(TestApp server, Func<Task<Page>> work)
    {
        await work();
        // Another second begins, so that what is only remembered for one is asked for both times.
        server.Time.Advance(TimeSpan.FromSeconds(3));
        var counter = await server.DbAsync(
            null,
            db => Task.FromResult(new QueryCounter(db.Database.GetDbConnection()))
        );
        using var all = DiagnosticListener.AllListeners.Subscribe(counter);
        await work();
        return counter.Count;
    }

    /// <summary>Counts the queries of one database: other tests run at the same time.</summary>
    private sealed class QueryCounter(DbConnection connection)
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>
    {
        private readonly string _database = NameOf(connection);
        private int _count;

        public int Count => _count;

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (
                value.Value is CommandExecutedEventData { Command.Connection: { } connection }
                && NameOf(connection) == _database
            )
                Interlocked.Increment(ref _count);
        }

        private static string NameOf(DbConnection connection) => connection.DataSource + connection.Database;
    }

    private static async Task<Person> NinaAsync(TestApp server, MemberRole role = MemberRole.Admin)
    {
        var nina = await server.AddAsync("Nina New", MemberRole.Owner, await server.AddWorkspaceAsync("Ninas"));
        await server.DbAsync(
            null,
            db =>
                db.Workspaces.Where(w => w.Id == nina.Workspace)
                    .ExecuteUpdateAsync(w => w.SetProperty(x => x.PersonalOf, nina.Id))
        );
        await server.AddToWorkspaceAsync(nina, server.Olga.Workspace, role);
        return nina;
    }

    private static string Active(Page page) =>
        page
            .Document.QuerySelectorAll("section.panel")
            .Single(p => p.TextContent.Contains("Currently active", StringComparison.Ordinal))
            .QuerySelector(".fold-name")!
            .TextContent;

    private static string Sidebar(Page page) => page.Document.QuerySelector(".nav-workspace .clip")!.TextContent;
}

public sealed class SeveralWorkspacesOnSqlite(SqliteApp app) : SeveralWorkspacesTests(app), IClassFixture<SqliteApp>;
