using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract class InviteTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Each_address_gets_its_verdict_and_the_preview_says_the_same()
    {
        await using var server = await App.AnotherAsync();
        await InviteAsync(server, server.Olga, "waiting@example.com");
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
        var preview = await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<InviteMembers>().PreviewAsync(new() { Addresses = list })
        );
        Assert.Equal(expected, preview.Value.Lines.Select(l => l.Status));
        Assert.Equal(before, await server.DbAsync(null, Tables.ReadAsync));
        var done = await InviteAsync(server, server.Adam, list, MemberRole.Admin);
        Assert.Equal(expected, done.Value.Preview.Lines.Select(l => l.Status));
        var row = await server.DbAsync(
            server.Olga,
            db => db.Invitations.SingleAsync(i => i.Email == "ivan@example.com")
        );
        Assert.Equal(
            (MemberRole.Admin, server.Adam.Id, InvitationState.Pending),
            (row.Role, row.InvitedById, row.State)
        );
        Assert.Equal(TimeSpan.FromDays(7), row.ExpiresAt - row.InvitedAt);
        Assert.Equal(
            "as administrator",
            (
                await server.DbAsync(
                    server.Olga,
                    db =>
                        db.AuditEvents.SingleAsync(e =>
                            e.Kind == "invitation.created" && e.Subject == "ivan@example.com"
                        )
                )
            ).Detail
        );
    }

    [Fact]
    public async Task The_token_is_in_the_answer_and_in_the_database_only_its_hash()
    {
        var made = Assert.Single((await InviteAsync(App, App.Olga, "hashed@example.com")).Value.Invitations);
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
            Enumerable.Range(0, 6).Select(i => Task.Run(() => InviteAsync(App, i % 2 == 0 ? App.Olga : App.Adam, list)))
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
        Assert.Equal(500, (await InviteAsync(server, server.Olga, string.Join('\n', many))).Value.Invitations.Count);
        var refused = await InviteAsync(server, server.Olga, string.Join('\n', many.Append("last@example.com")));
        Assert.Equal(
            "You can invite at most 500 addresses at a time. This list has 501.",
            Assert.Single(refused.Problems).Message
        );
        Assert.False((await InviteAsync(server, server.Olga, new string('x', 300_000))).Ok);
        Assert.Equal(
            "Enter at least one email address.",
            Assert.Single((await InviteAsync(server, server.Olga, " ,; ")).Problems).Message
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
    public async Task A_link_that_expired_is_replaced_by_inviting_again()
    {
        await using var server = await App.AnotherAsync();
        await InviteAsync(server, server.Olga, "late@example.com");
        var before = await server.DbAsync(server.Olga, db => db.Invitations.SingleAsync());
        server.Time.Advance(TimeSpan.FromDays(7.1));
        var again = Assert.Single(
            (await InviteAsync(server, server.Adam, "late@example.com", MemberRole.Admin)).Value.Invitations
        );
        var after = await server.DbAsync(server.Olga, db => db.Invitations.SingleAsync());
        Assert.Equal((before.Id, MemberRole.Admin, server.Adam.Id), (after.Id, after.Role, after.InvitedById));
        Assert.Equal(LinkToken.Hash(again.Token.Reveal()), after.TokenHash);
        Assert.True(after.IsOpen(server.Time.GetUtcNow().UtcDateTime) && after.InvitedAt > before.ExpiresAt);
    }

    [Fact]
    public async Task Open_invitations_keep_their_seats_and_a_self_hosted_server_has_no_end_of_them()
    {
        Assert.Null(
            (await App.InAsync(App.Olga, s => s.GetRequiredService<Seats>().CountAsync(App.Olga.Workspace))).Limit
        );
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=5"]);
        var done = (
            await InviteAsync(server, server.Olga, "one@example.com, two@example.com, three@example.com")
        ).Value;
        Assert.Equal(
            [InvitationStatus.Invited, InvitationStatus.Invited, InvitationStatus.NoSeat],
            done.Preview.Lines.Select(l => l.Status)
        );
        Assert.Equal(
            new SeatCount(3, 2, 5),
            await server.InAsync(server.Olga, s => s.GetRequiredService<Seats>().CountAsync(server.Olga.Workspace))
        );
        var (first, second) = await BothAsync(
            () => InviteAsync(server, server.Olga, "four@example.com"),
            () => InviteAsync(server, server.Adam, "five@example.com")
        );
        Assert.Empty(first.Value.Invitations.Concat(second.Value.Invitations));
        server.Time.Advance(TimeSpan.FromDays(8));
        (first, second) = await BothAsync(
            () => InviteAsync(server, server.Olga, "six@example.com, seven@example.com"),
            () => InviteAsync(server, server.Adam, "eight@example.com, nine@example.com")
        );
        Assert.Equal(2, first.Value.Invitations.Concat(second.Value.Invitations).Count());
        var lapsed = await KeysAsync(server, "one@example.com");
        Assert.StartsWith(
            "There is no free seat",
            Assert.Single((await RenewAsync(server, lapsed, mail: false)).Problems).Message
        );
    }

    [Fact]
    public async Task The_mail_carries_the_link_and_nothing_more()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var made = Assert.Single(
            (await InviteAsync(server, server.Olga, "\"Bcc: eve\" <ivan@example.com>")).Value.Invitations
        );
        Assert.True(made.IsEmailed);
        var mail = await receiver.WaitForAsync("ivan@example.com");
        var link = mail.Link("/join/");
        Assert.StartsWith("https://settings.northwind.example/join/", link.AbsoluteUri);
        var token = link.Segments[^1];
        Assert.DoesNotContain("eve", mail.Raw.Replace(token, "", StringComparison.Ordinal), StringComparison.Ordinal);
        var again = Assert.Single(
            (await RenewAsync(server, await KeysAsync(server, "ivan@example.com"), mail: true)).Value
        );
        var emails = await receiver.WaitForAsync(2);
        var tables = await server.DbAsync(null, Tables.ReadAsync);
        foreach (
            var secret in new[]
            {
                made.Token.Reveal(),
                again.Token.Reveal(),
                token,
                emails[1].Link("/join/").Segments[^1],
            }
        )
            Assert.DoesNotContain(secret, tables, StringComparison.Ordinal);
        Assert.All(emails, m => Assert.DoesNotContain(made.Token.Reveal(), m.Raw, StringComparison.Ordinal));
        Assert.All(emails, m => Assert.DoesNotContain(again.Token.Reveal(), m.Raw, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_has_an_end_for_an_hour_and_for_an_address()
    {
        await using var server = await App.AnotherAsync(
            settings:
            [
                "--Email:Host=127.0.0.1",
                "--Email:Port=9",
                "--Email:FromAddress=a@example.com",
                "--Email:LinkBase=https://settings.example",
            ]
        );
        var first = (
            await InviteAsync(
                server,
                server.Olga,
                string.Join(',', Enumerable.Range(0, 60).Select(i => $"quota{i}@example.com"))
            )
        ).Value;
        Assert.Equal(
            (50, 10),
            (first.Invitations.Count, first.Preview.Lines.Count(l => l.Status == InvitationStatus.OverQuota))
        );
        Assert.False((await RenewAsync(server, await KeysAsync(server, "quota0@example.com"), mail: true)).Ok);
        Assert.True((await RenewAsync(server, await KeysAsync(server, "quota0@example.com"), mail: false)).Ok);
        server.Time.Advance(TimeSpan.FromHours(1.1));
        for (var i = 0; i < 2; i++)
            Assert.True((await RenewAsync(server, await KeysAsync(server, "quota1@example.com"), mail: true)).Ok);
        Assert.StartsWith(
            "quota1@example.com was sent 3 invitations in 24 hours.",
            Assert
                .Single((await RenewAsync(server, await KeysAsync(server, "quota1@example.com"), mail: true)).Problems)
                .Message
        );
        await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<RevokeInvitations>().RunAsync(["quota1@example.com"])
        );
        Assert.Equal(
            InvitationStatus.InvitedOften,
            Assert.Single((await InviteAsync(server, server.Olga, "quota1@example.com")).Value.Preview.Lines).Status
        );
    }

    [Fact]
    public async Task A_form_sent_twice_renews_once_and_the_link_before_is_dead()
    {
        var old = Assert.Single((await InviteAsync(App, App.Olga, "renewed@example.com")).Value.Invitations);
        var keys = await KeysAsync(App, "renewed@example.com");
        var (first, second) = await BothAsync(
            () => RenewAsync(App, keys, mail: true),
            () => RenewAsync(App, keys, mail: true)
        );
        var made = Assert.Single((first.Ok ? first : second).Value);
        Assert.Equal(Refusal.Conflict, (first.Ok ? second : first).Refusal);
        var row = await App.DbAsync(App.Olga, db => db.Invitations.SingleAsync(i => i.Email == "renewed@example.com"));
        Assert.Equal(LinkToken.Hash(made.Token.Reveal()), row.TokenHash);
        Assert.NotEqual(LinkToken.Hash(old.Token.Reveal()), row.TokenHash);
    }

    [Fact]
    public async Task A_revoked_invitation_is_over_and_cannot_be_renewed()
    {
        await InviteAsync(App, App.Olga, "revoked@example.com");
        var keys = await KeysAsync(App, "revoked@example.com");
        Assert.Equal(
            ["revoked@example.com"],
            (
                await App.InAsync(
                    App.Adam,
                    s => s.GetRequiredService<RevokeInvitations>().RunAsync(keys.Select(k => k.Id).ToList())
                )
            ).Value
        );
        Assert.Empty(
            (
                await App.InAsync(
                    App.Adam,
                    s => s.GetRequiredService<RevokeInvitations>().RunAsync(keys.Select(k => k.Id).ToList())
                )
            ).Value
        );
        Assert.Equal(Refusal.NotFound, (await RenewAsync(App, keys, mail: false)).Refusal);
        var row = await App.DbAsync(App.Olga, db => db.Invitations.SingleAsync(i => i.Email == "revoked@example.com"));
        Assert.Equal(InvitationState.Revoked, row.State);
        Assert.NotNull(row.EndedAt);
        Assert.Single((await InviteAsync(App, App.Olga, "revoked@example.com")).Value.Invitations);
    }

    [Fact]
    public async Task Another_workspaces_invitation_does_not_exist()
    {
        await InviteAsync(App, App.Olga, "of-olga@example.com");
        var keys = await KeysAsync(App, "of-olga@example.com");
        Assert.Equal(
            Refusal.NotFound,
            (
                await App.InAsync(App.Eve, s => s.GetRequiredService<RenewInvitations>().RunAsync(keys, mail: false))
            ).Refusal
        );
        Assert.Empty(
            (
                await App.InAsync(
                    App.Eve,
                    s => s.GetRequiredService<RevokeInvitations>().RunAsync(keys.Select(k => k.Id).ToList())
                )
            ).Value
        );
        Assert.Empty(
            (
                await App.InAsync(
                    App.Eve,
                    s => s.GetRequiredService<RevokeInvitations>().RunAsync(["of-olga@example.com"])
                )
            ).Value
        );
        // The same address can be invited by both.
        Assert.Single((await InviteAsync(App, App.Eve, "of-olga@example.com")).Value.Invitations);
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

    private static Task<Result<InviteOutcome>> InviteAsync(
        TestApp server,
        Person by,
        string list,
        MemberRole role = MemberRole.Member
    ) =>
        server.InAsync(
            by,
            s => s.GetRequiredService<InviteMembers>().RunAsync(new() { Addresses = list, Role = role })
        );

    private static Task<Result<IReadOnlyList<NewInvitation>>> RenewAsync(
        TestApp server,
        IReadOnlyCollection<InvitationKey> keys,
        bool mail
    ) => server.InAsync(server.Olga, s => s.GetRequiredService<RenewInvitations>().RunAsync(keys, mail));

    private static Task<List<InvitationKey>> KeysAsync(TestApp server, string email) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.Invitations.Where(i => i.Email == email && i.State == InvitationState.Pending)
                    .Select(i => new InvitationKey(i.Id, i.RowVersion))
                    .ToListAsync()
        );

    private static async Task<(T, T)> BothAsync<T>(Func<Task<T>> one, Func<Task<T>> other)
    {
        var done = await Task.WhenAll(Task.Run(one), Task.Run(other));
        return (done[0], done[1]);
    }
}

public sealed class InviteOnSqlite(SqliteApp app) : InviteTests(app), IClassFixture<SqliteApp>;

public sealed class InviteOnPostgres(PostgresApp app) : InviteTests(app), IClassFixture<PostgresApp>;
