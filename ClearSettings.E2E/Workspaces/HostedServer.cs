using ClearSettings.E2E.App;
using ClearSettings.Tests.App;

namespace ClearSettings.E2E.Workspaces;

/// <summary>One hosted server and its email for a whole class of tests: every run signs people of its own up.</summary>
public sealed class HostedServer(Chromium chromium) : IAsyncLifetime
{
    public Server Server { get; private set; } = null!;

    public MailReceiver Receiver { get; } = MailReceiver.Start();

    public async ValueTask InitializeAsync()
    {
        Server = await Server.StartAsync([
            .. Receiver.Settings,
            "--Server:Mode=Hosted",
            "--SignIn:AttemptsPerMinute=1000",
            "--SignIn:LinkGuessesPerMinute=100",
            "--Email:RequestLimits:PerSourcePerHour=1000",
        ]);
        await using var olga = await Visit.OpenAsync(chromium, "hosted-olga", script: false);
        await Owner.SetUpAsync(Server, olga);
    }

    /// <summary>The link of an email, on this server.</summary>
    public string Here(ReceivedMail mail, string part) => Server.Web + mail.Link(part).PathAndQuery;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
