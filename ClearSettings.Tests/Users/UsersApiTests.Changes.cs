using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract partial class UsersApiTests
{
    [Fact]
    public async Task A_person_changes_their_own_names()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var (client, user) = (await ClientAsync(nina), nina.Id.ToString("N"));
        var names = new
        {
            user,
            name = "Nina Newer",
            given_name = "Nina",
        };
        Assert.Equal(
            """{"updated":1,"fields":{"name":"Nina Newer","given_name":"Nina"}}""",
            await client.OkTextAsync("users.update", names)
        );
        Assert.Equal(
            """{"updated":0,"fields":{}}""",
            await client.OkTextAsync("users.update", new { user, name = "Nina Newer" })
        );
        Assert.Equal("Nina Newer", await NameAsync(client));
        await client.RefusedAsync(400, 12, "users.update", new { user, name = "  " });
    }

    [Fact]
    public async Task Administrators_of_a_workspace_do_not_change_the_names_of_its_members()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        var nina = await server.AddAsync("Nina New", MemberRole.Member);
        await server.AddToWorkspaceAsync(nina, server.Eve.Workspace);
        var client = server.Api(await server.KeyAsync(nina));
        var user = nina.Id.ToString("N");
        object[] changes =
        [
            new { user, name = "Taken over" },
            new { user, given_name = "x" },
            new { user, family_name = "x" },
        ];
        // Eve owns another workspace that Nina is in, Adam is an administrator of this one, Mia a member.
        foreach (var person in new[] { server.Eve, server.Adam, server.Mia })
        foreach (var change in changes)
            await server.Api(await server.KeyAsync(person)).RefusedAsync(400, 301, "users.update", change);
        Assert.Equal("Nina New", await NameAsync(client));
        Assert.Empty(await RenamesAsync(server));
        var olga = server.Api(await server.KeyAsync(server.Olga));
        await olga.OkAsync("users.update", new { user, name = "By the server's administrator" });
        Assert.Equal("By the server's administrator", await NameAsync(client));
    }

    [Fact]
    public async Task On_a_self_hosted_server_the_owner_alone_changes_the_names_of_others()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var user = nina.Id.ToString("N");
        var (adam, olga, eve) = (await ClientAsync(App.Adam), await ClientAsync(App.Olga), await ClientAsync(App.Eve));
        await adam.RefusedAsync(400, 301, "users.update", new { user, name = "By Adam" });
        await olga.OkAsync("users.update", new { user, name = "By Olga" });
        await eve.RefusedAsync(400, 301, "users.update", new { user, name = "By Eve" });
        Assert.Equal("By Olga", await NameAsync(await ClientAsync(nina)));
    }

    [Fact]
    public async Task Whoever_impersonates_a_person_never_changes_their_profile()
    {
        var (bot, nina) = (await App.BotAsync(App.Olga), await App.AddAsync("Nina New", MemberRole.Member));
        var (olga, user) = (await ClientAsync(App.Olga), nina.Id.ToString("N"));
        List<ApiClient> tokens = [App.WithToken(await App.TokenForAsync(bot.Key, nina.Id))];
        foreach (var header in new[] { ServiceAccountFixture.As, ServiceAccountFixture.ActAs })
        {
            foreach (var target in new[] { user, App.Mia.Id.ToString("N"), bot.Id.ToString("N") })
                await olga.RefusedAsync(
                    403,
                    20,
                    "users.update",
                    new { user = target, name = "Taken over" },
                    (header, user)
                );
            var login = await olga.OkAsync("auth.login", "{}", (header, user));
            tokens.Add(App.WithToken(login.GetProperty("token").GetString()!));
        }
        foreach (var token in tokens)
            await token.RefusedAsync(403, 20, "users.update", new { user, name = "Taken over" });
        Assert.Equal("Nina New", await NameAsync(await ClientAsync(nina)));
    }

    /// <summary>Also where the rule is asked without the API's permission before it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_impersonates_a_person_does_not_rename_them(bool ownRights)
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var renamed = await ActingAsync(
            App.Olga,
            nina,
            ownRights,
            s => s.GetRequiredService<RenameUser>().RunAsync(nina.Id, new() { Name = "Taken over" })
        );
        Assert.False(renamed.Ok);
        Assert.Equal("Nina New", await NameAsync(await ClientAsync(nina)));
    }

    [Fact]
    public async Task Preferences_of_another_are_written_by_administrators_alone_and_that_is_recorded()
    {
        var (bot, nina) = (await App.BotAsync(App.Olga), await App.AddAsync("Nina New", MemberRole.Member));
        var (adam, own) = (await ClientAsync(App.Adam), await ClientAsync(nina));
        foreach (var (header, value) in new[] { (ServiceAccountFixture.As, 1), (ServiceAccountFixture.ActAs, 2) })
        {
            var forNina = (header, nina.Id.ToString("N"));
            var preferences = new Dictionary<string, int> { ["views.theme"] = value };
            await adam.OkAsync("users.set_preferences", new { preferences }, forNina);
            Assert.Equal(value, await ThemeAsync(adam, forNina));
        }
        Assert.Equal(2, await ThemeAsync(own));
        await App.WithToken(await App.TokenForAsync(bot.Key, nina.Id))
            .RefusedAsync(403, 20, "users.set_preferences", new { preferences = new { a = 1 } });
        await own.OkAsync("users.set_preferences", new { preferences = new { a = 1 } });
        var events = await App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.Where(e => e.Kind == AuditKind.PreferencesChanged && e.ForUserId == nina.Id)
                    .OrderBy(e => e.At)
                    .Select(e => $"{e.ActorName}: {e.Subject}, {e.Detail}")
                    .ToListAsync()
        );
        Assert.Equal(Enumerable.Repeat("Adam Ames for Nina New: Nina New, views.theme", 2), events);
    }

    private static async Task<int> ThemeAsync(ApiClient client, params (string, string)[] headers) =>
        (await client.OkAsync("users.get_preferences", "{}", headers))
            .GetProperty("preferences")
            .GetProperty("views")
            .GetProperty("theme")
            .GetInt32();

    private static Task<List<AuditEvent>> RenamesAsync(TestApp server) =>
        server.DbAsync(
            null,
            db => db.AuditEvents.IgnoreQueryFilters().Where(e => e.Kind == AuditKind.UserRenamed).ToListAsync()
        );

    private Task<T> ActingAsync<T>(Person actor, Person person, bool ownRights, Func<IServiceProvider, Task<T>> work) =>
        App.InAsync(
            null,
            async services =>
            {
                var principals = services.GetRequiredService<PrincipalCache>();
                var acting = Impersonation.Enter(
                    (await principals.FindAsync(actor.Id, actor.Workspace))!,
                    (await principals.FindAsync(person.Id, person.Workspace))!,
                    ownRights
                );
                services.GetRequiredService<Current>().SignedInAs(acting!);
                return await work(services);
            }
        );
}
