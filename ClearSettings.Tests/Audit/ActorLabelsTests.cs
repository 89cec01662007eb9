using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Tests.ServiceAccounts;
using ClearSettings.Tests.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Audit;

/// <summary>Entries whose actor's name does not say which account it was say so beside it.</summary>
public abstract class ActorLabelsTests(TestApp app) : VaultApiCalls(app)
{
    private string Log => $"/workspaces/{App.Olga.Workspace:N}/audit-log";

    [Fact]
    public async Task Members_of_one_name_are_told_apart_by_their_email()
    {
        var (one, other) = (
            await App.AddAsync("Nina Twin", MemberRole.Admin),
            await App.AddAsync("ｎｉｎａ\u00A0 TWIN", MemberRole.Admin)
        );
        foreach (var person in new[] { one, other })
            await App.InAsync(
                person,
                s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = $"Of {person.Id:N}" })
            );
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync(Log);
        Assert.Equal([one.Email, other.Email], new[] { one, other }.Select(p => Mark(page, $"Of {p.Id:N}")));
        Assert.Null(Mark(page, "Signed in", "Olga Orlova"));
        var options = page.Document.QuerySelectorAll("#filter-person option").Select(o => o.TextContent).ToList();
        Assert.Contains($"Nina Twin ({one.Email})", options);
        Assert.Contains("Olga Orlova", options);
    }

    [Fact]
    public async Task A_service_account_with_the_name_of_a_member_shows_its_id()
    {
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var bot = await server.BotAsync(server.Olga, admin: true, name: "Adam Ames");
        await server.Api(bot.Key).OkAsync("permissions.add_or_update_user_group", new { name = "By the account" });
        await server
            .Api(await server.KeyAsync(server.Adam))
            .OkAsync("permissions.add_or_update_user_group", new { name = "By Adam" });
        var page = await (await server.SignedInAsync(server.Olga)).GetAsync(
            $"/workspaces/{server.Olga.Workspace:N}/audit-log"
        );
        Assert.Equal(ShortId(bot.Id), Mark(page, "By the account"));
        Assert.Equal(server.Adam.Email, Mark(page, "By Adam"));
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteServiceAccount>().RunAsync(bot.Id));
        page = await (await server.SignedInAsync(server.Olga)).GetAsync(
            $"/workspaces/{server.Olga.Workspace:N}/audit-log"
        );
        Assert.Equal(ShortId(bot.Id), Mark(page, "By the account"));
        Assert.Null(Mark(page, "By Adam"));
    }

    [Fact]
    public async Task Whoever_was_renamed_or_left_is_marked_in_what_they_did_before()
    {
        var nina = await App.AddAsync("Nina Before", MemberRole.Admin);
        await App.InAsync(nina, s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = $"Of {nina.Id:N}" }));
        var browser = await App.SignedInAsync(App.Olga);
        Assert.Null(Mark(await browser.GetAsync(Log), $"Of {nina.Id:N}"));
        await App.InAsync(
            nina,
            s => s.GetRequiredService<RenameUser>().RunAsync(nina.Id, new() { Name = "Nina After" })
        );
        Assert.Equal(nina.Email, Mark(await browser.GetAsync(Log), $"Of {nina.Id:N}"));
        await App.InAsync(App.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([nina.Id]));
        Assert.Equal(ShortId(nina.Id), Mark(await browser.GetAsync(Log), $"Of {nina.Id:N}", "Nina Before"));
    }

    [Fact]
    public async Task An_entry_of_someone_who_acts_names_both_where_one_is_unclear()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        await server.TokenForAsync(bot.Key, server.Mia.Id);
        var url = $"/workspaces/{server.Olga.Workspace:N}/audit-log?kind={AuditKind.ImpersonationStarted}";
        var browser = await server.SignedInAsync(server.Olga);
        Assert.Null(Mark(await browser.GetAsync(url), "agent-bot for Mia Meyer"));
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<CreateMember>()
                    .RunAsync(
                        new()
                        {
                            Name = "mia meyer",
                            Email = "other@example.com",
                            Role = MemberRole.Member,
                        }
                    )
        );
        Assert.Equal(
            $"{ShortId(bot.Id)} for {server.Mia.Email}",
            Mark(await browser.GetAsync(url), "agent-bot for Mia Meyer")
        );
    }

    [Fact]
    public async Task The_activity_log_and_the_history_of_vaults_tell_them_apart_too()
    {
        await using var server = await App.AnotherAsync();
        var twin = await server.AddAsync("Adam Ames", MemberRole.Admin);
        var id = await SaveAsync(
            server.Api(await server.KeyAsync(twin)),
            new
            {
                description = "Twin's",
                data = "a = 1",
                scope = "organization",
            }
        );
        var browser = await server.SignedInAsync(server.Olga);
        var vault = $"/workspaces/{server.Olga.Workspace:N}/vaults/{id}";
        foreach (var log in new[] { $"/workspaces/{server.Olga.Workspace:N}/vault-activity", $"{vault}/history" })
            Assert.Equal($"Adam Ames {twin.Email}", AuthorOfFirstRow(await browser.GetAsync(log)));
        Assert.Contains($"Saved by Adam Ames ({twin.Email})", (await browser.GetAsync($"{vault}/history/1")).Main);
    }

    [Fact]
    public async Task The_number_of_queries_does_not_grow_with_the_number_of_entries()
    {
        await using var server = await App.AnotherAsync();
        var reader = await server.SignedInAsync(server.Olga);
        async Task<int> QueriesAsync()
        {
            List<int> counts = [];
            for (var i = 0; i < 3; i++)
            {
                var before = server.Log.Text.Split("Executed DbCommand").Length;
                await reader.GetAsync($"/workspaces/{server.Olga.Workspace:N}/audit-log");
                counts.Add(server.Log.Text.Split("Executed DbCommand").Length - before);
            }
            // The rest is what the program does beside it.
            return counts.Min();
        }
        var few = await QueriesAsync();
        for (var i = 0; i < 10; i++)
            await server.KeyAsync(await server.AddAsync($"Person {i % 3}", MemberRole.Member));
        Assert.Equal(few, await QueriesAsync());
        Assert.Contains("Person 2", (await reader.GetAsync($"/workspaces/{server.Olga.Workspace:N}/audit-log")).Main);
    }

    private static string ShortId(Guid id) => $"ID {id.ToString("N")[..8]}…{id.ToString("N")[^8..]}";

    private static string AuthorOfFirstRow(Page page)
    {
        var cell = page.Document.QuerySelector("td[data-label=By]")!;
        return string.Join(' ', cell.ChildNodes.Select(n => Page.Squeeze(n.TextContent)).Where(t => t.Length > 0));
    }

    private static string? Mark(Page page, string row, string? also = null)
    {
        var found = page.Rows(row).First(r => also is null || r.TextContent.Contains(also, StringComparison.Ordinal));
        return found.QuerySelector("th .cell-name small")?.TextContent;
    }
}

public sealed class ActorLabelsOnSqlite(SqliteApp app) : ActorLabelsTests(app), IClassFixture<SqliteApp>;

public sealed class ActorLabelsOnPostgres(PostgresApp app) : ActorLabelsTests(app), IClassFixture<PostgresApp>;

public sealed class LookalikeNamesTests
{
    [Theory]
    [InlineData("Mia Meyer", "MIA  meyer")]
    [InlineData("Mia Meyer", " Mia\u00A0Meyer ")]
    [InlineData("Mia Meyer", "Ｍｉａ\u3000Ｍｅｙｅｒ")]
    [InlineData("Mia Meyer", "Mia\u200B Me\u00ADyer")]
    [InlineData("Mia Meyer", "\u041Cia \u041C\u0435\u0443\u0435r")]
    [InlineData("agent-10", "agent-lO")]
    public void Names_that_look_the_same_have_one_key(string name, string other) =>
        Assert.Equal(LookalikeNames.ToKey(name), LookalikeNames.ToKey(other));

    [Theory]
    [InlineData("Mia Meyer", "Mia Mayer")]
    [InlineData("Mia Meyer", "MiaMeyer")]
    [InlineData("bot-1", "bot-2")]
    public void Names_that_differ_have_two(string name, string other) =>
        Assert.NotEqual(LookalikeNames.ToKey(name), LookalikeNames.ToKey(other));
}
