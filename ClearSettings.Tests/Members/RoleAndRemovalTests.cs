using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract class RoleAndRemovalTests(TestApp app) : AppTests(app)
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
    public async Task Two_owners_who_remove_each_other_at_once_both_stay()
    {
        // The pages never make a second owner; whoever did it by hand is protected all the same.
        var second = await App.AddAsync("Olaf", MemberRole.Owner);
        var removed = await Task.WhenAll(
            Task.Run(() => RemoveAsync(App.Olga, second)),
            Task.Run(() => RemoveAsync(second, App.Olga))
        );
        Assert.All(
            removed,
            r => Assert.EndsWith("is the owner and cannot be removed. Transfer ownership first.", r.Problems[0].Message)
        );
        Assert.Equal(MemberRole.Owner, Assert.Single(await RolesAsync(second)));
    }

    [Fact]
    public async Task A_removed_members_next_call_gets_401_and_their_pages_do_not_exist()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var (key, token, browser) = (
            await server.KeyAsync(server.Mia),
            server.Api(await server.KeyAsync(server.Mia)),
            await server.SignedInAsync(server.Mia)
        );
        await token.LoginAsync();
        Assert.Equal(
            200,
            (await browser.GetAsync($"/settings/workspaces/{server.Mia.Workspace:N}/credentials")).Status
        );
        await server.Services.GetRequiredService<Domain.Credentials.CredentialUsageRecorder>().FlushAsync(all: true);
        var removed = await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<RemoveMembers>().RunAsync([server.Mia.Id])
        );
        Assert.Equal(
            ("Mia Meyer", 2, 1),
            (Assert.Single(removed.Value.Members), removed.Value.Impact.Credentials, removed.Value.Impact.RecentlyUsed)
        );
        Assert.Equal(401, (await server.Api(key).CallAsync("users.get_current_user")).Code);
        Assert.Equal(401, (await token.CallAsync("users.get_current_user")).Code);
        Assert.Equal(
            404,
            (int)
                (
                    await browser.FetchAsync(
                        HttpMethod.Get,
                        $"/settings/workspaces/{server.Mia.Workspace:N}/credentials"
                    )
                ).StatusCode
        );
        Assert.Equal(302, (int)(await browser.FetchAsync(HttpMethod.Get, "/settings/profile")).StatusCode);
        var mail = await receiver.WaitForAsync(server.Mia.Email);
        Assert.Equal("You were removed from Research", mail.Subject);
        Assert.Contains("Your 2 API credentials for this workspace were revoked.", mail.Text);
        Assert.Contains("Adam Ames", mail.Text);
        Assert.Equal(
            0,
            await server.DbAsync(server.Olga, db => db.Credentials.CountAsync(c => c.UserId == server.Mia.Id))
        );
        Assert.Null(
            await server.DbAsync(
                null,
                db => db.Users.Where(u => u.Id == server.Mia.Id).Select(u => u.DefaultWorkspaceId).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task Whoever_is_elsewhere_too_sees_that_workspace_and_keeps_its_keys()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var there = nina with { Workspace = App.Eve.Workspace };
        await App.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                    Task.FromResult(
                        db.Members.Add(Member.Join(App.Eve.Workspace, nina.Id, MemberRole.Member, App.Time))
                    )
                )
        );
        var (key, browser) = (await App.KeyAsync(there), await App.SignedInAsync(nina));
        await App.KeyAsync(nina);
        Assert.True((await RemoveAsync(App.Olga, nina)).Ok);
        Assert.Contains("Elsewhere", (await browser.GetAsync("/settings/workspaces")).Main);
        (await App.Api(key).CallAsync("users.get_current_user")).IsOk();
        Assert.Equal(
            App.Eve.Workspace,
            await App.DbAsync(
                null,
                db => db.Users.Where(u => u.Id == nina.Id).Select(u => u.DefaultWorkspaceId).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task With_an_inviter_go_the_invitations_they_sent_also_when_those_are_removed_with_them()
    {
        var anna = await App.AddAsync("Anna Admin", MemberRole.Admin);
        await App.InAsync(
            anna,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "first@example.com, second@example.com", Role = MemberRole.Member })
        );
        var first = await App.DbAsync(
            App.Olga,
            db => db.Invitations.Where(i => i.Email == "first@example.com").Select(i => i.Id).SingleAsync()
        );
        var removed = await App.InAsync(
            App.Olga,
            s => s.GetRequiredService<RemoveMembers>().RunAsync([anna.Id, first, anna.Id])
        );
        Assert.Equal(
            (1, "first@example.com", 1),
            (removed.Value.Members.Count, Assert.Single(removed.Value.Invitations), removed.Value.Impact.Invitations)
        );
        Assert.Equal(
            2,
            await App.DbAsync(
                App.Olga,
                db => db.Invitations.CountAsync(i => i.InvitedById == anna.Id && i.State == InvitationState.Revoked)
            )
        );
        Assert.Equal(
            Refusal.NotFound,
            (await App.InAsync(App.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([anna.Id, first]))).Refusal
        );
    }

    [Fact]
    public async Task Where_one_may_not_be_removed_no_one_is()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        Assert.False(
            (
                await App.InAsync(App.Adam, s => s.GetRequiredService<RemoveMembers>().RunAsync([nina.Id, App.Olga.Id]))
            ).Ok
        );
        Assert.StartsWith("You cannot remove yourself.", (await RemoveAsync(App.Adam, App.Adam)).Problems[0].Message);
        Assert.Equal(Refusal.NotFound, (await RemoveAsync(App.Adam, App.Eve)).Refusal);
        Assert.Equal([MemberRole.Member, MemberRole.Owner], await RolesAsync(nina, App.Eve));
    }

    [Fact]
    public async Task On_a_hosted_server_no_one_is_removed_from_the_workspace_of_their_account()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        await server.DbAsync(
            null,
            db =>
                db.Members.IgnoreQueryFilters()
                    .Where(m => m.UserId == server.Olga.Id)
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, MemberRole.Admin))
        );
        var refused = await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<RemoveMembers>().RunAsync([server.Olga.Id])
        );
        Assert.Equal(
            "This is the personal workspace of Olga Orlova, who cannot be removed from it.",
            refused.Problems[0].Message
        );
    }

    [Fact]
    public async Task An_ownership_is_offered_once_and_can_be_revoked()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        Task<Result> OfferAsync(Person by, Person to) =>
            server.InAsync(by, s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(to.Id));
        Assert.All(
            await Task.WhenAll(
                Enumerable.Range(0, 4).Select(_ => Task.Run(() => OfferAsync(server.Olga, server.Adam)))
            ),
            r => Assert.True(r.Ok)
        );
        Assert.Equal(
            "Olga Orlova wants to transfer ownership of Research to you",
            (await receiver.WaitForAsync(server.Adam.Email)).Subject
        );
        Assert.True((await OfferAsync(server.Olga, server.Mia)).Ok);
        Assert.Equal(
            server.Mia.Id,
            (await server.DbAsync(server.Olga, db => db.OwnershipTransfers.SingleAsync())).ToUserId
        );
        Assert.Equal(
            2,
            await server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == "ownership.offered"))
        );
        Assert.False((await OfferAsync(server.Olga, server.Olga)).Ok);
        Assert.Equal(Refusal.NotFound, (await OfferAsync(server.Olga, server.Eve)).Refusal);
        Assert.Equal(Refusal.Conflict, (await OfferAsync(server.Adam, server.Mia)).Refusal);
        Assert.Equal(
            Refusal.Conflict,
            (await server.InAsync(server.Adam, s => s.GetRequiredService<CancelOwnershipTransfer>().RunAsync())).Refusal
        );
        Assert.True(
            (await server.InAsync(server.Olga, s => s.GetRequiredService<CancelOwnershipTransfer>().RunAsync())).Ok
        );
        Assert.Equal(
            Refusal.NotFound,
            (await server.InAsync(server.Olga, s => s.GetRequiredService<CancelOwnershipTransfer>().RunAsync())).Refusal
        );
        await OfferAsync(server.Olga, server.Mia);
        await server.InAsync(server.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([server.Mia.Id]));
        Assert.False(await server.DbAsync(server.Olga, db => db.OwnershipTransfers.AnyAsync()));
    }

    [Fact]
    public async Task Pages_and_clients_leave_a_mark_of_when_they_were_used_and_where()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                    Task.FromResult(
                        db.Members.Add(Member.Join(App.Eve.Workspace, nina.Id, MemberRole.Member, App.Time))
                    )
                )
        );
        var browser = await App.SignedInAsync(nina);
        await browser.GetAsync("/settings/profile");
        await App.Api(await App.KeyAsync(nina)).LoginAsync();
        await App.Services.GetRequiredService<Domain.Credentials.CredentialUsageRecorder>().FlushAsync(all: true);
        var here = await App.DbAsync(App.Olga, db => db.Members.SingleAsync(m => m.UserId == nina.Id));
        var there = await App.DbAsync(App.Eve, db => db.Members.SingleAsync(m => m.UserId == nina.Id));
        Assert.True(
            here.LastSeenAt is not null
                && here.LastApiUseAt is not null
                && there.LastSeenAt is null
                && there.LastApiUseAt is null
        );
        Assert.Equal(
            "Password",
            (await App.DbAsync(null, db => db.Users.SingleAsync(u => u.Id == nina.Id))).LastSignInBy
        );
        await browser.GetAsync("/settings/profile");
        Assert.Equal(
            here.LastSeenAt,
            (await App.DbAsync(App.Olga, db => db.Members.SingleAsync(m => m.UserId == nina.Id))).LastSeenAt
        );
        App.Time.Advance(TimeSpan.FromMinutes(6));
        await browser.GetAsync($"/settings/workspaces/{App.Eve.Workspace:N}/credentials");
        Assert.NotNull((await App.DbAsync(App.Eve, db => db.Members.SingleAsync(m => m.UserId == nina.Id))).LastSeenAt);
    }

    private Task<Result<bool>> ChangeAsync(Person by, Person of, MemberRole? role) =>
        App.InAsync(by, s => s.GetRequiredService<ChangeRole>().RunAsync(of.Id, role));

    private Task<Result<RemovalResult>> RemoveAsync(Person by, Person of) =>
        App.InAsync(by, s => s.GetRequiredService<RemoveMembers>().RunAsync([of.Id]));

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
