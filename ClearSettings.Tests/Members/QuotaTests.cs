using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

/// <summary>
/// A workspace holds so many invitations without an answer and so many groups as the configuration says.
/// </summary>
public abstract class QuotaTests(TestApp app) : AppTests(app)
{
    private const string PendingSentence =
        "The workspace has the maximum number of pending invitations. Revoke some that you no longer need.";

    private const string GroupSentence =
        "This workspace has 2 groups, which is the maximum. Delete a group that you no longer need first.";

    [Fact]
    public async Task Invitations_over_the_limit_are_passed_over_with_the_reason()
    {
        await using var server = await App.AnotherAsync(settings: ["--Members:MaxPendingInvitations=2"]);
        var invited = await InviteAsync(server, "a@example.com", "b@example.com", "c@example.com", server.Mia.Email);
        Assert.Equal(
            [
                InvitationStatus.Invited,
                InvitationStatus.Invited,
                InvitationStatus.TooManyPending,
                InvitationStatus.AlreadyMember,
            ],
            invited.Value.Preview.Lines.Select(l => l.Status)
        );
        Assert.Contains(PendingSentence, await CheckOnPageAsync(server, "c@example.com"));
        var client = server.Api(await server.KeyAsync(server.Olga));
        var refused = await client.CallAsync("login.add_whitelist_entries", new { emails = new[] { "c@example.com" } });
        refused.IsRefused(400, 12);
        Assert.Contains($"c@example.com: {PendingSentence}", refused.Message);
        await client.OkAsync("login.remove_whitelist_entries", new { emails = new[] { "a@example.com" } });
        await client.OkAsync("login.add_whitelist_entries", new { emails = new[] { "c@example.com" } });
        Assert.Equal(2, await CountAsync(server));
    }

    [Fact]
    public async Task An_invitation_that_expired_counts_until_it_is_revoked_and_can_be_sent_again()
    {
        await using var server = await App.AnotherAsync(settings: ["--Members:MaxPendingInvitations=1"]);
        await InviteAsync(server, "a@example.com");
        server.Time.Advance(TimeSpan.FromDays(8));
        var later = (await InviteAsync(server, "b@example.com", "a@example.com")).Value;
        Assert.Equal(
            [InvitationStatus.TooManyPending, InvitationStatus.Invited],
            later.Preview.Lines.Select(l => l.Status)
        );
        Assert.Equal(1, await CountAsync(server));
    }

    [Fact]
    public async Task Many_at_once_do_not_pass_the_limits()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Members:MaxPendingInvitations=3", "--Groups:MaxPerWorkspace=2"]
        );
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => InviteAsync(server, $"a{i}@example.com")));
        Assert.Equal(3, await CountAsync(server));
        var made = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => CreateAsync(server, server.Olga, $"Group {i}"))
        );
        Assert.Equal(2, made.Count(m => m.Ok));
        Assert.All(made.Where(m => !m.Ok), m => Assert.Equal(GroupSentence, m.Problems[0].Message));
        Assert.True((await CreateAsync(server, server.Eve, "Of another workspace")).Ok);
    }

    [Fact]
    public async Task Groups_over_the_limit_are_refused_until_one_is_deleted()
    {
        await using var server = await App.AnotherAsync(settings: ["--Groups:MaxPerWorkspace=2"]);
        var first = (await CreateAsync(server, server.Olga, "One")).Value;
        await CreateAsync(server, server.Olga, "Two");
        var form = await (await server.SignedInAsync(server.Olga)).GetAsync(
            $"/workspaces/{server.Olga.Workspace:N}/groups/new"
        );
        var refused = await form.Fill("Name", "Three").PressAsync("Add group");
        Assert.Equal((422, true), (refused.Status, refused.Problems.Contains(GroupSentence, StringComparison.Ordinal)));
        var client = server.Api(await server.KeyAsync(server.Olga));
        var answer = await client.CallAsync("permissions.add_or_update_user_group", new { name = "Three" });
        answer.IsRefused(400, 12);
        Assert.Contains(GroupSentence, answer.Message);
        await client.OkAsync(
            "permissions.add_or_update_user_group",
            new { id = first.Id.ToString("N"), description = "Still changed" }
        );
        await client.OkAsync("permissions.delete_user_groups", new { groups = new[] { first.Id.ToString("N") } });
        await client.OkAsync("permissions.add_or_update_user_group", new { name = "Three" });
    }

    [Fact]
    public async Task Without_a_setting_the_limits_are_these()
    {
        var (members, groups) = (new MemberSettings(), new GroupSettings());
        Assert.Equal((1_000, 500), (members.MaxPendingInvitations, groups.MaxPerWorkspace));
        var vaults = new VaultSettings();
        Assert.Equal((100, 1_000), (vaults.VersionsKept, vaults.MaxPerWorkspace));
        Assert.Equal(256L * 1024 * 1024, vaults.MaxStoredBytes);
        Assert.True((await CreateAsync(App, App.Olga, "One of many")).Ok);
    }

    private static Task<Domain.Result<InviteOutcome>> InviteAsync(TestApp server, params string[] emails) =>
        InvitedUser.InviteAsync(server, server.Olga, string.Join('\n', emails));

    /// <summary>What the page says of an address before it is invited.</summary>
    private static async Task<string> CheckOnPageAsync(TestApp server, string email)
    {
        var invite = $"/workspaces/{server.Olga.Workspace:N}/users/invite";
        var page = await (await server.SignedInAsync(server.Olga)).GetAsync(invite);
        return (await page.Fill("Email addresses", email).PressAsync("Check")).Main;
    }

    private static Task<Domain.Result<Group>> CreateAsync(TestApp server, Person by, string name) =>
        server.InAsync(by, s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = name }));

    private static Task<int> CountAsync(TestApp server) =>
        server.DbAsync(server.Olga, db => db.Invitations.CountAsync(i => i.State == InvitationState.Pending));
}

public sealed class QuotaOnSqlite(SqliteApp app) : QuotaTests(app), IClassFixture<SqliteApp>;

public sealed class QuotaOnPostgres(PostgresApp app) : QuotaTests(app), IClassFixture<PostgresApp>;
