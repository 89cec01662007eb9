using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract partial class JoinTests
{
    [Fact]
    public async Task Every_dead_link_gets_one_page_without_the_workspaces_name_that_says_what_to_do()
    {
        await using var server = await App.AnotherAsync();
        foreach (var (token, message) in await DeadLinksAsync(server))
        {
            var page = await server.Browser().GetAsync($"/join/{token}");
            Assert.Equal((404, "This link no longer works"), (page.Status, page.Heading));
            Assert.Contains(message, page.Main);
            Assert.DoesNotContain("Research", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("example.org", page.Html, StringComparison.Ordinal);
        }
        Assert.Equal(404, (await server.Browser().GetAsync("/join")).Status);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("demoted")]
    public async Task An_invitation_dies_with_its_inviters_right_also_while_its_page_is_open(string what)
    {
        var email = $"{what}@example.org";
        var anna = await App.AddAsync("Anna Admin", MemberRole.Admin);
        var form = await App.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(App, anna, email)}");
        // Straight in the table, so that nothing else ends the invitation.
        await App.DbAsync(
            null,
            db =>
                what == "gone"
                    ? db.Members.IgnoreQueryFilters().Where(m => m.UserId == anna.Id).ExecuteDeleteAsync()
                    : db
                        .Members.IgnoreQueryFilters()
                        .Where(m => m.UserId == anna.Id)
                        .ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, MemberRole.Member))
        );
        var page = await InvitedUser.FillAsync(form);
        Assert.Equal(404, page.Status);
        Assert.Contains("is no longer valid", page.Main);
        Assert.Equal(0, await App.DbAsync(null, db => db.Users.CountAsync(u => u.Email == email)));
    }

    [Fact]
    public async Task Guessing_is_refused_after_ten_unknown_links_a_minute()
    {
        Assert.Equal(10, new SignInSettings().LinkGuessesPerMinute);
        await using var server = await App.AnotherAsync(settings: ["--SignIn:LinkGuessesPerMinute=10"]);
        var good = await InvitedUser.TokenAsync(server, server.Olga);
        for (var i = 0; i < 10; i++)
            Assert.Equal(404, (await server.Browser().GetAsync($"/join/{i}")).Status);
        Assert.Equal(429, (await server.Browser().GetAsync($"/join/{good}")).Status);
        Assert.Equal(429, (await server.Browser().GetAsync("/reset-password/x")).Status);
        Assert.Equal(
            200,
            (await server.Browser(System.Net.IPAddress.Parse("198.51.100.9")).GetAsync($"/join/{good}")).Status
        );
    }

    [Fact]
    public async Task Guesses_from_all_addresses_of_an_IPv6_network_count_together()
    {
        await using var server = await App.AnotherAsync(settings: ["--SignIn:LinkGuessesPerMinute=10"]);
        for (var i = 0; i < 10; i++)
            Assert.Equal(
                404,
                (
                    await server.Browser(System.Net.IPAddress.Parse($"2001:db8:0:1::{i + 1:x}")).GetAsync($"/join/{i}")
                ).Status
            );
        Assert.Equal(
            429,
            (await server.Browser(System.Net.IPAddress.Parse("2001:db8:0:1::ff")).GetAsync("/join/x")).Status
        );
        Assert.Equal(
            404,
            (await server.Browser(System.Net.IPAddress.Parse("2001:db8:0:2::1")).GetAsync("/join/x")).Status
        );
    }

    /// <summary>Links that no longer work or never did, each with what its page says.</summary>
    private static async Task<(string Token, string Message)[]> DeadLinksAsync(TestApp server)
    {
        var (used, revoked, expired, declined) = (
            await InvitedUser.TokenAsync(server, server.Olga),
            await InvitedUser.TokenAsync(server, server.Olga, "revoked@example.org"),
            await InvitedUser.TokenAsync(server, server.Olga, "late@example.org"),
            await InvitedUser.TokenAsync(server, server.Olga, server.Eve.Email)
        );
        await InvitedUser.FillAsync(await server.Browser().GetAsync($"/join/{used}"));
        await server.UseAsync(server.Olga, (RevokeInvitations revoke) => revoke.RunAsync(["revoked@example.org"]));
        await (await (await server.SignedInAsync(server.Eve)).GetAsync("/settings/notifications")).PressAsync(
            "Decline"
        );
        server.Time.Advance(Invitation.Lifetime);
        return
        [
            (used, "already used"),
            (revoked, "was revoked"),
            (expired, "has expired"),
            (declined, "was declined"),
            ("nobody's", "may be incomplete"),
            (new string('x', 43), "may be incomplete"),
            (new string('x', 5000), "may be incomplete"),
        ];
    }
}
