using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract partial class RoleAndRemovalTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_role_changes_immediately_and_invitations_of_a_former_admin_end()
    {
        var anna = await App.AddAsync("Anna Admin", MemberRole.Admin);
        var client = App.Api(await App.KeyAsync(anna));
        (
            await client.CallAsync("login.add_whitelist_entries", new { emails = new[] { "by.anna@example.com" } })
        ).IsOk();
        Assert.True((await ChangeAsync(App.Adam, anna, MemberRole.Member)).Value);
        Assert.False((await ChangeAsync(App.Adam, anna, MemberRole.Member)).Value);
        (await client.CallAsync("login.get_settings")).IsRefused(403, 20);
        Assert.Equal(
            InvitationState.Revoked,
            (await App.DbAsync(App.Olga, db => db.Invitations.SingleAsync(i => i.Email == "by.anna@example.com"))).State
        );
        Assert.Equal(
            "administrator to member, invitations revoked: 1",
            (
                await App.DbAsync(
                    App.Olga,
                    db => db.AuditEvents.SingleAsync(e => e.Kind == "member.role_changed" && e.Subject == "Anna Admin")
                )
            ).Detail
        );
    }

    [Fact]
    public async Task No_one_changes_the_owners_role_or_their_own_or_makes_an_owner()
    {
        Assert.Equal(
            "You cannot change your own role. Ask another administrator.",
            (await ChangeAsync(App.Adam, App.Adam, MemberRole.Member)).Problems[0].Message
        );
        Assert.StartsWith(
            "The owner’s role changes only",
            (await ChangeAsync(App.Adam, App.Olga, MemberRole.Member)).Problems[0].Message
        );
        Assert.False((await ChangeAsync(App.Olga, App.Olga, MemberRole.Admin)).Ok);
        Assert.Equal("Role", (await ChangeAsync(App.Olga, App.Mia, MemberRole.Owner)).Problems[0].Field);
        Assert.Equal("Role", (await ChangeAsync(App.Olga, App.Mia, null)).Problems[0].Field);
        Assert.Equal(Refusal.NotFound, (await ChangeAsync(App.Olga, App.Eve, MemberRole.Admin)).Refusal);
        Assert.Equal(
            [MemberRole.Owner, MemberRole.Admin, MemberRole.Member],
            await RolesAsync(App.Olga, App.Adam, App.Mia)
        );
    }

    [Fact]
    public async Task Two_admins_who_demote_or_remove_each_other_at_once_leave_one()
    {
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (
                await App.AddAsync("Una", MemberRole.Admin),
                await App.AddAsync("Otto", MemberRole.Admin)
            );
            var demoted = await BothAsync(
                one,
                s => s.GetRequiredService<ChangeRole>().RunAsync(other.Id, MemberRole.Member),
                other,
                s => s.GetRequiredService<ChangeRole>().RunAsync(one.Id, MemberRole.Member)
            );
            Assert.Equal(1, demoted.Count(d => d.Ok));
            var (third, fourth) = (
                await App.AddAsync("Tess", MemberRole.Admin),
                await App.AddAsync("Finn", MemberRole.Admin)
            );
            var removed = await BothAsync(
                third,
                s => s.GetRequiredService<RemoveMembers>().RunAsync([fourth.Id]),
                fourth,
                s => s.GetRequiredService<RemoveMembers>().RunAsync([third.Id])
            );
            Assert.Equal(1, removed.Count(r => r.Ok));
        }
    }

    [Fact]
    public async Task An_ownership_is_offered_once_and_can_be_revoked()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await AssertOfferedOnceAsync(server, server.Adam);
        Assert.Equal(
            "Olga Orlova wants to transfer ownership of Research to you",
            (await receiver.WaitForAsync(server.Adam.Email)).Subject
        );
        Assert.True((await OfferAsync(server, server.Olga, server.Mia)).Ok);
        var offer = await server.DbAsync(server.Olga, db => db.OwnershipTransfers.SingleAsync());
        Assert.Equal(server.Mia.Id, offer.ToUserId);
        Assert.Equal(2, await CountOffersInAuditLogAsync(server));
        Assert.False((await OfferAsync(server, server.Olga, server.Olga)).Ok);
        Assert.Equal(Refusal.NotFound, (await OfferAsync(server, server.Olga, server.Eve)).Refusal);
        Assert.Equal(Refusal.Conflict, (await OfferAsync(server, server.Adam, server.Mia)).Refusal);
        Assert.Equal(Refusal.Conflict, (await CancelOfferAsync(server, server.Adam)).Refusal);
        Assert.True((await CancelOfferAsync(server, server.Olga)).Ok);
        Assert.Equal(Refusal.NotFound, (await CancelOfferAsync(server, server.Olga)).Refusal);
        await OfferAsync(server, server.Olga, server.Mia);
        await RemoveAsync(server, server.Olga, server.Mia.Id);
        Assert.False(await server.DbAsync(server.Olga, db => db.OwnershipTransfers.AnyAsync()));
    }

    [Fact]
    public async Task Pages_and_clients_leave_a_mark_of_when_they_were_used_and_where()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.AddToWorkspaceAsync(nina, App.Eve.Workspace);
        var browser = await App.SignedInAsync(nina);
        await browser.GetAsync("/settings/profile");
        await App.Api(await App.KeyAsync(nina)).LoginAsync();
        await App.RecordCredentialUsageAsync();
        var here = await MembershipAsync(App.Olga, nina);
        var there = await MembershipAsync(App.Eve, nina);
        Assert.True(
            here.LastSeenAt is not null
                && here.LastApiUseAt is not null
                && there.LastSeenAt is null
                && there.LastApiUseAt is null
        );
        Assert.Equal("Password", (await App.UserAsync(nina.Id)).LastSignInBy);
        await browser.GetAsync("/settings/profile");
        Assert.Equal(here.LastSeenAt, (await MembershipAsync(App.Olga, nina)).LastSeenAt);
        App.Time.Advance(TimeSpan.FromMinutes(6));
        await browser.GetAsync($"/settings/workspaces/{App.Eve.Workspace:N}/credentials");
        Assert.NotNull((await MembershipAsync(App.Eve, nina)).LastSeenAt);
    }

    private Task<Result<bool>> ChangeAsync(Person by, Person of, MemberRole? role) =>
        App.InAsync(by, s => s.GetRequiredService<ChangeRole>().RunAsync(of.Id, role));

    /// <summary>In the workspace of who looks.</summary>
    private Task<Member> MembershipAsync(Person by, Person of) =>
        App.DbAsync(by, db => db.Members.SingleAsync(m => m.UserId == of.Id));

    private static Task<Result> OfferAsync(TestApp server, Person by, Person to) =>
        server.UseAsync(by, (RequestOwnershipTransfer request) => request.RunAsync(to.Id));

    private static Task<Result> CancelOfferAsync(TestApp server, Person by) =>
        server.UseAsync(by, (CancelOwnershipTransfer cancel) => cancel.RunAsync());

    /// <summary>Also when the form is sent four times at once.</summary>
    private static async Task AssertOfferedOnceAsync(TestApp server, Person to)
    {
        var offers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => OfferAsync(server, server.Olga, to)));
        Assert.All(await Task.WhenAll(offers), offer => Assert.True(offer.Ok));
        Assert.Equal(1, await CountOffersInAuditLogAsync(server));
    }

    private static Task<int> CountOffersInAuditLogAsync(TestApp server) =>
        server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == "ownership.offered"));

    // Both have been let in before either begins.
    private async Task<T[]> BothAsync<T>(
        Person one,
        Func<IServiceProvider, Task<T>> first,
        Person other,
        Func<IServiceProvider, Task<T>> second
    )
    {
        using var gate = new Barrier(2);
        Task<T> RunAsync(Person person, Func<IServiceProvider, Task<T>> work) =>
            Task.Run(() =>
                App.InAsync(
                    person,
                    async services =>
                    {
                        gate.SignalAndWait();
                        return await work(services);
                    }
                )
            );
        return await Task.WhenAll(RunAsync(one, first), RunAsync(other, second));
    }

    private async Task<List<MemberRole>> RolesAsync(params Person[] people)
    {
        List<MemberRole> roles = [];
        foreach (var person in people)
            roles.Add(
                await App.DbAsync(
                    person,
                    db => db.Members.Where(m => m.UserId == person.Id).Select(m => m.Role).SingleAsync()
                )
            );
        return roles;
    }
}

public sealed class RoleAndRemovalOnSqlite(SqliteApp app) : RoleAndRemovalTests(app), IClassFixture<SqliteApp>;

public sealed class RoleAndRemovalOnPostgres(PostgresApp app) : RoleAndRemovalTests(app), IClassFixture<PostgresApp>;
