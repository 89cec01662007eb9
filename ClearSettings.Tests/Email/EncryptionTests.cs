using ClearSettings.Domain.Email;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Email;

public sealed class EncryptionTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData("StartTls")]
    [InlineData("Tls")]
    public async Task Both_ways_of_encryption_work_with_a_certificate_that_is_named(string security)
    {
        await using var receiver = MailReceiver.Start(security);
        var outcome = await TryAsync(receiver.Settings);
        Assert.True(outcome.Sent, outcome.Message);
        Assert.Equal(MailReceiver.User, Assert.Single(receiver.Mails).User);
    }

    [Fact]
    public async Task A_certificate_no_one_named_is_refused()
    {
        await using var receiver = MailReceiver.Start();
        var outcome = await TryAsync(Without(receiver, "TrustedCertificate"));
        Assert.Contains("not trusted by this machine", outcome.Message);
        Assert.Contains("Email:TrustedCertificate", outcome.Message);
        NothingArrived(receiver, outcome);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_even_when_it_is_named()
    {
        await using var receiver = MailReceiver.Start(certificate: TestCertificate.For("mail.northwind.example"));
        var outcome = await TryAsync(receiver.Settings);
        Assert.Contains("is for mail.northwind.example, not for localhost", outcome.Message);
        NothingArrived(receiver, outcome);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_even_when_it_is_named()
    {
        await using var receiver = MailReceiver.Start(certificate: TestCertificate.For("localhost", expired: true));
        var outcome = await TryAsync(receiver.Settings);
        Assert.Contains("Its certificate expired on", outcome.Message);
        NothingArrived(receiver, outcome);
    }

    [Fact]
    public async Task A_server_that_cannot_encrypt_never_hears_the_password_or_the_mail()
    {
        await using var rude = new MisbehavingMailServer(_ => null);
        var outcome = await TryAsync([
            .. rude.Settings.Where(s => !s.Contains("Security", StringComparison.Ordinal)),
            "--Email:Security=StartTls",
        ]);
        Assert.False(outcome.Sent);
        Assert.Contains("STARTTLS", outcome.Message);
        Assert.DoesNotContain(
            rude.Lines,
            l => l.StartsWith("AUTH", StringComparison.Ordinal) || l.StartsWith("MAIL", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Without_encryption_no_user_name_or_password_is_sent_though_the_server_asks()
    {
        await using var rude = new MisbehavingMailServer(_ => null);
        Assert.True((await TryAsync(rude.Settings)).Sent);
        Assert.DoesNotContain(rude.Lines, l => l.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.Single(rude.Mails);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it()
    {
        await using var receiver = MailReceiver.Start();
        var outcome = await TryAsync([.. Without(receiver, "Password"), "--Email:Password=mistyped walrus 4"]);
        Assert.Contains("refused the user name or password", outcome.Message);
        Assert.DoesNotContain("mistyped walrus 4", outcome.Message);
        NothingArrived(receiver, outcome);
    }

    [Theory]
    [InlineData("mistyped walrus 4")]
    [InlineData("bWlzdHlwZWQgd2FscnVzIDQ=")]
    public async Task A_server_that_echoes_the_password_does_not_get_it_into_the_answer(string echoed)
    {
        await using var rude = new MisbehavingMailServer(line =>
            line.StartsWith("RCPT", StringComparison.Ordinal) ? $"550 you said {echoed}" : null
        );
        var outcome = await TryAsync([
            .. rude.Settings.Where(s => !s.Contains("Password", StringComparison.Ordinal)),
            "--Email:Password=mistyped walrus 4",
        ]);
        Assert.Equal("The mail server answered 550 you said •••", outcome.Message);
    }

    [Fact]
    public async Task No_one_there_is_told_with_the_address()
    {
        string[] settings;
        await using (var gone = MailReceiver.Start("None"))
            settings = gone.Settings;
        var outcome = await TryAsync(settings);
        Assert.Matches("^No connection to localhost, port [0-9]+: ", outcome.Message);
    }

    private async Task<TestEmailOutcome> TryAsync(string[] settings)
    {
        await using var server = await app.AnotherAsync(settings: settings);
        return (await server.InAsync(server.Olga, s => s.GetRequiredService<SendTestEmail>().RunAsync())).Value;
    }

    private static string[] Without(MailReceiver receiver, string setting) =>
        [.. receiver.Settings.Where(s => !s.StartsWith($"--Email:{setting}=", StringComparison.Ordinal))];

    private static void NothingArrived(MailReceiver receiver, TestEmailOutcome outcome)
    {
        Assert.False(outcome.Sent);
        Assert.Empty(receiver.Mails);
    }
}
