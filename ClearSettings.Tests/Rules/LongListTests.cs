using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Vaults;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

/// <summary>What a request lists has an end, and so has what a page or an answer lists.</summary>
public abstract partial class LongListTests(TestApp app) : AppTests(app)
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

    // Other tests of the class use the same program; only what this one asks counts.
    private static readonly AsyncLocal<bool> Here = new();
}

public sealed class LongListOnSqlite(SqliteApp app) : LongListTests(app), IClassFixture<SqliteApp>;

public sealed class LongListOnPostgres(PostgresApp app) : LongListTests(app), IClassFixture<PostgresApp>;
