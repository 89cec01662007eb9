using ClearSettings.Domain;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Members;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Email;

/// <summary>An address that is accepted can be delivered to.</summary>
public abstract class AddressDeliveryTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_invitation_to_a_domain_in_letters_arrives()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var invited = await InviteAsync(server, "Anna <anna@Bücher.example>, ANNA@xn--bcher-kva.example.");
        Assert.Equal(
            [InvitationStatus.Invited, InvitationStatus.Repeated],
            invited.Preview.Lines.Select(l => l.Status)
        );
        Assert.Equal("anna@xn--bcher-kva.example", Assert.Single(invited.Invitations).Invitation.Email);
        var mail = await receiver.WaitForAsync("anna@xn--bcher-kva.example");
        Assert.Contains("To: anna@xn--bcher-kva.example", mail.Raw, StringComparison.Ordinal);
        Assert.Equal(JobState.Done, (await MailInbox.UntilAsync(server, m => m.State != JobState.Waiting)).State);
        Assert.Equal(
            [InvitationStatus.AlreadyInvited],
            (await InviteAsync(server, "anna@bücher.example")).Preview.Lines.Select(l => l.Status)
        );
    }

    [Fact]
    public async Task A_sender_with_a_domain_in_letters_sends_also_under_a_name_that_has_to_be_encoded()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(
            settings:
            [
                .. receiver.Settings,
                "--Email:FromAddress=post@Bücher.example",
                "--Email:FromName=A =?utf-8?b?eA==?= B",
            ]
        );
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        Assert.Contains(
            "<post@xn--bcher-kva.example>",
            (await receiver.WaitForAsync("ivan@example.com")).Raw,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_address_from_before_with_letters_before_the_at_still_gets_mail_where_the_server_supports_it()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await MailInbox.AddAsync(
            server,
            MailInbox.Invitation("ivan@example.com"),
            MailInbox.Invitation("änna@example.com"),
            MailInbox.Invitation("anna@xn--bcher-kva.example")
        );
        Assert.All(
            await MailInbox.AllUntilAsync(server, m => m.State != JobState.Waiting),
            m => Assert.Equal(JobState.Done, m.State)
        );
        Assert.Contains(receiver.Mails, m => m.Message.To.Mailboxes.Single().Address == "änna@example.com");
    }

    [Fact]
    public async Task Letters_beyond_ASCII_before_the_at_are_refused_where_they_are_typed()
    {
        var line = Assert.Single((await InviteAsync(App, "änna@example.com")).Preview.Lines);
        Assert.Equal((InvitationStatus.NotAnAddress, "änna@example.com"), (line.Status, line.Entry.Typed));
        var page = await (await App.SignedInAsync(App.Adam)).HtmxAsync(
            $"/workspaces/{App.Olga.Workspace:N}/users/invite",
            "none",
            ("Addresses", "änna@example.com"),
            ("Role", "Member")
        );
        Assert.Contains("few mail servers deliver", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_beyond_ASCII_before_the_at_are_refused_by_the_API()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        await client.RefusedAsync(
            400,
            22,
            "login.add_whitelist_entries",
            new { emails = new[] { "änna@example.com" } }
        );
        await client.RefusedAsync(
            400,
            22,
            "auth.create_user",
            new
            {
                name = "Änna",
                company = App.Olga.Workspace.ToString("N"),
                email = "änna@example.com",
            }
        );
    }

    private static async Task<InviteOutcome> InviteAsync(TestApp server, string addresses)
    {
        var done = await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = addresses, Role = MemberRole.Member })
        );
        Assert.True(done.Ok);
        return done.Value;
    }
}

public sealed class AddressDeliveryOnSqlite(SqliteApp app) : AddressDeliveryTests(app), IClassFixture<SqliteApp>;
