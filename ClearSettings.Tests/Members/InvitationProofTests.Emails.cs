using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract partial class InvitationProofTests
{
    [Fact]
    public async Task The_confirmation_email_has_a_link_of_its_own_that_makes_a_confirmed_account()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        var copied = await InvitedUser.TokenAsync(server, server.Eve, Ceo);
        var first = (await receiver.WaitForAsync(Ceo)).Link("/join/").AbsolutePath;
        await RequestConfirmationAsync(server, copied);
        var emailed = (await receiver.WaitForAsync(2))[1].Link("/join/").AbsolutePath;
        Assert.DoesNotContain(copied, emailed, StringComparison.Ordinal);
        Assert.Equal((404, "This link no longer works"), Of(await server.Browser().GetAsync(first)));
        var page = await InvitedUser.FillAsync(await server.Browser().GetAsync(emailed), "Carla Chief");
        Assert.Equal("You joined Elsewhere.", page.Flash);
        Assert.True((await server.UserAsync(Ceo)).EmailConfirmed);
        Assert.Equal((404, "This link no longer works"), Of(await server.Browser().GetAsync($"/join/{copied}")));
    }

    [Fact]
    public async Task An_address_gets_three_emails_a_day_and_the_latest_link_keeps_working()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        var copied = await InvitedUser.TokenAsync(server, server.Eve, Ceo);
        for (var i = 0; i < 6; i++)
            Assert.Equal("Check your email", (await RequestConfirmationAsync(server, copied)).Heading);
        var emails = await receiver.WaitForAsync(3);
        Assert.Equal(3, await server.DbAsync(null, db => db.Emails.CountAsync(m => m.To == Ceo)));
        Assert.Equal(
            "You joined Elsewhere.",
            (await InvitedUser.FillAsync(await server.Browser().GetAsync(emails[2].Link("/join/").AbsolutePath))).Flash
        );
    }

    [Fact]
    public async Task When_other_workspaces_used_up_the_emails_of_the_day_the_page_says_when_to_try_again()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        List<string> seen = [];
        foreach (var email in new[] { Ceo, server.Adam.Email })
        {
            var copied = await UseUpEmailsAsync(server, receiver, email);
            await SetEmailsFromEveAsync(server, email, JobState.Failed);
            var refused = await RequestConfirmationAsync(server, copied);
            Assert.Equal(422, refused.Status);
            Assert.Contains(
                "This address has reached the limit of 3 invitation emails in 24 hours. Try again in 23 hours.",
                refused.Main
            );
            seen.Add(refused.Main.Replace(email, "", StringComparison.Ordinal));
            await SetEmailsFromEveAsync(server, email, JobState.Done);
            await EndEmailedLinkFromEveAsync(server, email);
            Assert.Equal(422, (await RequestConfirmationAsync(server, copied)).Status);
            server.Time.Advance(TimeSpan.FromHours(23));
            Assert.Equal("Check your email", (await RequestConfirmationAsync(server, copied)).Heading);
            Assert.Equal(4, await server.DbAsync(null, db => db.Emails.CountAsync(m => m.To == email)));
        }
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task Without_email_a_hosted_server_says_that_the_address_cannot_be_confirmed()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        var page = await RequestConfirmationAsync(server, await InvitedUser.TokenAsync(server, server.Eve, Ceo));
        Assert.Equal(422, page.Status);
        Assert.Contains("cannot send email yet", page.Main);
    }

    /// <summary>Sends all emails that one address gets in a day, for invitations to two workspaces.</summary>
    /// <returns>The token of the link to Eve's workspace that can be copied.</returns>
    private static async Task<string> UseUpEmailsAsync(TestApp server, MailReceiver receiver, string email)
    {
        var copied = await InvitedUser.TokenAsync(server, server.Eve, email);
        await receiver.WaitForAsync(email);
        var other = await InvitedUser.TokenAsync(server, await OwnerAsync(server), email);
        server.Time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal("Check your email", (await RequestConfirmationAsync(server, other)).Heading);
        // The email of this invitation was sent, and its link works.
        Assert.Equal("Check your email", (await RequestConfirmationAsync(server, copied)).Heading);
        return copied;
    }

    private static Task<int> SetEmailsFromEveAsync(TestApp server, string email, JobState state) =>
        server.DbAsync(
            null,
            db =>
                db.Emails.Where(m => m.To == email && m.WorkspaceId == server.Eve.Workspace)
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.State, state))
        );

    private static Task<int> EndEmailedLinkFromEveAsync(TestApp server, string email) =>
        server.DbAsync(
            null,
            db =>
                db.Invitations.IgnoreQueryFilters()
                    .Where(i => i.Email == email && i.WorkspaceId == server.Eve.Workspace)
                    .ExecuteUpdateAsync(i => i.SetProperty(x => x.EmailTokenHash, (byte[]?)null))
        );
}
