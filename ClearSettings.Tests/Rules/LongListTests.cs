using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

/// <summary>What a request lists has an end, and so has what a page or an answer lists.</summary>
public abstract class LongListTests(TestApp app) : AppTests(app)
{
    private static readonly List<Guid> Ids = [.. Enumerable.Range(0, 40_000).Select(_ => Guid.NewGuid())];

    private static readonly Dictionary<string, Func<IServiceProvider, IReadOnlyList<Guid>, Task<Result>>> UseCases =
        new()
        {
            ["read groups"] = async (s, ids) => await s.GetRequiredService<GroupDetails>().ReadAsync(ids),
            ["delete groups"] = async (s, ids) => await s.GetRequiredService<DeleteGroups>().RunAsync(ids),
            ["add people"] = async (s, ids) => await s.GetRequiredService<AddToGroups>().RunAsync(ids, [ids[0]]),
            ["add to groups"] = async (s, ids) => await s.GetRequiredService<AddToGroups>().RunAsync([ids[0]], ids),
            ["choose groups"] = async (s, ids) =>
                await s.GetRequiredService<SetMemberGroups>().RunAsync(ids[0], ids, []),
            ["leave groups"] = async (s, ids) =>
                await s.GetRequiredService<SetMemberGroups>().RunAsync(ids[0], [], ids),
            ["remove members"] = async (s, ids) => await s.GetRequiredService<RemoveMembers>().RunAsync(ids),
            ["renew invitations"] = async (s, ids) =>
                await s.GetRequiredService<RenewInvitations>()
                    .RunAsync([.. ids.Select(id => new InvitationKey(id, 1))], mail: false),
            ["revoke invitations"] = async (s, ids) => await s.GetRequiredService<RevokeInvitations>().RunAsync(ids),
            ["revoke by address"] = async (s, ids) =>
                await s.GetRequiredService<RevokeInvitations>().RunAsync([.. ids.Select(id => $"{id:N}@example.com")]),
            ["invite into groups"] = async (s, ids) =>
                await s.GetRequiredService<InviteMembers>()
                    .RunAsync(
                        new()
                        {
                            Addresses = "ivan@example.com",
                            Role = MemberRole.Member,
                            Groups = ids,
                        }
                    ),
            ["delete vaults"] = async (s, ids) => await s.GetRequiredService<DeleteVaults>().RunAsync(ids),
            ["create a service account"] = async (s, ids) =>
                await s.GetRequiredService<CreateServiceAccount>().RunAsync(new() { Name = "bot", Groups = ids }),
            ["change a service account"] = async (s, ids) =>
                await s.GetRequiredService<ChangeServiceAccount>().RunAsync(ids[0], new() { Groups = ids }),
        };

    [Fact]
    public async Task A_list_that_is_too_long_is_refused_before_the_database_is_asked()
    {
        foreach (var (name, run) in UseCases)
        foreach (var count in new[] { IdList.MaxCount + 1, Ids.Count })
        {
            var (refused, queries) = await App.InAsync(
                App.Olga,
                async s =>
                {
                    var asked = 0;
                    App.Log.MessageLogged = line =>
                        asked += line.Contains("Executed DbCommand", StringComparison.Ordinal) && Here.Value ? 1 : 0;
                    Here.Value = true;
                    var done = await run(s, Ids[..count]);
                    Here.Value = false;
                    App.Log.MessageLogged = null;
                    return (done, asked);
                }
            );
            Assert.False(refused.Ok, name);
            Assert.Equal(Refusal.Invalid, refused.Refusal);
            Assert.Equal($"The list has {count:N0} entries. Send at most 500 at a time.", refused.Problems[0].Message);
            Assert.True(queries == 0, $"{name} asks the database {queries} times.");
        }
    }

    [Fact]
    public async Task The_longest_list_that_a_page_sends_is_taken()
    {
        foreach (var (name, run) in UseCases)
        {
            var done = await App.InAsync(App.Olga, s => run(s, Ids[..IdList.MaxCount]));
            Assert.True(
                done.Ok || !done.Problems[0].Message.StartsWith("The list has", StringComparison.Ordinal),
                name
            );
        }
    }

    [Fact]
    public async Task The_API_refuses_long_lists_with_a_sentence()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        foreach (var count in new[] { IdList.MaxCount + 1, 15_000 })
        {
            var ids = Ids.Take(count).Select(id => id.ToString("N")).ToArray();
            var emails = Ids.Take(count).Select(id => $"{id:N}@example.com").ToArray();
            foreach (
                var (action, body) in new (string, object)[]
                {
                    ("permissions.get_user_groups", new { groups = ids }),
                    ("permissions.delete_user_groups", new { groups = ids }),
                    ("users.get_all", new { id = ids }),
                    ("users.get_all_ex", new { id = ids }),
                    ("users.delete_vaults", new { vaults = ids }),
                    ("users.get_vault_operations_log", new { vaults = ids }),
                    ("users.get_vault_operations_log", new { users = ids }),
                    ("login.remove_whitelist_entries", new { emails }),
                    ("login.add_whitelist_entries", new { emails }),
                }
            )
                await client.RefusedAsync(400, 12, action, body);
        }
    }

    [Fact]
    public async Task Pages_say_that_too_many_were_ticked()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var users = $"/workspaces/{App.Olga.Workspace:N}/users";
        var many = Ids.Take(IdList.MaxCount + 1).Select(id => ("id", id.ToString("N"))).ToArray();
        foreach (var page in new[] { "remove", "resend", "add-to-group" })
        {
            var asked = await browser.GetAsync($"{users}/{page}?{string.Join('&', many.Select(m => $"id={m.Item2}"))}");
            Assert.Equal(
                (422, true),
                (asked.Status, asked.Problems.Contains("The list has 501 entries", StringComparison.Ordinal))
            );
            var posted = await browser.PostAsync(
                $"{users}/{page}",
                [.. many, .. many.Select(m => ("key", m.Item2 + "-1"))]
            );
            Assert.Equal(
                (422, true),
                (posted.Status, posted.Problems.Contains("The list has 501 entries", StringComparison.Ordinal))
            );
        }
    }

    [Fact]
    public async Task Invitations_to_a_person_are_shown_in_pages()
    {
        await using var server = await App.AnotherAsync();
        var nina = await server.AddAsync("Nina New", MemberRole.Member);
        await InviteAsync(server, nina.Email, 0, 25);
        var browser = await server.SignedInAsync(nina);
        var page = await browser.GetAsync("/settings/notifications");
        Assert.Equal(20, page.Document.QuerySelectorAll("section[aria-labelledby^=invitation-]").Length);
        Assert.Contains("Workspace 24", page.Main);
        Assert.Contains("1–20 of 25 invitations", page.Main);
        var size = page.Html.Length;
        var next = await page.FollowAsync("Next page");
        Assert.Equal(5, next.Document.QuerySelectorAll("section[aria-labelledby^=invitation-]").Length);
        Assert.Equal("You joined Workspace 4.", (await next.PressAsync("Join workspace")).Flash);
        var workspaces = await browser.GetAsync("/settings/workspaces");
        Assert.Equal(5, workspaces.Document.QuerySelectorAll("section[aria-labelledby^=invitation-]").Length);
        Assert.Equal("/settings/notifications", (await workspaces.FollowAsync("and 19 more")).Path);
        // Twice as many make no larger page, whatever the digits of the numbers on it.
        await InviteAsync(server, nina.Email, 25, 50);
        Assert.InRange((await browser.GetAsync("/settings/notifications")).Html.Length, size - 2_000, size + 2_000);
        await server.InAsync(server.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([nina.Id]));
        await server.DbAsync(
            null,
            db => db.Members.IgnoreQueryFilters().Where(m => m.UserId == nina.Id).ExecuteDeleteAsync()
        );
        var none = await (await server.SignedInAsync(nina)).GetAsync("/no-workspace");
        Assert.Equal(20, none.Document.QuerySelectorAll("main .stack, .stack").Length);
        Assert.Contains("and 29 more", none.Html);
    }

    [Fact]
    public async Task Lists_of_the_API_are_had_in_pages()
    {
        await using var server = await App.AnotherAsync();
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(
                        new() { Addresses = "a@example.com, b@example.com, c@example.com", Role = MemberRole.Member }
                    )
        );
        foreach (var name in new[] { "A", "B" })
            await server.InAsync(server.Olga, s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = name }));
        var client = server.Api(await server.KeyAsync(server.Olga));
        Assert.Equal(
            ["c@example.com"],
            await ListAsync(client, "login.get_settings", "whitelist_entries", "email", new { page = 1, page_size = 2 })
        );
        Assert.Equal(
            ["a@example.com", "b@example.com"],
            await ListAsync(client, "login.get_settings", "whitelist_entries", "email", new { page = 0, page_size = 2 })
        );
        Assert.Equal(
            3,
            (await client.CallAsync("login.get_settings", new { page_size = 1 }))
                .Ok.GetProperty("whitelist_total")
                .GetInt32()
        );
        Assert.Equal(
            ["Olga Orlova"],
            await ListAsync(client, "permissions.get_company_users", "users", "name", new { page = 1, page_size = 2 })
        );
        Assert.Equal(
            3,
            (await client.CallAsync("permissions.get_company_users", new { page = 7 }))
                .Ok.GetProperty("total")
                .GetInt32()
        );
        Assert.Equal(
            ["B"],
            await ListAsync(client, "permissions.get_user_groups", "groups", "name", new { page = 2, page_size = 2 })
        );
        Assert.Empty(
            await ListAsync(
                client,
                "permissions.get_user_groups",
                "groups",
                "name",
                new { page = int.MaxValue, page_size = 500 }
            )
        );
        foreach (
            var action in new[] { "login.get_settings", "permissions.get_company_users", "permissions.get_user_groups" }
        )
        foreach (var body in new object[] { new { page = -1 }, new { page_size = 0 } })
            await client.RefusedAsync(400, 12, action, body);
    }

    [Fact]
    public async Task Filters_of_logs_offer_the_latest_people_and_vaults_and_a_search_for_the_others()
    {
        await using var server = await App.AnotherAsync();
        // Each does one thing, and Adam did his first.
        await server.InAsync(
            server.Adam,
            s =>
                s.GetRequiredService<SaveVault>()
                    .RunAsync(
                        null,
                        new()
                        {
                            Name = "The first vault",
                            Scope = VaultScope.Organization,
                            Content = "a = 1",
                        }
                    )
        );
        for (var i = 0; i < 101; i++)
        {
            var person = await server.AddAsync($"Person {i:000}", MemberRole.Admin);
            await server.InAsync(
                person,
                s =>
                    s.GetRequiredService<SaveVault>()
                        .RunAsync(
                            null,
                            new()
                            {
                                Name = $"Vault {i:000}",
                                Scope = VaultScope.Organization,
                                Content = "a = 1",
                            }
                        )
            );
        }
        var browser = await server.SignedInAsync(server.Olga);
        foreach (var log in new[] { "audit-log", "vault-activity" })
        {
            var page = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/{log}");
            var options = page.Document.QuerySelectorAll("#filter-person option");
            Assert.InRange(options.Length, 100, 104);
            Assert.DoesNotContain("Adam Ames", options.Select(o => o.TextContent));
            Assert.Contains("More: search for a name", options.Select(o => o.TextContent));
            page = await (await page.Fill("Search people", "adam").PressAsync("Apply"))
                .Fill("Person", "Adam Ames")
                .PressAsync("Apply");
            Assert.NotEmpty(page.Rows("The first vault"));
            Assert.Empty(page.Rows("Vault 100"));
            // The chosen one stays in the list without the search too.
            page = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/{log}?person={server.Adam.Id:N}");
            Assert.Equal("Adam Ames", page.Document.QuerySelector("#filter-person option[selected]")!.TextContent);
        }
        var activity = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/vault-activity");
        Assert.Equal(102, activity.Document.QuerySelectorAll("#filter-vault option").Length);
        activity = await (await activity.Fill("Search vaults", "the first").PressAsync("Apply"))
            .Fill("Vault", "The first vault")
            .PressAsync("Apply");
        Assert.Single(activity.Document.QuerySelectorAll("tbody tr"));
    }

    private static async Task<List<string?>> ListAsync(
        ApiClient client,
        string action,
        string list,
        string member,
        object page
    ) =>
        [
            .. (await client.CallAsync(action, page))
                .Ok.GetProperty(list)
                .EnumerateArray()
                .Select(e => e.GetProperty(member).GetString()),
        ];

    // Each workspace sends one invitation, as a stranger's would.
    private static async Task InviteAsync(TestApp server, string email, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var workspace = await server.AddWorkspaceAsync($"Workspace {i}");
            await server.DbAsync(
                null,
                db =>
                    db.WriteAsync(() =>
                        Task.FromResult(
                            db.Members.Add(Member.Join(workspace, server.Eve.Id, MemberRole.Owner, server.Time))
                        )
                    )
            );
            await Members.InvitedUser.TokenAsync(server, server.Eve with { Workspace = workspace }, email);
        }
    }

    // Other tests of the class use the same program; only what this one asks counts.
    private static readonly AsyncLocal<bool> Here = new();
}

public sealed class LongListOnSqlite(SqliteApp app) : LongListTests(app), IClassFixture<SqliteApp>;

public sealed class LongListOnPostgres(PostgresApp app) : LongListTests(app), IClassFixture<PostgresApp>;
