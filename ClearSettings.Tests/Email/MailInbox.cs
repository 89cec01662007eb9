using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Email;

/// <summary>Puts letters into an outbox, and looks at what became of them.</summary>
internal static class MailInbox
{
    public static InvitationEmail Invitation(string to) =>
        new(
            to,
            "Research",
            "Olga Orlova",
            "member",
            new DateTime(2026, 3, 9, 9, 0, 0, DateTimeKind.Utc),
            $"/join/token-of-{to.Split('@')[0]}"
        );

    public static Task<bool> AddAsync(TestApp server, params EmailMessage[] emails) =>
        server.InAsync(
            server.Olga,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsServerAsync(async () =>
                    {
                        var sent = true;
                        foreach (var email in emails)
                            sent &= await services.GetRequiredService<Outbox>().AddAsync(email, server.Olga.Workspace);
                        return sent;
                    })
        );

    public static Task<List<Job>> RowsAsync(TestApp server) =>
        server.DbAsync(null, db => db.Emails.AsNoTracking().OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).ToListAsync());

    /// <summary>The one mail, once it is as wanted.</summary>
    public static async Task<Job> UntilAsync(TestApp server, Func<Job, bool> wanted) =>
        Assert.Single(await AllUntilAsync(server, wanted));

    /// <summary>Every mail, once all are as wanted.</summary>
    public static async Task<List<Job>> AllUntilAsync(TestApp server, Func<Job, bool> wanted)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var rows = await RowsAsync(server);
            if (rows.TrueForAll(m => wanted(m)))
                return rows;
            // The log grows meanwhile, so it is read once.
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(60))
                Assert.Fail(
                    string.Join("\n", rows.Select(m => $"{m.To} is {m.State} after {m.Attempts}: {m.Problem}"))
                        + server.Log.Text
                );
            await Task.Delay(20);
        }
    }

    public static async Task WaitAsync(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "It never came true.");
            await Task.Delay(10);
        }
    }

    /// <summary>
    /// Lets time go by, and the delivery do what is due. Not while it has an email in hand: that would be taken for
    /// lost, and sent again.
    /// </summary>
    public static async Task AdvanceAsync(TestApp server, TimeSpan time)
    {
        await AllUntilAsync(server, m => m.LeasedUntil is null);
        await AdvanceAtOnceAsync(server, time);
    }

    public static async Task AdvanceAtOnceAsync(TestApp server, TimeSpan time)
    {
        server.Time.Advance(time);
        await server.Services.GetRequiredService<JobWorker>().RunAsync();
    }
}
