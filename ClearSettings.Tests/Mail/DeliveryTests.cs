using ClearSettings.Domain;
using ClearSettings.Domain.Mail;
using ClearSettings.Domain.Mail.Letters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Mail;

public abstract class DeliveryTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_mail_arrives_at_once_after_its_commit_over_TLS_and_signed_in()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        Assert.True(await Post.AddAsync(server, Post.Invitation("ivan@example.com")));
        var mail = await receiver.WaitForAsync("ivan@example.com");
        Assert.Equal((MailReceiver.User, "Olga Orlova invites you to Research"), (mail.User, mail.Subject));
        Assert.Equal("https://settings.northwind.example/join/token-of-ivan", mail.Link("/join/").AbsoluteUri);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
        Assert.Equal(["text/plain", "text/html"], Assert.IsType<MimeKit.MultipartAlternative>(mail.Message.Body).Select(p => p.ContentType.MimeType));
        var row = await Post.UntilAsync(server, m => m.State == MailState.Sent);
        Assert.Equal((null, null, null, 1), (row.Content, row.LeasedUntil, row.Problem, row.Tries));
        Assert.Equal($"{row.Id:N}@northwind.example", mail.Message.MessageId);
    }
}

public sealed class DeliveryOnSqlite(SqliteApp app) : DeliveryTests(app), IClassFixture<SqliteApp>;

public sealed class DeliveryOnPostgres(PostgresApp app) : DeliveryTests(app), IClassFixture<PostgresApp>;
