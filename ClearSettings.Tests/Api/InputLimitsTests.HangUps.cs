using ClearSettings.Domain;
using ClearSettings.Domain.Users.Preferences;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Api;

public abstract partial class InputLimitsTests
{
    [Fact]
    public async Task A_change_of_a_caller_who_hung_up_is_not_carried_out()
    {
        using var hungUp = new CancellationTokenSource();
        await hungUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            App.InAsync(
                App.Mia,
                async services =>
                {
                    services.GetRequiredService<Current>().SetSource(RequestSource.Api, null, "test", hungUp.Token);
                    return await services.GetRequiredService<UserPreferences>().SetAsync(new() { ["hung"] = "up" });
                }
            )
        );
        Assert.DoesNotContain(
            "hung",
            await App.DbAsync(
                null,
                db => db.Users.Where(u => u.Id == App.Mia.Id).Select(u => u.Preferences).SingleAsync()
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_change_whose_caller_hangs_up_meanwhile_runs_no_further_query()
    {
        using var hangsUp = new CancellationTokenSource();
        var went = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            App.InAsync(
                App.Mia,
                async services =>
                {
                    services.GetRequiredService<Current>().SetSource(RequestSource.Api, null, "test", hangsUp.Token);
                    var db = services.GetRequiredService<ClearSettingsDb>();
                    return await db.WriteAsync(async () =>
                    {
                        await db.Users.CountAsync();
                        await hangsUp.CancelAsync();
                        await db.Users.CountAsync();
                        return went = true;
                    });
                }
            )
        );
        Assert.False(went);
    }
}

public sealed partial class InputLimitsOnSqlite
{
    [Fact]
    public async Task A_change_that_waits_for_its_turn_ends_when_its_caller_hangs_up()
    {
        using var hangsUp = new CancellationTokenSource();
        using var writeLock = await App.Services.GetRequiredService<SqliteWriteLock>().AcquireAsync(default);
        var change = App.InAsync(
            App.Mia,
            async services =>
            {
                services.GetRequiredService<Current>().SetSource(RequestSource.Api, null, "test", hangsUp.Token);
                return await services.GetRequiredService<ClearSettingsDb>().WriteAsync(() => Task.FromResult(true));
            }
        );
        await hangsUp.CancelAsync();
        // The turn is still taken, so only the token can end it.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_call_that_waits_for_the_database_ends_when_its_caller_hangs_up()
    {
        var client = App.Client();
        using var hangUp = new CancellationTokenSource();
        var key = await App.KeyAsync(App.Mia);
        // As a long change of another workspace would.
        var writeLock = await App.Services.GetRequiredService<SqliteWriteLock>().AcquireAsync(default);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/users.set_preferences")
        {
            Content = new StringContent("""{"preferences": {"waited": 1}}"""),
        };
        request.Headers.TryAddWithoutValidation("Authorization", ApiClient.Basic(key.AccessKey, key.SecretKey));
        var call = client.SendAsync(request, hangUp.Token);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        writeLock!.Dispose();
        await App.Api(key).OkAsync("users.set_preferences", """{"preferences": {"after": 1}}""");
        Assert.DoesNotContain(
            "waited",
            await App.DbAsync(
                null,
                db => db.Users.Where(u => u.Id == App.Mia.Id).Select(u => u.Preferences).SingleAsync()
            ),
            StringComparison.Ordinal
        );
        Assert.Empty(App.Log.Errors);
    }
}
