using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract partial class InviteTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Each_address_gets_its_verdict_and_the_preview_says_the_same()
    {
        await using var server = await App.AnotherAsync();
        await InvitedUser.InviteAsync(server, server.Olga, "waiting@example.com");
        var list =
            $"ivan@example.com\n{server.Mia.Email.ToUpperInvariant()}, waiting@example.com; nobody, "
            + $"IVAN@example.com\n{server.Adam.Email}";
        InvitationStatus[] expected =
        [
            InvitationStatus.Invited,
            InvitationStatus.AlreadyMember,
            InvitationStatus.AlreadyInvited,
            InvitationStatus.NotAnAddress,
            InvitationStatus.Repeated,
            InvitationStatus.Yourself,
        ];
        var before = await server.DbAsync(null, Tables.ReadAsync);
        Assert.Equal(expected, await PreviewAsync(server, server.Adam, list));
        Assert.Equal(before, await server.DbAsync(null, Tables.ReadAsync));
        var done = await InvitedUser.InviteAsync(server, server.Adam, list, MemberRole.Admin);
        Assert.Equal(expected, done.Value.Preview.Lines.Select(l => l.Status));
        await AssertAdamInvitedAnAdministratorAsync(server, "ivan@example.com");
    }

    [Fact]
    public async Task The_token_is_in_the_answer_and_in_the_database_only_its_hash()
    {
        var made = Assert.Single(
            (await InvitedUser.InviteAsync(App, App.Olga, "hashed@example.com")).Value.Invitations
        );
        Assert.Equal(LinkToken.Length, made.Token.Length);
        Assert.Equal(("/join/" + made.Token.Reveal(), false), (made.GetPath(), made.IsEmailed));
        Assert.Equal(
            LinkToken.Hash(made.Token.Reveal()),
            (
                await App.DbAsync(App.Olga, db => db.Invitations.SingleAsync(i => i.Email == "hashed@example.com"))
            ).TokenHash
        );
        Assert.DoesNotContain(made.Token.Reveal(), await App.DbAsync(null, Tables.ReadAsync), StringComparison.Ordinal);
        Assert.DoesNotContain(made.Token.Reveal(), App.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_sent_twice_or_by_two_admins_at_once_invites_once()
    {
        var list = string.Join(',', Enumerable.Range(0, 20).Select(i => $"racer{i}@example.com"));
        var done = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(i => Task.Run(() => InvitedUser.InviteAsync(App, i % 2 == 0 ? App.Olga : App.Adam, list)))
        );
        Assert.All(done, d => Assert.True(d.Ok));
        Assert.Equal(20, done.Sum(d => d.Value.Invitations.Count));
        Assert.Equal(
            20,
            await App.DbAsync(App.Olga, db => db.Invitations.CountAsync(i => i.Email.StartsWith("racer")))
        );
    }

    [Fact]
    public async Task Five_hundred_go_in_at_once_and_one_more_does_not()
    {
        await using var server = await App.AnotherAsync();
        var many = Enumerable.Range(0, 500).Select(i => $"person{i}@example.com").ToList();
        Assert.Equal(
            500,
            (await InvitedUser.InviteAsync(server, server.Olga, string.Join('\n', many))).Value.Invitations.Count
        );
        var refused = await InvitedUser.InviteAsync(
            server,
            server.Olga,
            string.Join('\n', many.Append("last@example.com"))
        );
        Assert.Equal(
            "You can invite at most 500 addresses at a time. This list has 501.",
            Assert.Single(refused.Problems).Message
        );
        Assert.False((await InvitedUser.InviteAsync(server, server.Olga, new string('x', 300_000))).Ok);
        Assert.Equal(
            "Enter at least one email address.",
            Assert.Single((await InvitedUser.InviteAsync(server, server.Olga, " ,; ")).Problems).Message
        );
        Assert.Equal(500, await server.DbAsync(server.Olga, db => db.Invitations.CountAsync()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(MemberRole.Owner)]
    [InlineData((MemberRole)7)]
    public async Task No_one_is_invited_above_administrator(MemberRole? role)
    {
        var refused = await App.InAsync(
            App.Olga,
            s => s.GetRequiredService<InviteMembers>().RunAsync(new() { Addresses = "boss@example.com", Role = role })
        );
        Assert.Equal("Role", Assert.Single(refused.Problems).Field);
        Assert.False(await App.DbAsync(App.Olga, db => db.Invitations.AnyAsync(i => i.Email == "boss@example.com")));
    }

    [Fact]
    public async Task Open_invitations_keep_their_seats_and_a_self_hosted_server_has_no_end_of_them()
    {
        Assert.Null((await CountSeatsAsync(App)).Limit);
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=5"]);
        var done = (
            await InvitedUser.InviteAsync(server, server.Olga, "one@example.com, two@example.com, three@example.com")
        ).Value;
        Assert.Equal(
            [InvitationStatus.Invited, InvitationStatus.Invited, InvitationStatus.NoSeat],
            done.Preview.Lines.Select(l => l.Status)
        );
        Assert.Equal(new SeatCount(3, 2, 5), await CountSeatsAsync(server));
        Assert.Empty(await InviteTogetherAsync(server, "four@example.com", "five@example.com"));
        server.Time.Advance(TimeSpan.FromDays(8));
        var invited = await InviteTogetherAsync(
            server,
            "six@example.com, seven@example.com",
            "eight@example.com, nine@example.com"
        );
        Assert.Equal(2, invited.Count);
        var lapsed = await RenewAsync(server, "one@example.com", mail: false);
        Assert.StartsWith("There is no free seat", Assert.Single(lapsed.Problems).Message);
    }

    [Fact]
    public async Task Whoever_lost_the_right_since_the_request_began_is_refused()
    {
        var anna = await App.AddAsync("Anna Admin", MemberRole.Admin);
        var refused = await App.InAsync(
            anna,
            async services =>
            {
                await App.InAsync(
                    App.Olga,
                    s => s.GetRequiredService<ChangeRole>().RunAsync(anna.Id, MemberRole.Member)
                );
                return await services
                    .GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "too.late@example.com", Role = MemberRole.Admin });
            }
        );
        Assert.Equal(Refusal.Conflict, refused.Refusal);
        Assert.False(
            await App.DbAsync(App.Olga, db => db.Invitations.AnyAsync(i => i.Email == "too.late@example.com"))
        );
    }

    private static async Task<IEnumerable<InvitationStatus>> PreviewAsync(TestApp server, Person by, string list)
    {
        var preview = await server.UseAsync(
            by,
            (InviteMembers invite) => invite.PreviewAsync(new() { Addresses = list })
        );
        return preview.Value.Lines.Select(l => l.Status);
    }

    private static async Task AssertAdamInvitedAnAdministratorAsync(TestApp server, string email)
    {
        var row = await server.DbAsync(server.Olga, db => db.Invitations.SingleAsync(i => i.Email == email));
        Assert.Equal(
            (MemberRole.Admin, server.Adam.Id, InvitationState.Pending),
            (row.Role, row.InvitedById, row.State)
        );
        Assert.Equal(TimeSpan.FromDays(7), row.ExpiresAt - row.InvitedAt);
        var entry = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.SingleAsync(e => e.Kind == "invitation.created" && e.Subject == email)
        );
        Assert.Equal("as administrator", entry.Detail);
    }

    private static Task<SeatCount> CountSeatsAsync(TestApp server) =>
        server.UseAsync(server.Olga, (Seats seats) => seats.CountAsync(server.Olga.Workspace));

    /// <summary>Olga and Adam invite at the same time.</summary>
    private static async Task<List<NewInvitation>> InviteTogetherAsync(TestApp server, string byOlga, string byAdam)
    {
        var (olgas, adams) = await BothAsync(
            () => InvitedUser.InviteAsync(server, server.Olga, byOlga),
            () => InvitedUser.InviteAsync(server, server.Adam, byAdam)
        );
        return [.. olgas.Value.Invitations, .. adams.Value.Invitations];
    }

    private static Task<Result<IReadOnlyList<NewInvitation>>> RenewAsync(
        TestApp server,
        IReadOnlyCollection<InvitationKey> keys,
        bool mail
    ) => server.UseAsync(server.Olga, (RenewInvitations renew) => renew.RunAsync(keys, mail));

    private static async Task<Result<IReadOnlyList<NewInvitation>>> RenewAsync(
        TestApp server,
        string email,
        bool mail
    ) => await RenewAsync(server, await KeysAsync(server, email), mail);

    private static async Task<(T, T)> BothAsync<T>(Func<Task<T>> one, Func<Task<T>> other)
    {
        var done = await Task.WhenAll(Task.Run(one), Task.Run(other));
        return (done[0], done[1]);
    }
}

public sealed class InviteOnSqlite(SqliteApp app) : InviteTests(app), IClassFixture<SqliteApp>;

public sealed class InviteOnPostgres(PostgresApp app) : InviteTests(app), IClassFixture<PostgresApp>;
