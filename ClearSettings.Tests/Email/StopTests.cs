using ClearSettings.Domain;
using ClearSettings.Domain.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ClearSettings.Tests.Email;

public abstract class StopTests(TestApp app) : AppTests(app)
{
    [Fact]
    public void Everything_together_stops_before_a_container_is_killed()
    {
        var host = App.Services.GetRequiredService<IOptions<HostOptions>>().Value;
        Assert.Equal((ShutdownLimits.Total, true), (host.ShutdownTimeout, host.ServicesStopConcurrently));
        Assert.True(
            ShutdownLimits.WorkInHand < ShutdownLimits.Workers && ShutdownLimits.Workers < ShutdownLimits.Total
        );
        // Kestrel takes another second to cut connections.
        Assert.True(
            ShutdownLimits.Total + ShutdownLimits.LastWrite + TimeSpan.FromSeconds(1) <= TimeSpan.FromSeconds(8)
        );
        var workers = App
            .Services.GetServices<IHostedService>()
            .Where(s => s.GetType().Namespace!.StartsWith("ClearSettings", StringComparison.Ordinal));
        Assert.All(workers, w => Assert.IsAssignableFrom<PeriodicJob>(w));
    }

    [Fact]
    public async Task An_email_in_hand_of_a_mail_server_that_says_nothing_is_put_back_when_the_server_stops()
    {
        await using var rude = new MisbehavingMailServer(line => line == "." ? MisbehavingMailServer.Silence : null);
        await using var server = await App.AnotherAsync(settings: rude.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await MailInbox.WaitAsync(() => !rude.Mails.IsEmpty);
        var delivery = server.Services.GetRequiredService<JobWorker>();
        await delivery.StoppingAsync(TestContext.Current.CancellationToken);
        var mail = Assert.Single(await MailInbox.RowsAsync(server));
        Assert.Equal((JobState.Waiting, null, 0), (mail.State, mail.LeasedUntil, mail.Attempts));
    }
}

public sealed class StopOnSqlite(SqliteApp app) : StopTests(app), IClassFixture<SqliteApp>;

public sealed class StopOnPostgres(PostgresApp app) : StopTests(app), IClassFixture<PostgresApp>;
