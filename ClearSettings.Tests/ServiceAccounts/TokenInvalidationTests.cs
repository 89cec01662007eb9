using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

/// <summary>A token had by impersonating someone dies with either side, at its next use.</summary>
public abstract class TokenInvalidationTests(TestApp app) : AppTests(app)
{
    [Fact]
    public Task When_the_credential_is_revoked() =>
        DiesAsync(
            (bot, _) =>
                App.InAsync(App.Olga, s => s.GetRequiredService<RevokeCredential>().RunAsync(bot.Key.AccessKey, bot.Id))
        );

    [Fact]
    public Task When_the_credential_is_rotated_immediately() =>
        DiesAsync(
            (bot, _) =>
                App.InAsync(
                    App.Olga,
                    s => s.GetRequiredService<RotateCredential>().RunAsync(bot.Key.Id, TimeSpan.Zero, null, bot.Id)
                )
        );

    [Fact]
    public Task When_the_service_account_is_deleted() =>
        DiesAsync(
            (bot, _) => App.InAsync(App.Olga, s => s.GetRequiredService<DeleteServiceAccount>().RunAsync(bot.Id))
        );

    [Fact]
    public Task When_impersonation_is_switched_off() =>
        DiesAsync(
            (bot, _) =>
                App.InAsync(
                    App.Olga,
                    s =>
                        s.GetRequiredService<ChangeServiceAccount>()
                            .RunAsync(bot.Id, new() { AllowsImpersonation = false })
                )
        );

    [Fact]
    public Task When_the_person_is_excluded() =>
        DiesAsync(
            (_, nina) => App.InAsync(App.Olga, s => s.GetRequiredService<SetImpersonation>().RunAsync(nina.Id, false))
        );

    [Fact]
    public Task When_the_person_opts_out() =>
        DiesAsync((_, nina) => App.InAsync(nina, s => s.GetRequiredService<SetOwnImpersonation>().RunAsync(false)));

    [Fact]
    public Task When_the_person_is_removed() =>
        DiesAsync((_, nina) => App.InAsync(App.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([nina.Id])));

    [Fact]
    public Task When_the_persons_membership_ends_as_leaving_does() =>
        DiesAsync(
            (_, nina) =>
                App.InAsync(
                    nina,
                    s =>
                        s.GetRequiredService<Domain.ClearSettingsDb>()
                            .WriteAsync(() =>
                                s.GetRequiredService<RemoveFromWorkspace>().RunAsync(nina.Workspace, nina.Id)
                            )
                )
        );

    [Fact]
    public async Task When_the_token_itself_is_logged_out_and_no_other()
    {
        var (bot, nina) = (await App.BotAsync(App.Olga), await App.AddAsync("Nina New", MemberRole.Member));
        var (ended, other) = (await App.TokenForAsync(bot.Key, nina.Id), await App.TokenForAsync(bot.Key, nina.Id));
        await App.WithToken(ended).OkAsync("auth.logout");
        await App.WithToken(ended).RefusedAsync(401, 30, "users.get_current_user");
        await App.WithToken(other).OkAsync("users.get_current_user");
    }

    [Fact]
    public Task When_an_administrator_who_acts_is_one_no_more() =>
        DiesWithItsAdministratorAsync(ada =>
            App.UseAsync(App.Olga, (ChangeRole change) => change.RunAsync(ada.Id, MemberRole.Member))
        );

    [Fact]
    public Task When_an_administrator_who_acts_is_gone() =>
        DiesWithItsAdministratorAsync(ada =>
            App.UseAsync(App.Olga, (RemoveMembers remove) => remove.RunAsync([ada.Id]))
        );

    [Fact]
    public async Task On_another_node_within_a_second()
    {
        var (http, _, end) = await App.SecondNodeAsync();
        await using var node = end;
        var bot = await App.BotAsync(App.Olga);
        var there = new ApiClient(http) { Authorization = "Bearer " + await App.TokenForAsync(bot.Key, App.Mia.Id) };
        await there.OkAsync("users.get_current_user");
        await App.InAsync(
            App.Olga,
            s => s.GetRequiredService<ChangeServiceAccount>().RunAsync(bot.Id, new() { AllowsImpersonation = false })
        );
        App.Time.Advance(TimeSpan.FromMilliseconds(1100));
        await there.RefusedAsync(401, 30, "users.get_current_user");
    }

    [Fact]
    public async Task Validation_sees_it_too()
    {
        var (bot, nina) = (await App.BotAsync(App.Olga), await App.AddAsync("Nina New", MemberRole.Member));
        var token = await App.TokenForAsync(bot.Key, nina.Id);
        var admin = App.Api(await App.KeyAsync(App.Adam));
        Assert.True((await admin.CallAsync("auth.validate_token", new { token })).Ok.GetProperty("valid").GetBoolean());
        await App.InAsync(App.Olga, s => s.GetRequiredService<SetImpersonation>().RunAsync(nina.Id, false));
        Assert.False(
            (await admin.CallAsync("auth.validate_token", new { token })).Ok.GetProperty("valid").GetBoolean()
        );
    }

    [Fact]
    public async Task A_deleted_account_is_refused_whatever_runs_at_the_same_time()
    {
        for (var round = 0; round < 4; round++)
        {
            var bot = await App.BotAsync(App.Olga);
            var agent = App.Api(bot.Key);
            var logins = Enumerable
                .Range(0, 4)
                .Select(_ => agent.CallAsync("auth.login", "{}", (ServiceAccountFixture.As, App.Mia.Id.ToString("N"))))
                .ToList();
            var minted = Enumerable.Range(0, 3).Select(_ => agent.CallAsync("auth.create_credentials")).ToList();
            var deleted = await App.UseAsync(App.Olga, (DeleteServiceAccount delete) => delete.RunAsync(bot.Id));
            Assert.True(deleted.Ok);
            foreach (var login in (await Task.WhenAll(logins)).Where(l => l.Code == 200))
                await AssertTokenIsRefusedAsync(login.Data);
            foreach (var made in (await Task.WhenAll(minted)).Where(m => m.Code == 200))
                await AssertCredentialsAreRefusedAsync(made.Data.GetProperty("credentials"));
            Assert.Equal(0, await App.DbAsync(App.Olga, db => db.Credentials.CountAsync(c => c.UserId == bot.Id)));
        }
    }

    private async Task DiesWithItsAdministratorAsync(Func<Person, Task> end)
    {
        var ada = await App.AddAsync("Ada Agent", MemberRole.Admin);
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var key = await App.KeyAsync(ada);
        var task = App.WithToken(await App.TokenForAsync(key, nina.Id));
        var acting = await App.Api(key)
            .OkAsync("auth.login", "{}", (ServiceAccountFixture.ActAs, nina.Id.ToString("N")));
        var own = App.WithToken(acting.GetProperty("token").GetString()!);
        await own.OkAsync("users.get_service_users");
        await end(ada);
        foreach (var dead in new[] { task, own })
        foreach (var action in new[] { "users.get_current_user", "auth.login" })
            await dead.RefusedAsync(401, 30, action);
    }

    private Task AssertTokenIsRefusedAsync(JsonElement login) =>
        App.WithToken(login.GetProperty("token").GetString()!).RefusedAsync(401, 30, "users.get_current_user");

    private Task AssertCredentialsAreRefusedAsync(JsonElement pair)
    {
        var (access, secret) = (
            pair.GetProperty("access_key").GetString()!,
            pair.GetProperty("secret_key").GetString()!
        );
        return App.Api(new(default, access, secret)).RefusedAsync(401, 22, "auth.login");
    }

    private async Task DiesAsync<T>(Func<Bot, Person, Task<T>> end)
        where T : notnull
    {
        var (bot, nina) = (await App.BotAsync(App.Olga), await App.AddAsync("Nina New", MemberRole.Member));
        var (token, other) = (
            await App.TokenForAsync(bot.Key, nina.Id),
            await App.TokenForAsync((await App.BotAsync(App.Olga)).Key, App.Mia.Id)
        );
        await App.WithToken(token).OkAsync("users.get_current_user");
        if (await end(bot, nina) is Domain.Result { Ok: false } refused)
            Assert.Fail(refused.Problems[0].Message);
        foreach (var action in new[] { "users.get_current_user", "auth.login" })
            await App.WithToken(token).RefusedAsync(401, 30, action);
        await App.WithToken(other).OkAsync("users.get_current_user");
    }
}

public sealed class TokenInvalidationOnSqlite(SqliteApp app) : TokenInvalidationTests(app), IClassFixture<SqliteApp>;

public sealed class TokenInvalidationOnPostgres(PostgresApp app)
    : TokenInvalidationTests(app),
        IClassFixture<PostgresApp>;
