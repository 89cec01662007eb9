using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract class OwnershipTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_offer_shows_with_its_mail_and_accepting_swaps_the_roles()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await OfferAsync(server, server.Mia);
        Assert.Contains(
            "wants to transfer ownership of Research to you",
            (await receiver.WaitForAsync(server.Mia.Email)).Subject
        );
        var page = await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/notifications");
        Assert.Contains("Ownership of ResearchOlga Orlova wants to transfer the workspace to you", page.Main);
        page = await page.PressAsync("Become owner");
        Assert.Equal("You are now the owner of Research.", page.Flash);
        Assert.Equal((MemberRole.Owner, MemberRole.Admin), await RolesAsync(server, server.Mia, server.Olga));
        Assert.Contains("Administrator settings", page.Document.QuerySelector(".sidebar")!.TextContent);
    }

    [Fact]
    public async Task A_declined_offer_changes_nothing_and_is_gone()
    {
        await using var server = await App.AnotherAsync();
        await OfferAsync(server, server.Mia);
        var page = await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/notifications");
        var stale = page;
        Assert.Equal("You declined ownership of Research.", (await page.PressAsync("Decline")).Flash);
        Assert.Equal(
            (404, "The change could not be saved"),
            ((await stale.PressAsync("Become owner")) is var late ? (late.Status, late.Heading) : default)
        );
        Assert.Equal((MemberRole.Member, MemberRole.Owner), await RolesAsync(server, server.Mia, server.Olga));
    }

    [Fact]
    public async Task Ten_acceptances_at_once_leave_one_owner()
    {
        await using var server = await App.AnotherAsync();
        await OfferAsync(server, server.Mia);
        var done = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ =>
                    server.InAsync(server.Mia, s => s.GetRequiredService<AcceptOwnershipTransfer>().RunAsync())
                )
        );
        Assert.Single(done, d => d.Ok);
        Assert.Single(
            await InvitedUser.MembersAsync(server, server.Olga.Workspace),
            m => m.Role == MemberRole.Owner && m.UserId == server.Mia.Id
        );
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("old owner is none")]
    [InlineData("for somebody else")]
    public async Task An_offer_counts_only_while_everything_is_as_it_was(string what)
    {
        await using var server = await App.AnotherAsync();
        await OfferAsync(server, what == "for somebody else" ? server.Adam : server.Mia);
        if (what == "expired")
            server.Time.Advance(OwnershipTransfer.Lifetime);
        if (what == "old owner is none")
            await server.DbAsync(
                null,
                db =>
                    db.Members.IgnoreQueryFilters()
                        .Where(m => m.UserId == server.Olga.Id)
                        .ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, MemberRole.Admin))
            );
        var before = await RolesAsync(server, server.Mia, server.Olga);
        Assert.Equal(
            "This request is no longer pending.",
            (await server.InAsync(server.Mia, s => s.GetRequiredService<AcceptOwnershipTransfer>().RunAsync()))
                .Problems.Single()
                .Message
        );
        Assert.Equal(before, await RolesAsync(server, server.Mia, server.Olga));
    }

    private static async Task OfferAsync(TestApp server, Person to) =>
        Assert.True(
            (
                await server.InAsync(server.Olga, s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(to.Id))
            ).Ok
        );

    private static async Task<(MemberRole, MemberRole)> RolesAsync(TestApp server, Person one, Person other)
    {
        var members = await InvitedUser.MembersAsync(server, one.Workspace);
        return (members.Single(m => m.UserId == one.Id).Role, members.Single(m => m.UserId == other.Id).Role);
    }
}

public sealed class OwnershipOnSqlite(SqliteApp app) : OwnershipTests(app), IClassFixture<SqliteApp>;

public sealed class OwnershipOnPostgres(PostgresApp app) : OwnershipTests(app), IClassFixture<PostgresApp>;
