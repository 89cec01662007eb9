using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract partial class InvitationProofTests
{
    [Fact]
    public async Task On_a_self_hosted_server_a_copied_link_joins_and_leaves_the_address_unconfirmed()
    {
        var page = await InvitedUser.FillAsync(
            await App.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(App, App.Olga, "copied@example.org")}")
        );
        Assert.Equal("You joined Research.", page.Flash);
        Assert.False((await App.UserAsync("copied@example.org")).EmailConfirmed);
        page = await InvitedUser.FillAsync(
            await App.Browser()
                .GetAsync($"/join/{await InvitedUser.EmailedTokenAsync(App, App.Olga, "emailed@example.org")}")
        );
        Assert.Equal("You joined Research.", page.Flash);
        Assert.True((await App.UserAsync("emailed@example.org")).EmailConfirmed);
    }

    [Fact]
    public async Task On_a_self_hosted_server_a_removed_member_comes_back_with_a_copied_link_and_their_own_password()
    {
        const string email = "back@example.org";
        await InvitedUser.FillAsync(
            await App.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(App, App.Olga, email)}")
        );
        var id = (await App.UserAsync(email)).Id;
        await App.UseAsync(App.Olga, (RemoveMembers remove) => remove.RunAsync([id]));
        var page = await App.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(App, App.Olga, email)}");
        // The inviter holds this link too, and must not set a new password with it.
        Assert.Empty(page.Document.QuerySelectorAll("main input[name=Password]"));
        page = await (await page.FollowAsync("Sign in to join"))
            .Fill("Email", email)
            .Fill("Password", Person.Password)
            .PressAsync("Sign in");
        Assert.Equal("You joined Research.", (await page.PressAsync("Join workspace")).Flash);
        Assert.False((await App.UserAsync(id)).EmailConfirmed);
    }

    [Fact]
    public async Task A_new_link_to_copy_leaves_the_emailed_one_and_a_new_email_ends_both()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var copied = await InvitedUser.TokenAsync(server, server.Olga);
        var emailed = (await receiver.WaitForAsync(1))[0].Link("/join/").AbsolutePath;
        await RenewAsync(server, mail: false);
        Assert.Equal(404, (await server.Browser().GetAsync($"/join/{copied}")).Status);
        Assert.Equal(200, (await server.Browser().GetAsync(emailed)).Status);
        await RenewAsync(server, mail: true);
        Assert.Equal(404, (await server.Browser().GetAsync(emailed)).Status);
        Assert.Equal(
            200,
            (await server.Browser().GetAsync((await receiver.WaitForAsync(2))[1].Link("/join/").AbsolutePath)).Status
        );
    }

    private static Task<Result<IReadOnlyList<NewInvitation>>> RenewAsync(TestApp server, bool mail) =>
        server.InAsync(
            server.Olga,
            async s =>
            {
                var db = s.GetRequiredService<ClearSettingsDb>();
                var key = await db
                    .Invitations.AsNoTracking()
                    .Select(i => new InvitationKey(i.Id, i.RowVersion))
                    .SingleAsync();
                return await s.GetRequiredService<RenewInvitations>().RunAsync([key], mail);
            }
        );
}
