using System.Diagnostics;
using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Pages.Administration.Users;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract class PersonListTests(TestApp app) : AppTests(app)
{
    private const int Many = 10_000;

    private static readonly string[] Queries =
    [
        "",
        "?p=200",
        "?sort=-active",
        "?sort=-id",
        "?sort=status",
        "?q=person+77",
        "?q=person9999%40",
        "?q=nothing-like-it",
        "?role=admin",
        "?status=pending",
    ];

    [Fact]
    public async Task Ten_thousand_members_are_listed_searched_and_sorted_page_by_page()
    {
        await using var server = await App.AnotherAsync();
        await FillAsync(server);
        var browser = await server.SignedInAsync(server.Olga);
        var users = $"/workspaces/{server.Olga.Workspace:N}/users";
        List<string> report = [];
        foreach (var query in Queries.Append($"?q={server.Olga.Id.ToString("N")[..10]}"))
        {
            var began = Stopwatch.GetTimestamp();
            var page = await browser.GetAsync(users + query);
            report.Add($"{query, -24} {Stopwatch.GetElapsedTime(began).TotalMilliseconds, 6:0.0} ms");
            Assert.InRange(page.Document.QuerySelectorAll("tbody tr").Length, 0, 50);
        }
        var export = Stopwatch.StartNew();
        var rows = await browser.FetchAsync(HttpMethod.Get, users + "/export");
        Assert.Equal(Many + 502, (await rows.Content.ReadAsStringAsync()).Split("\r\n").Length);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Many} members and 500 invitations on {GetType().Name}:\n{string.Join('\n', report)}\nexport of all "
                + $"{export.ElapsedMilliseconds} ms"
        );
    }

    [Fact]
    public async Task Every_order_holds_every_row_once_and_agrees_on_both_ways()
    {
        await using var server = await App.AnotherAsync();
        await InvitedUser.InviteAsync(server, server.Olga, "a@example.com, z@example.com", MemberRole.Admin);
        await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/profile");
        foreach (var key in new PersonFilter().SortColumns().Select(s => s.Key))
        {
            foreach (var sort in new[] { key, "-" + key })
            {
                var rows = await server.UseAsync(
                    server.Olga,
                    (PersonList list) => list.Find(new() { Sort = sort }).ToListAsync()
                );
                Assert.Equal(5, rows.Select(r => r.Id).Distinct().Count());
                if (key is "sign-in" or "active")
                    Assert.Equal("Mia Meyer", rows[0].Name);
            }
        }
    }

    [Fact]
    public async Task Fifty_rows_cost_as_many_queries_as_four()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information"]
        );
        var browser = await server.SignedInAsync(server.Olga);
        await InviteGuestsAsync(server, 0, 1);
        var few = await FewestQueriesAsync(server, browser);
        await InviteGuestsAsync(server, 1, 60);
        Assert.InRange(few, 5, 15);
        Assert.Equal(few, await FewestQueriesAsync(server, browser));
    }

    /// <summary>The least of some, since the program does things of its own in between.</summary>
    private static async Task<int> FewestQueriesAsync(TestApp server, Browser browser)
    {
        List<int> counts = [];
        for (var i = 0; i < 5; i++)
        {
            var before = CountQueries(server);
            await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/users");
            counts.Add(CountQueries(server) - before);
        }
        return counts.Min();
    }

    private static int CountQueries(TestApp server) => server.Log.Text.Split("Executed DbCommand").Length;

    private static Task InviteGuestsAsync(TestApp server, int from, int count) =>
        InvitedUser.InviteAsync(
            server,
            server.Olga,
            string.Join('\n', Enumerable.Range(from, count).Select(i => $"guest{i}@example.com"))
        );

    private static async Task FillAsync(TestApp server)
    {
        foreach (var part in Enumerable.Range(0, Many - 3).Chunk(1000))
            await server.DbAsync(
                null,
                db =>
                    db.WriteAsync(() =>
                    {
                        foreach (var i in part)
                            AddMember(db, server, i);
                        return Task.FromResult(true);
                    })
            );
        await InviteGuestsAsync(server, 0, 500);
    }

    private static void AddMember(ClearSettingsDb db, TestApp server, int number)
    {
        var user = User.Create($"Person {number}", $"person{number}@example.com", server.Time);
        user.NormalizedEmail = user.NormalizedUserName = user.Email!.ToUpperInvariant();
        db.Users.Add(user);
        var role = number % 50 == 0 ? MemberRole.Admin : MemberRole.Member;
        db.Members.Add(Member.Join(server.Olga.Workspace, user.Id, role, server.Time));
    }
}

public sealed class PersonListOnSqlite(SqliteApp app) : PersonListTests(app), IClassFixture<SqliteApp>;

public sealed class PersonListOnPostgres(PostgresApp app) : PersonListTests(app), IClassFixture<PostgresApp>;
