using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using ClearSettings.E2E.App;
using ClearSettings.Tests.App;
using ClearSettings.Web.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.E2E.Email;

/// <summary>The outbox of the real program, ended by kill -9 while it sends.</summary>
public sealed class KilledServerTests
{
    private const int Count = 200;

    [Fact]
    public async Task Of_200_emails_during_which_the_program_is_killed_every_one_arrives_and_at_most_two_twice()
    {
        await using var receiver = MailReceiver.Start();
        // The worst moment: the mail server has the email, and the program does not know it yet.
        var released = new TaskCompletionSource();
        receiver.Hold = (Count / 3, released.Task);
        await using var server = await Server.StartAsync(
            data => InDomainAsync(data, receiver.Settings, WriteAsync),
            receiver.Settings
        );
        await receiver.WaitForAsync(Count / 3);
        await server.KillAsync();
        Assert.Equal(Count / 3, receiver.Mails.Count);
        receiver.Hold = null;
        released.SetResult();
        await server.StartAgainAsync();
        // The email in hand is taken again when its lease is over.
        var emails = await receiver.WaitForAsync(
            all => all.Select(m => m.To).Distinct().Count() == Count,
            "Not every mail arrived.\n" + server.Output
        );
        Assert.InRange(emails.Count - Count, 0, Count / 100);
        Assert.Equal(Count, emails.Select(m => m.Message.MessageId).Distinct().Count());
        await InDomainAsync(server.Data, receiver.Settings, WaitUntilSentAsync);
    }

    private static Task<bool> WriteAsync(IServiceProvider services)
    {
        var outbox = services.GetRequiredService<Outbox>();
        return services
            .GetRequiredService<Change>()
            .RunAsServerAsync(async () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    var email = new InvitationEmail(
                        $"p{i}@example.com",
                        "Research",
                        "Olga",
                        "member",
                        DateTime.UnixEpoch,
                        $"/join/token-{i}"
                    );
                    if (!await outbox.AddAsync(email, null))
                        return false;
                }
                return true;
            });
    }

    private static async Task<bool> WaitUntilSentAsync(IServiceProvider services)
    {
        var emails = services.GetRequiredService<ClearSettingsDb>().Emails;
        while (await emails.AnyAsync(m => m.State == JobState.Waiting))
            await Task.Delay(50, TestContext.Current.CancellationToken);
        return await emails.AllAsync(m => m.State == JobState.Done && m.Payload == null);
    }

    // As a command does that runs beside the server.
    private static async Task InDomainAsync(string data, string[] settings, Func<IServiceProvider, Task<bool>> work)
    {
        await using var app = ProgramHost.Build(data, settings);
        await ProgramHost.MigrateAsync(app.Services);
        await using var scope = app.Services.CreateAsyncScope();
        Assert.True(await work(scope.ServiceProvider));
    }
}
