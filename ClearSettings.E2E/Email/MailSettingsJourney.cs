using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.E2E.App;
using ClearSettings.Tests.App;
using ClearSettings.Web.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmtpServer.Protocol;

namespace ClearSettings.E2E.Email;

/// <summary>The owner sets the mail server up, tries it, and deals with emails that did not go out.</summary>
public sealed class MailSettingsJourney(Chromium chromium)
{
    [Theory]
    [InlineData(true, ColorScheme.Dark)]
    [InlineData(false, ColorScheme.Light)]
    public async Task The_owner_sets_mail_up_and_tries_it(bool script, ColorScheme scheme)
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await Server.StartAsync(
            receiver.Settings.Single(s => s.Contains("Trusted", StringComparison.Ordinal)),
            "--Email:FromName=Northwind Vision"
        );
        await using var visit = await Visit.OpenAsync(chromium, "mail", script, scheme);
        await BecomeOwnerAsync(server, visit);
        await SaveAsync(receiver, visit);
        await TryAsync(receiver, visit);
        await LookAtOutboxAsync(receiver, server, visit);
        await TurnOffAsync(visit);
        visit.AssertQuiet();
    }

    private static async Task BecomeOwnerAsync(Server server, Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync(server.SetUpLink);
        await page.GetByLabel("Your name").FillAsync("Olga Lindqvist");
        await page.GetByLabel("Email").FillAsync("olga@northwind.example");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("walrus tin harbour 9");
        await page.GetByLabel("Workspace name").FillAsync("Northwind Vision");
        await Press(page, "Create workspace").ClickAsync();
        await page.GetByText("No credentials yet").WaitForAsync();
        await page.GotoAsync(
            server.Web + await page.Locator(".sidebar a", new() { HasText = "Email" }).GetAttributeAsync("href")
        );
        await page.GetByText("No mail server yet").WaitForAsync();
        await visit.LookAsync("not-set-up");
    }

    private static async Task SaveAsync(MailReceiver receiver, Visit visit)
    {
        var page = visit.Page;
        await page.GetByLabel("Server", new() { Exact = true }).FillAsync("https://localhost");
        await page.GetByLabel("Port").FillAsync($"{receiver.Port}");
        await Press(page, "Save email settings").ClickAsync();
        await page.GetByText("This is not a host name.").WaitForAsync();
        await visit.LookAsync("refused");
        await page.GetByLabel("Server", new() { Exact = true }).FillAsync("localhost");
        await page.GetByLabel("User name").FillAsync(MailReceiver.User);
        await page.GetByLabel("Password", new() { Exact = false }).First.FillAsync(MailReceiver.Password);
        await page.GetByLabel("Sender's address").FillAsync("settings@northwind.example");
        await Press(page, "Save email settings").ClickAsync();
        await page.GetByText("Email settings saved.").WaitForAsync();
        await visit.LookAsync("saved");
        Assert.DoesNotContain(MailReceiver.Password, await page.ContentAsync());
    }

    private static async Task TryAsync(MailReceiver receiver, Visit visit)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Send test email" }).ClickAsync();
        await Press(page, "Send test email").ClickAsync();
        await page.GetByText("The mail server accepted the email").WaitForAsync();
        await visit.LookAsync("test-sent");
        Assert.Equal("olga@northwind.example", (await receiver.WaitForAsync(1))[0].To);
        receiver.Refusal = new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "5.7.1 Relaying denied");
        await Press(page, "Send another").ClickAsync();
        await page.GetByText("550 5.7.1 Relaying denied").WaitForAsync();
        await visit.LookAsync("test-refused");
        await page.Locator("a[data-close]", new() { HasText = "Close" }).ClickAsync();
    }

    private static async Task LookAtOutboxAsync(MailReceiver receiver, Server server, Visit visit)
    {
        var page = visit.Page;
        receiver.Refusal = new SmtpResponse(
            SmtpReplyCode.ServiceUnavailable,
            "4.7.1 Greylisted, come back in five minutes"
        );
        await AddAsync(server, "ivan@example.com");
        await ReloadUntilAsync(page, "Greylisted");
        await visit.LookAsync("waiting");
        receiver.Refusal = new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "5.1.1 No such person here");
        await page.GetByLabel("Actions for the email to ivan@example.com").ClickAsync();
        await Press(page, "Try again now").ClickAsync();
        await page.GetByText("Sending the email again.").WaitForAsync();
        await ReloadUntilAsync(page, "No such person here");
        await visit.LookAsync("failed");
        await page.GetByLabel("Actions for the email to ivan@example.com").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Discard" }).ClickAsync();
        await page.GetByText("Discard this email?").WaitForAsync();
        await visit.LookAsync("discard");
        await Press(page, "Discard email").ClickAsync();
        await page.GetByText("Email discarded.").WaitForAsync();
    }

    private static async Task TurnOffAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Turn off email" }).ClickAsync();
        await page.GetByText("Turn off email?").WaitForAsync();
        await visit.LookAsync("turn-off");
        await Press(page, "Turn off email").ClickAsync();
        await page.GetByText("No mail server yet").WaitForAsync();
    }

    private static ILocator Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button });

    private static async Task ReloadUntilAsync(IPage page, string words)
    {
        while (!(await page.ContentAsync()).Contains(words, StringComparison.Ordinal))
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
            await page.GotoAsync(page.Url.Split('?')[0]);
        }
    }

    private static async Task AddAsync(Server server, string to)
    {
        await using var app = ProgramHost.Build(server.Data, []);
        await using var scope = app.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        Assert.True(
            await scope
                .ServiceProvider.GetRequiredService<Change>()
                .RunAsServerAsync(() =>
                    outbox.AddAsync(
                        new InvitationEmail(
                            to,
                            "Northwind Vision",
                            "Olga Lindqvist",
                            "member",
                            DateTime.UnixEpoch,
                            "/join/token"
                        ),
                        null
                    )
                )
        );
    }
}
