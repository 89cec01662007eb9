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

    [Fact]
    public async Task Ten_thousand_members_are_listed_searched_and_sorted_page_by_page()
    {
        await using var server = await App.AnotherAsync();
        await FillAsync(server);
        var browser = await server.SignedInAsync(server.Olga);
        List<string> report = [];
        foreach (
            var query in new[]
            {
                "",
                "?p=200",
                "?sort=-active",
                "?sort=-id",
                "?sort=status",
                "?q=person+77",
                "?q=person9999%40",
                "?q=nothing-like-it",
                $"?q={server.Olga.Id.ToString("N")[..10]}",
                "?role=admin",
                "?status=pending",
            }
        )
        {
            var url = $"/workspaces/{server.Olga.Workspace:N}/users{query}";
            var began = Stopwatch.GetTimestamp();
            var page = await browser.GetAsync(url);
            report.Add($"{query, -24} {Stopwatch.GetElapsedTime(began).TotalMilliseconds, 6:0.0} ms");
            Assert.InRange(page.Document.QuerySelectorAll("tbody tr").Length, 0, 50);
        }
        var export = Stopwatch.StartNew();
        Assert.Equal(
            Many + 502,
            (
                await (
                    await browser.FetchAsync(HttpMethod.Get, $"/workspaces/{server.Olga.Workspace:N}/users/export")
                ).Content.ReadAsStringAsync()
            )
                .Split("\r\n")
                .Length
        );
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Many} members and 500 invitations on {GetType().Name}:\n{string.Join('\n', report)}\nexport of all "
                + $"{export.ElapsedMilliseconds} ms"
        );
    }

    [Fact]
    public async Task Every_order_holds_every_row_once_and_agrees_on_both_ways()
    {
        await using var server = await App.AnotherAsync();
        await server.InAsync(
            server.Olga,
            s =>
                ((InviteMembers)s.GetService(typeof(InviteMembers))!).RunAsync(
                    new() { Addresses = "a@example.com, z@example.com", Role = MemberRole.Admin }
                )
        );
        await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/profile");
        foreach (var key in new PersonFilter().SortColumns().Select(s => s.Key))
        {
            foreach (var sort in new[] { key, "-" + key })
            {
                var rows = await server.InAsync(
                    server.Olga,
                    s => ((PersonList)s.GetService(typeof(PersonList))!).Find(new() { Sort = sort }).ToListAsync()
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
        var url = $"/workspaces/{server.Olga.Workspace:N}/users";
        async Task InviteAsync(int from, int count) =>
            await server.InAsync(
                server.Olga,
                s =>
                    ((InviteMembers)s.GetService(typeof(InviteMembers))!).RunAsync(
                        new()
                        {
                            Addresses = string.Join(
                                '\n',
                                Enumerable.Range(from, count).Select(i => $"guest{i}@example.com")
                            ),
                            Role = MemberRole.Member,
                        }
                    )
            );
        // The least of some, since the program does things of its own in between.
        async Task<int> QueriesAsync()
        {
            List<int> counts = [];
            for (var i = 0; i < 5; i++)
            {
                var before = Queries(server);
                await browser.GetAsync(url);
                counts.Add(Queries(server) - before);
            }
            return counts.Min();
        }
        await InviteAsync(0, 1);
        var few = await QueriesAsync();
        await InviteAsync(1, 60);
        Assert.InRange(few, 5, 15);
        Assert.Equal(few, await QueriesAsync());
    }

    private static int Queries(TestApp server) => server.Log.Text.Split("Executed DbCommand").Length;

    private static async Task FillAsync(TestApp server)
    {
        foreach (var part in Enumerable.Range(0, Many - 3).Chunk(1000))
            await server.DbAsync(
                null,
                db =>
                    db.WriteAsync(() =>
                    {
                        foreach (var i in part)
                        {
                            var user = User.Create($"Person {i}", $"person{i}@example.com", server.Time);
                            (user.NormalizedEmail, user.NormalizedUserName) = (
                                user.Email!.ToUpperInvariant(),
                                user.Email!.ToUpperInvariant()
                            );
                            db.Users.Add(user);
                            db.Members.Add(
                                Member.Join(
                                    server.Olga.Workspace,
                                    user.Id,
                                    i % 50 == 0 ? MemberRole.Admin : MemberRole.Member,
                                    server.Time
                                )
                            );
                        }
                        return Task.FromResult(true);
                    })
            );
        await server.InAsync(
            server.Olga,
            s =>
                ((InviteMembers)s.GetService(typeof(InviteMembers))!).RunAsync(
                    new()
                    {
                        Addresses = string.Join('\n', Enumerable.Range(0, 500).Select(i => $"guest{i}@example.com")),
                        Role = MemberRole.Member,
                    }
                )
        );
    }
}

public sealed class PersonListOnSqlite(SqliteApp app) : PersonListTests(app), IClassFixture<SqliteApp>;

public sealed class PersonListOnPostgres(PostgresApp app) : PersonListTests(app), IClassFixture<PostgresApp>;
