using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Tests.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract partial class ServiceAccountTests
{
    [Fact]
    public async Task Only_an_administrator_makes_changes_and_deletes_one()
    {
        var bot = await App.BotAsync(App.Olga);
        Assert.False((await CreateAsync(App.Mia, new() { Name = "x" })).Ok);
        foreach (var person in new[] { App.Mia, App.Eve })
        {
            Assert.False((await ChangeAsync(person, bot.Id, new() { Name = "x" })).Ok);
            Assert.False((await DeleteAsync(person, bot.Id)).Ok);
            Assert.False((await CreateCredentialAsync(person, bot.Id)).Ok);
            Assert.False((await RevokeCredentialAsync(person, bot.Key, bot.Id)).Ok);
            var relabelled = await App.UseAsync(
                person,
                (RelabelCredential relabel) => relabel.RunAsync(bot.Key.AccessKey, "x", bot.Id)
            );
            Assert.False(relabelled.Ok);
            var rotated = await App.UseAsync(
                person,
                (RotateCredential rotate) => rotate.RunAsync(bot.Key.Id, TimeSpan.Zero, null, bot.Id)
            );
            Assert.False(rotated.Ok);
        }
        await App.Api(bot.Key).OkAsync("auth.login");
    }

    [Fact]
    public async Task A_persons_credentials_are_never_those_of_a_service_account()
    {
        var key = await App.KeyAsync(App.Mia);
        Assert.False((await CreateCredentialAsync(App.Olga, App.Mia.Id)).Ok);
        Assert.False((await RevokeCredentialAsync(App.Olga, key, App.Mia.Id)).Ok);
        var bot = await App.BotAsync(App.Olga);
        Assert.False((await RevokeCredentialAsync(App.Olga, key, bot.Id)).Ok);
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
        var asBot = new Person(bot.Id, bot.Name, "", server.Olga.Workspace, MemberRole.Admin);
        var made = await InvitedUser.InviteAsync(server, asBot, "ivan@example.com\nina@example.com");
        var (ivan, ina) = (made.Value.Invitations[0].Token.Reveal(), made.Value.Invitations[1].Token.Reveal());
        Assert.Null(await ObstacleAsync(server, ivan));
        var input = new JoinInput { Name = "Ivan", Password = Person.Password };
        Assert.True((await server.UseAsync(null, (JoinWithNewAccount join) => join.RunAsync(ivan, input))).Ok);
        var demoted = await server.UseAsync(
            server.Olga,
            (ChangeServiceAccount change) => change.RunAsync(bot.Id, new() { IsAdmin = false })
        );
        Assert.True(demoted.Ok);
        Assert.NotNull(await ObstacleAsync(server, ina));
    }

    [Fact]
    public async Task It_never_signs_in_to_the_pages_and_no_command_takes_it_for_a_person()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        foreach (var login in new[] { $"service-account:{bot.Id:N}", "", bot.Name, bot.Id.ToString("N") })
        {
            var input = new SignInInput { Email = login, Password = bot.Key.SecretKey };
            Assert.False((await server.UseAsync(null, (SignIn signIn) => signIn.RunAsync(input, _ => true))).Ok);
            var reset = await server.UseAsync(
                null,
                (ResetPasswordByOperator change) => change.RunAsync(login, Person.Password)
            );
            Assert.False(reset.Ok);
        }
        Assert.Empty(await server.DbAsync(null, db => db.Sessions.ToListAsync()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/settings/profile");
        request.Headers.Add("Authorization", ApiClient.Basic(bot.Key.AccessKey, bot.Key.SecretKey));
        Assert.Equal(302, (int)(await server.Client().SendAsync(request)).StatusCode);
    }

    private Task<Result<NewCredential>> CreateCredentialAsync(Person by, Guid account) =>
        App.UseAsync(by, (CreateCredential create) => create.RunAsync(new(), account));

    private Task<Result> RevokeCredentialAsync(Person by, Key key, Guid account) =>
        App.UseAsync(by, (RevokeCredential revoke) => revoke.RunAsync(key.AccessKey, account));

    private static async Task<string?> ObstacleAsync(TestApp server, string token) =>
        (await server.UseAsync(null, (InvitationLinks links) => links.FindAsync(token))).Obstacle;
}
