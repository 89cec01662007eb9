using ClearSettings.Domain.Email;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Email;

public sealed class HeloNameTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    // Of the receiver's settings, the address in links is left out where a test has its own.
    private const string LinkBase = "--Email:LinkBase=";

    [Theory]
    [InlineData("settings.company.com", "settings.company.com")]
    [InlineData(" settings.company.com ", "settings.company.com")]
    [InlineData("192.0.2.7", "[192.0.2.7]")]
    [InlineData("[192.0.2.7]", "[192.0.2.7]")]
    [InlineData("2001:db8::7", "[IPv6:2001:db8::7]")]
    [InlineData("[IPv6:2001:db8::7]", "[IPv6:2001:db8::7]")]
    [InlineData("settings", null)]
    [InlineData("my_host.company.com", null)]
    [InlineData("-a.company.com", null)]
    [InlineData("a..company.com", null)]
    [InlineData("a b.company.com", null)]
    [InlineData("", null)]
    public void A_full_name_or_an_address_can_be_used(string text, string? name) =>
        Assert.Equal(name, HeloName.Read(text));

    [Theory]
    [InlineData("settings.company.com", $"{LinkBase}https://settings.company.com:8443")]
    [InlineData("xn--bcher-kva.example", $"{LinkBase}https://bücher.example")]
    [InlineData("public.company.com", "--Server:PublicUrl=https://public.company.com")]
    [InlineData("relay.company.com", $"{LinkBase}https://settings.company.com", "--Email:HeloName=relay.company.com")]
    public async Task The_mail_server_hears_the_host_of_links_or_the_setting(string expected, params string[] settings)
    {
        await using var receiver = MailReceiver.Start("None");
        await using var server = await app.AnotherAsync(
            settings: [.. receiver.Settings.Where(s => !s.StartsWith(LinkBase, StringComparison.Ordinal)), .. settings]
        );
        var sent = await server.InAsync(server.Olga, s => s.GetRequiredService<SendTestEmail>().RunAsync());
        Assert.True(sent.Value.Sent, sent.Value.Message);
        Assert.Equal(expected, Assert.Single(receiver.HeloNames.Distinct()));
    }

    [Theory]
    [InlineData("[192.0.2.7]", $"{LinkBase}http://192.0.2.7:8080")]
    [InlineData("[IPv6:2001:db8::7]", $"{LinkBase}http://[2001:db8::7]:8080")]
    [InlineData("[192.0.2.9]", $"{LinkBase}https://settings.company.com", "--Email:HeloName=192.0.2.9")]
    public async Task An_address_is_sent_as_a_literal(string expected, params string[] settings)
    {
        // The receiver takes the brackets away, so what is on the line is looked at.
        await using var rude = new MisbehavingMailServer(_ => null);
        string[] own = [.. rude.Settings.Where(s => !s.StartsWith(LinkBase, StringComparison.Ordinal))];
        await using var server = await app.AnotherAsync(settings: [.. own, .. settings]);
        var sent = await server.InAsync(server.Olga, s => s.GetRequiredService<SendTestEmail>().RunAsync());
        Assert.True(sent.Value.Sent, sent.Value.Message);
        Assert.Contains($"EHLO {expected}", rude.Lines);
    }

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://settings:8080")]
    [InlineData("http://127.0.0.1:8080")]
    public void Without_a_full_host_name_it_is_that_of_the_machine_or_an_address(string linkBase) =>
        Assert.Equal(HeloName.Read(System.Net.Dns.GetHostName()) ?? "[127.0.0.1]", HeloName.For(linkBase));
}
