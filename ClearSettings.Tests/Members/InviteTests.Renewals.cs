using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract partial class InviteTests
{
    private static readonly string[] UnreachableMailServer =
    [
        "--Email:Host=127.0.0.1",
        "--Email:Port=9",
        "--Email:FromAddress=a@example.com",
        "--Email:LinkBase=https://settings.example",
    ];

    [Fact]
    public async Task A_link_that_expired_is_replaced_by_inviting_again()
    {
        await using var server = await App.AnotherAsync();
        await InvitedUser.InviteAsync(server, server.Olga, "late@example.com");
        var before = await server.DbAsync(server.Olga, db => db.Invitations.SingleAsync());
        server.Time.Advance(TimeSpan.FromDays(7.1));
        var again = Assert.Single(
            (await InvitedUser.InviteAsync(server, server.Adam, "late@example.com", MemberRole.Admin)).Value.Invitations
        );
        var after = await server.DbAsync(server.Olga, db => db.Invitations.SingleAsync());
        Assert.Equal((before.Id, MemberRole.Admin, server.Adam.Id), (after.Id, after.Role, after.InvitedById));
        Assert.Equal(LinkToken.Hash(again.Token.Reveal()), after.TokenHash);
        Assert.True(after.IsOpen(server.Time.GetUtcNow().UtcDateTime) && after.InvitedAt > before.ExpiresAt);
    }

    [Fact]
    public async Task The_mail_carries_the_link_and_nothing_more()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var made = Assert.Single(
            (await InvitedUser.InviteAsync(server, server.Olga, "\"Bcc: eve\" <ivan@example.com>")).Value.Invitations
        );
        Assert.True(made.IsEmailed);
        var mail = await receiver.WaitForAsync("ivan@example.com");
        var link = mail.Link("/join/");
        Assert.StartsWith("https://settings.northwind.example/join/", link.AbsoluteUri);
        var token = link.Segments[^1];
        Assert.DoesNotContain("eve", mail.Raw.Replace(token, "", StringComparison.Ordinal), StringComparison.Ordinal);
        var again = Assert.Single((await RenewAsync(server, "ivan@example.com", mail: true)).Value);
        var emails = await receiver.WaitForAsync(2);
        string[] copied = [made.Token.Reveal(), again.Token.Reveal()];
        string[] emailed = [token, emails[1].Link("/join/").Segments[^1]];
        var tables = await server.DbAsync(null, Tables.ReadAsync);
        Assert.All([.. copied, .. emailed], secret => Assert.DoesNotContain(secret, tables, StringComparison.Ordinal));
        foreach (var secret in copied)
            Assert.All(emails, m => Assert.DoesNotContain(secret, m.Raw, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_has_an_end_for_an_hour_and_for_an_address()
    {
        await using var server = await App.AnotherAsync(settings: UnreachableMailServer);
        var list = string.Join(',', Enumerable.Range(0, 60).Select(i => $"quota{i}@example.com"));
        var first = (await InvitedUser.InviteAsync(server, server.Olga, list)).Value;
        Assert.Equal(
            (50, 10),
            (first.Invitations.Count, first.Preview.Lines.Count(l => l.Status == InvitationStatus.OverQuota))
        );
        Assert.False((await RenewAsync(server, "quota0@example.com", mail: true)).Ok);
        Assert.True((await RenewAsync(server, "quota0@example.com", mail: false)).Ok);
        server.Time.Advance(TimeSpan.FromHours(1.1));
        for (var i = 0; i < 2; i++)
            Assert.True((await RenewAsync(server, "quota1@example.com", mail: true)).Ok);
        Assert.StartsWith(
            "quota1@example.com was sent 3 invitations in 24 hours.",
            Assert.Single((await RenewAsync(server, "quota1@example.com", mail: true)).Problems).Message
        );
        await server.UseAsync(server.Olga, (RevokeInvitations revoke) => revoke.RunAsync(["quota1@example.com"]));
        var again = await InvitedUser.InviteAsync(server, server.Olga, "quota1@example.com");
        Assert.Equal(InvitationStatus.InvitedOften, Assert.Single(again.Value.Preview.Lines).Status);
    }

    [Fact]
    public async Task A_form_sent_twice_renews_once_and_the_link_before_is_dead()
    {
        var old = Assert.Single(
            (await InvitedUser.InviteAsync(App, App.Olga, "renewed@example.com")).Value.Invitations
        );
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
        await InvitedUser.InviteAsync(App, App.Olga, "revoked@example.com");
        var keys = await KeysAsync(App, "revoked@example.com");
        Assert.Equal(["revoked@example.com"], (await RevokeAsync(App.Adam, keys)).Value);
        Assert.Empty((await RevokeAsync(App.Adam, keys)).Value);
        Assert.Equal(Refusal.NotFound, (await RenewAsync(App, keys, mail: false)).Refusal);
        var row = await App.DbAsync(App.Olga, db => db.Invitations.SingleAsync(i => i.Email == "revoked@example.com"));
        Assert.Equal(InvitationState.Revoked, row.State);
        Assert.NotNull(row.EndedAt);
        Assert.Single((await InvitedUser.InviteAsync(App, App.Olga, "revoked@example.com")).Value.Invitations);
    }

    [Fact]
    public async Task Another_workspaces_invitation_does_not_exist()
    {
        await InvitedUser.InviteAsync(App, App.Olga, "of-olga@example.com");
        var keys = await KeysAsync(App, "of-olga@example.com");
        var renewed = await App.UseAsync(App.Eve, (RenewInvitations renew) => renew.RunAsync(keys, mail: false));
        Assert.Equal(Refusal.NotFound, renewed.Refusal);
        Assert.Empty((await RevokeAsync(App.Eve, keys)).Value);
        var revoked = await App.UseAsync(App.Eve, (RevokeInvitations r) => r.RunAsync(["of-olga@example.com"]));
        Assert.Empty(revoked.Value);
        // The same address can be invited by both.
        Assert.Single((await InvitedUser.InviteAsync(App, App.Eve, "of-olga@example.com")).Value.Invitations);
    }

    private Task<Result<IReadOnlyList<string>>> RevokeAsync(Person by, List<InvitationKey> keys) =>
        App.UseAsync(by, (RevokeInvitations revoke) => revoke.RunAsync(keys.Select(k => k.Id).ToList()));

    private static Task<List<InvitationKey>> KeysAsync(TestApp server, string email) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.Invitations.Where(i => i.Email == email && i.State == InvitationState.Pending)
                    .Select(i => new InvitationKey(i.Id, i.RowVersion))
                    .ToListAsync()
        );
}
