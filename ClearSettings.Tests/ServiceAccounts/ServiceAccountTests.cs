using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract class ServiceAccountTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_service_account_takes_no_seat_is_no_member_and_is_in_the_Users_group()
    {
        var before = await App.DbAsync(App.Olga, db => db.Members.CountAsync());
        var bot = await App.BotAsync(App.Olga);
        Assert.Equal(before, await App.DbAsync(App.Olga, db => db.Members.CountAsync()));
        Assert.Equal(
            before,
            (await App.InAsync(App.Olga, s => s.GetRequiredService<Seats>().CountAsync(App.Olga.Workspace))).Taken
        );
        Assert.Equal(
            ["Users"],
            (await App.Services.GetRequiredService<GroupCache>().GetAsync(App.Olga.Workspace))
                .GetGroups(bot.Id, MemberRole.Member)
                .Select(g => g.Name)
        );
        var client = App.Api(await App.KeyAsync(App.Olga));
        foreach (var action in new[] { "users.get_all", "users.get_all_ex" })
            Assert.DoesNotContain(
                bot.Id.ToString("N"),
                await client.OkTextAsync(action, new { id = new[] { bot.Id.ToString("N") } })
            );
        Assert.Equal(
            "agent-bot",
            (await client.CallAsync("users.get_by_id", new { user = bot.Id.ToString("N") }))
                .Ok.GetProperty("user")
                .GetProperty("name")
                .GetString()
        );
        await App.Api(await App.KeyAsync(App.Eve))
            .RefusedAsync(400, 301, "users.get_by_id", new { user = bot.Id.ToString("N") });
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    public async Task A_name_must_be_one(string name)
    {
        var refused = await CreateAsync(App.Olga, new() { Name = name });
        Assert.Equal("Name", refused.Problems[0].Field);
    }

    [Fact]
    public async Task Only_an_administrator_makes_changes_and_deletes_one()
    {
        var bot = await App.BotAsync(App.Olga);
        foreach (var person in new[] { App.Mia, App.Eve })
        {
            if (person == App.Mia)
                Assert.False((await CreateAsync(person, new() { Name = "x" })).Ok);
            Assert.False((await ChangeAsync(person, bot.Id, new() { Name = "x" })).Ok);
            Assert.False((await DeleteAsync(person, bot.Id)).Ok);
            Assert.False(
                (await App.InAsync(person, s => s.GetRequiredService<CreateCredential>().RunAsync(new(), bot.Id))).Ok
            );
            Assert.False(
                (
                    await App.InAsync(
                        person,
                        s => s.GetRequiredService<RevokeCredential>().RunAsync(bot.Key.AccessKey, bot.Id)
                    )
                ).Ok
            );
            Assert.False(
                (
                    await App.InAsync(
                        person,
                        s => s.GetRequiredService<RelabelCredential>().RunAsync(bot.Key.AccessKey, "x", bot.Id)
                    )
                ).Ok
            );
            Assert.False(
                (
                    await App.InAsync(
                        person,
                        s => s.GetRequiredService<RotateCredential>().RunAsync(bot.Key.Id, TimeSpan.Zero, null, bot.Id)
                    )
                ).Ok
            );
        }
        await App.Api(bot.Key).OkAsync("auth.login");
    }

    [Fact]
    public async Task A_persons_credentials_are_never_those_of_a_service_account()
    {
        var key = await App.KeyAsync(App.Mia);
        Assert.False(
            (await App.InAsync(App.Olga, s => s.GetRequiredService<CreateCredential>().RunAsync(new(), App.Mia.Id))).Ok
        );
        Assert.False(
            (
                await App.InAsync(
                    App.Olga,
                    s => s.GetRequiredService<RevokeCredential>().RunAsync(key.AccessKey, App.Mia.Id)
                )
            ).Ok
        );
        var bot = await App.BotAsync(App.Olga);
        Assert.False(
            (
                await App.InAsync(
                    App.Olga,
                    s => s.GetRequiredService<RevokeCredential>().RunAsync(key.AccessKey, bot.Id)
                )
            ).Ok
        );
        await App.Api(key).OkAsync("auth.login");
    }

    [Fact]
    public async Task Administrators_among_them_are_the_configurations_choice_and_end_with_it()
    {
        Assert.Equal("IsAdmin", (await CreateAsync(App.Olga, new() { Name = "x", IsAdmin = true })).Problems[0].Field);
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var bot = await server.BotAsync(server.Olga, admin: true);
        await server.Api(bot.Key).OkAsync("users.get_service_users");
        var (id, key) = (bot.Id.ToString("N"), bot.Key);
        await server.Api(key).RefusedAsync(400, 12, "users.set_role", new { user = id, role = "user" });
        await server.Api(key).RefusedAsync(400, 12, "auth.delete_user", new { user = id });
        await server
            .Api(await server.KeyAsync(server.Olga))
            .OkAsync("users.set_role", new { user = id, role = "user" });
        await server.Api(key).RefusedAsync(403, 20, "users.get_service_users");
    }

    [Fact]
    public async Task An_administrator_among_them_invites_and_the_invitation_counts_until_it_is_one_no_more()
    {
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var bot = await server.BotAsync(server.Olga, admin: true);
        var made = await AsBotAsync(
            server,
            bot,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "ivan@example.com\nina@example.com", Role = MemberRole.Member })
        );
        var (ivan, ina) = (made.Value.Invitations[0].Token.Reveal(), made.Value.Invitations[1].Token.Reveal());
        Assert.Null(
            (await server.InAsync(null, s => s.GetRequiredService<InvitationLinks>().FindAsync(ivan))).Obstacle
        );
        var joined = await server.InAsync(
            null,
            s =>
                s.GetRequiredService<JoinWithNewAccount>()
                    .RunAsync(ivan, new() { Name = "Ivan", Password = Person.Password })
        );
        Assert.True(joined.Ok);
        Assert.True(
            (
                await server.InAsync(
                    server.Olga,
                    s => s.GetRequiredService<ChangeServiceAccount>().RunAsync(bot.Id, new() { IsAdmin = false })
                )
            ).Ok
        );
        Assert.NotNull(
            (await server.InAsync(null, s => s.GetRequiredService<InvitationLinks>().FindAsync(ina))).Obstacle
        );
    }

    [Fact]
    public async Task Groups_are_those_that_list_members_and_of_this_workspace()
    {
        var (mine, foreign, builtIn) = (
            await GroupAsync(App.Olga, "Vision"),
            await GroupAsync(App.Eve, "Vision"),
            await App.DbAsync(
                App.Olga,
                db => db.Groups.Where(g => g.BuiltIn == BuiltInGroup.Admins).Select(g => g.Id).SingleAsync()
            )
        );
        foreach (var wrong in new[] { foreign, builtIn, Guid.Empty })
            Assert.Equal(
                "Groups",
                (await CreateAsync(App.Olga, new() { Name = "x", Groups = [mine, wrong] })).Problems[0].Field
            );
        var made = await CreateAsync(App.Olga, new() { Name = "grouped", Groups = [mine, mine] });
        var id = made.Value.Account.UserId;
        Assert.Equal(["Users", "Vision"], await GroupsAsync(id));
        Assert.True((await ChangeAsync(App.Olga, id, new() { Name = "grouped" })).Ok);
        Assert.Equal(["Users", "Vision"], await GroupsAsync(id));
        Assert.True((await ChangeAsync(App.Olga, id, new() { Groups = [] })).Value);
        Assert.Equal(["Users"], await GroupsAsync(id));
        Assert.False((await ChangeAsync(App.Olga, id, new() { Groups = [] })).Value);
    }

    [Fact]
    public async Task Two_edits_of_one_state_notice_each_other()
    {
        var bot = await App.BotAsync(App.Olga);
        var version = await App.DbAsync(
            App.Olga,
            db => db.ServiceAccounts.Where(s => s.UserId == bot.Id).Select(s => s.RowVersion).SingleAsync()
        );
        Assert.True((await ChangeAsync(App.Adam, bot.Id, new() { Name = "renamed", RowVersion = version })).Value);
        var late = await ChangeAsync(App.Olga, bot.Id, new() { AllowsImpersonation = false, RowVersion = version });
        Assert.Equal(Refusal.Conflict, late.Refusal);
        Assert.StartsWith("Adam Ames changed this", late.Problems[0].Message);
    }

    [Fact]
    public async Task No_more_than_the_configuration_allows_also_at_once()
    {
        await using var server = await App.AnotherAsync(settings: ["--ServiceAccounts:MaxPerWorkspace=2"]);
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(i =>
                    server.InAsync(
                        server.Olga,
                        s => s.GetRequiredService<CreateServiceAccount>().RunAsync(new() { Name = $"bot {i}" })
                    )
                )
        );
        Assert.Equal(2, made.Count(m => m.Ok));
        Assert.All(made.Where(m => !m.Ok), m => Assert.Equal(CreateServiceAccount.TooMany, m.Problems[0].Code));
        Assert.True(
            (
                await server.InAsync(
                    server.Eve,
                    s => s.GetRequiredService<CreateServiceAccount>().RunAsync(new() { Name = "elsewhere" })
                )
            ).Ok
        );
    }

    [Fact]
    public async Task Deleting_one_leaves_its_name_and_nothing_else()
    {
        var group = await GroupAsync(App.Olga, $"Group {Guid.NewGuid():N}");
        var made = (await CreateAsync(App.Olga, new() { Name = "short-lived", Groups = [group] })).Value;
        var id = made.Account.UserId;
        Key key = new(
            made.Credential.Credential.Id,
            made.Credential.Credential.AccessKey,
            made.Credential.Secret.Text.Reveal()
        );
        await App.Api(key).LoginAsync();
        await App.Services.GetRequiredService<CredentialUsageRecorder>().FlushAsync(all: true);
        Assert.NotNull(
            await App.DbAsync(
                App.Olga,
                db => db.ServiceAccounts.Where(s => s.UserId == id).Select(s => s.LastActiveAt).SingleAsync()
            )
        );
        var impact = await App.InAsync(App.Olga, s => s.GetRequiredService<DeleteServiceAccount>().PreviewAsync(id));
        Assert.Equal((1, 1, 0), (impact.Credentials, impact.RecentlyUsed, impact.People));
        Assert.True((await DeleteAsync(App.Olga, id)).Ok);
        await App.Api(key).RefusedAsync(401, 22, "auth.login");
        var rows = (await App.DbAsync(App.Olga, Tables.RowsAsync))
            .Where(r => r.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase))
            .Select(r => r.Split(':')[0])
            .Distinct();
        Assert.Equal(["users"], rows.Except(["audit_events"]));
        Assert.False((await DeleteAsync(App.Olga, id)).Ok);
    }

    [Fact]
    public async Task It_never_signs_in_to_the_pages_and_no_command_takes_it_for_a_person()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        foreach (var login in new[] { $"service-account:{bot.Id:N}", "", bot.Name, bot.Id.ToString("N") })
        {
            Assert.False(
                (
                    await server.InAsync(
                        null,
                        s =>
                            s.GetRequiredService<SignIn>()
                                .RunAsync(new() { Email = login, Password = bot.Key.SecretKey }, _ => true)
                    )
                ).Ok
            );
            Assert.False(
                (
                    await server.InAsync(
                        null,
                        s => s.GetRequiredService<ResetPasswordByOperator>().RunAsync(login, Person.Password)
                    )
                ).Ok
            );
        }
        Assert.Empty(await server.DbAsync(null, db => db.Sessions.ToListAsync()));
        var response = await server
            .Client()
            .SendAsync(
                new(HttpMethod.Get, "/settings/profile")
                {
                    Headers = { { "Authorization", ApiClient.Basic(bot.Key.AccessKey, bot.Key.SecretKey) } },
                }
            );
        Assert.Equal(302, (int)response.StatusCode);
    }

    [Fact]
    public async Task Renaming_it_and_its_own_calls_are_recorded_as_its_own()
    {
        var bot = await App.BotAsync(App.Olga, name: "records-bot");
        var client = App.Api(bot.Key);
        await client.OkAsync("auth.create_credentials", new { label = "second" });
        await client.OkAsync("users.update", new { user = bot.Id.ToString("N"), name = "renamed-bot" });
        Assert.Equal(
            "renamed-bot",
            (await client.CallAsync("users.get_current_user")).Ok.GetProperty("user").GetProperty("name").GetString()
        );
        var events = await App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.Where(e => e.ActorId == bot.Id)
                    .OrderBy(e => e.At)
                    .Select(e => new
                    {
                        e.Kind,
                        e.ActorName,
                        e.ForUserId,
                    })
                    .ToListAsync()
        );
        Assert.Equal([AuditKind.CredentialCreated, AuditKind.UserRenamed], events.Select(e => e.Kind));
        Assert.All(events, e => Assert.Null(e.ForUserId));
    }

    private static async Task<T> AsBotAsync<T>(TestApp server, Bot bot, Func<IServiceProvider, Task<T>> work) =>
        await server.InAsync(new Person(bot.Id, bot.Name, "", server.Olga.Workspace, MemberRole.Admin), work);

    private Task<Result<NewServiceAccount>> CreateAsync(Person by, ServiceAccountInput input) =>
        App.InAsync(by, s => s.GetRequiredService<CreateServiceAccount>().RunAsync(input));

    private Task<Result<bool>> ChangeAsync(Person by, Guid id, ServiceAccountInput input) =>
        App.InAsync(by, s => s.GetRequiredService<ChangeServiceAccount>().RunAsync(id, input));

    private Task<Result> DeleteAsync(Person by, Guid id) =>
        App.InAsync(by, s => s.GetRequiredService<DeleteServiceAccount>().RunAsync(id));

    private async Task<IEnumerable<string>> GroupsAsync(Guid id) =>
        (await App.Services.GetRequiredService<GroupCache>().GetAsync(App.Olga.Workspace))
            .GetGroups(id, MemberRole.Member)
            .Select(g => g.Name);

    private Task<Guid> GroupAsync(Person by, string name) =>
        App.DbAsync(
            by,
            db =>
                db.WriteAsync(() =>
                {
                    var group = Group.Create(by.Workspace, name, null, App.Time);
                    db.Groups.Add(group);
                    return Task.FromResult(group.Id);
                })
        );
}

public sealed class ServiceAccountOnSqlite(SqliteApp app) : ServiceAccountTests(app), IClassFixture<SqliteApp>;

public sealed class ServiceAccountOnPostgres(PostgresApp app) : ServiceAccountTests(app), IClassFixture<PostgresApp>;
