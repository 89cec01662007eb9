using ClearSettings.Domain.Email;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Email;

public sealed class TlsModeTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData(
        "Tls",
        "StartTls",
        "expects TLS from the start. Choose TLS from the start as the encryption (Email:Security=Tls), or the port "
            + "for STARTTLS, usually 587."
    )]
    [InlineData(
        "Tls",
        "None",
        "expects TLS from the start. Choose TLS from the start as the encryption (Email:Security=Tls), or the port "
            + "for unencrypted connections, usually 25."
    )]
    [InlineData(
        "StartTls",
        "Tls",
        "does not expect TLS from the start. Choose STARTTLS as the encryption (Email:Security=StartTls), or the "
            + "port for TLS, usually 465."
    )]
    public async Task A_port_of_the_other_mode_is_named_in_the_test_and_in_the_outbox(
        string expected,
        string chosen,
        string message
    )
    {
        await using var receiver = MailReceiver.Start(expected);
        await using var server = await app.AnotherAsync(
            settings:
            [
                .. receiver.Settings.Where(s => !s.StartsWith("--Email:Security=", StringComparison.Ordinal)),
                $"--Email:Security={chosen}",
            ]
        );
        var outcome = (await server.InAsync(server.Olga, s => s.GetRequiredService<SendTestEmail>().RunAsync())).Value;
        Assert.Equal($"Port {receiver.Port} of localhost {message}", outcome.Message);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        Assert.Equal(outcome.Message, (await MailInbox.UntilAsync(server, m => m.Attempts == 1)).Problem);
        Assert.Empty(receiver.Mails);
    }

    [Fact]
    public async Task A_server_that_greets_late_is_waited_for()
    {
        await using var rude = new MisbehavingMailServer(_ => null)
        {
            Greeting = new(TaskCreationOptions.RunContinuationsAsynchronously),
        };
        await using var server = await app.AnotherAsync(settings: rude.Settings);
        var sending = server.InAsync(server.Olga, s => s.GetRequiredService<SendTestEmail>().RunAsync());
        // The second connection is the one that asks whether the port expects TLS.
        await MailInbox.WaitAsync(() => rude.Connections >= 2);
        rude.Greeting.SetResult();
        Assert.True((await sending).Value.Sent);
    }
}
