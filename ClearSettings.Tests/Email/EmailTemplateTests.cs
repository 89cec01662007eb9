using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;

namespace ClearSettings.Tests.Email;

public sealed partial class EmailTemplateTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    private static readonly DateTime At = new(2026, 3, 9, 14, 5, 0, DateTimeKind.Utc);

    public static readonly string[] NastyTexts =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><a href=https://evil.example>x</a>",
        "' onmouseover='x",
        "</title><b>bold</b>",
        "&lt;b&gt;",
        "{{Link}}",
        "{{?Name}}x{{/Name}}",
        "a\r\nBcc: eve@evil.example",
        "a\nBcc: eve@evil.example",
        "a\rBcc: eve@evil.example",
        "a\r\n\r\n<h1>new body</h1>",
        "a\0b",
        "a\u0085Bcc: eve@evil.example",
        "a\u2028Bcc: eve@evil.example",
        "=?utf-8?q?a=0D=0ABcc:_eve@evil.example?=",
        "=?utf-8?b?YQ0KQmNjOiBlQGUuZQ==?=",
        "a\" <eve@evil.example>, \"b",
        "a, eve@evil.example",
        "(comment) Ölga 🙂 \\",
        "\t\v\fX-Other: 1",
        new string('ä', 100),
        "hx-get=\"/x\" javascript:alert(1)",
    ];

    private static readonly string[] RefusedAddresses =
    [
        "a@b.example>,c@d.example",
        "\"x\r\nBcc: y\"@z.example",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "A <a@b.example>",
        "a@b@c.example",
        "a b@c.example",
        "@c.example",
        "a@",
        "",
        "a@b.example\0",
        "=?utf-8?q?a?=@",
        "a@b.example;c@d.example",
        "(x)a@b.example",
        "a@[127.0.0.1]",
        "A@B.example",
    ];

    private static readonly string[] Headers =
    [
        "From",
        "Date",
        "Subject",
        "Message-Id",
        "To",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    ];

    [Fact]
    public void Every_kind_of_letter_is_looked_at() =>
        Assert.Equal(
            typeof(EmailMessage)
                .Assembly.GetTypes()
                .Where(t => t.IsSubclassOf(typeof(EmailMessage)))
                .Select(t => t.Name)
                .Order(StringComparer.Ordinal),
            Letters.Select(l => l.Data.GetType().Name).Distinct().Order(StringComparer.Ordinal)
        );

    [Theory, MemberData(nameof(Letters), DisableDiscoveryEnumeration = true)]
    public async Task An_email_says_what_it_is_about_and_why_one_gets_it_in_text_and_HTML(EmailMessage email)
    {
        var mail = await SendAsync(email);
        var html = new HtmlParser().ParseDocument(mail.Html);
        foreach (var words in new[] { mail.Text, Page.Squeeze(html.Body!.TextContent) })
        {
            Assert.DoesNotContain("{{", words);
            Assert.DoesNotContain("01/01/0001", words);
            Assert.Contains("You received this email because", words);
            Assert.Contains(email.Subject, words);
        }
        Assert.Equal(email.Subject, mail.Subject);
        foreach (var part in html.QuerySelectorAll(".sheet p:not(.brand, .link)"))
            Assert.Contains(Page.Squeeze(part.TextContent), Page.Squeeze(mail.Text));
        foreach (var part in html.QuerySelectorAll(".sheet p"))
            Assert.False(char.IsLower(part.TextContent.TrimStart()[0]), part.TextContent);
        Assert.Empty(html.QuerySelectorAll("img, script, link, iframe, object, [background]"));
        Assert.DoesNotContain("url(", mail.Html);
        Assert.Contains("prefers-color-scheme: dark", mail.Html);
        foreach (var link in html.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!))
            Assert.StartsWith("https://settings.northwind.example/", link);
        if (email.GetType().GetProperty("Path")?.GetValue(email) is string path)
            Assert.Equal(
                "https://settings.northwind.example" + path,
                html.QuerySelector("a.button")!.GetAttribute("href")
            );
        Assert.Equal(MimeKit.MessagePriority.Normal, mail.Message.Priority);
    }

    [Theory, MemberData(nameof(Letters), DisableDiscoveryEnumeration = true)]
    public void An_email_comes_out_of_the_outbox_as_it_went_in(EmailMessage email) =>
        Assert.Equal(
            email,
            System.Text.Json.JsonSerializer.Deserialize(
                System.Text.Json.JsonSerializer.Serialize(email, email.GetType()),
                email.GetType()
            )
        );

    [Fact]
    public async Task Text_of_users_makes_no_header_no_second_recipient_and_no_markup()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await app.AnotherAsync(settings: receiver.Settings);
        var plain = new HtmlParser()
            .ParseDocument((await SendAsync(server, receiver, MailInbox.Invitation("plain@example.com"))).Html)
            .All.Length;
        for (var i = 0; i < NastyTexts.Length; i++)
        {
            var nasty = NastyTexts[i];
            var mail = await SendAsync(
                server,
                receiver,
                new InvitationEmail($"n{i}@example.com", nasty, nasty, nasty, At, "/join/TOKEN")
            );
            CheckHeaders(mail);
            var document = new HtmlParser().ParseDocument(mail.Html);
            Assert.True(plain == document.All.Length, nasty);
            Assert.Equal(
                "https://settings.northwind.example/join/TOKEN",
                document.QuerySelector("a.button")!.GetAttribute("href")
            );
            if (nasty.StartsWith("{{", StringComparison.Ordinal))
                Assert.Contains(nasty, mail.Text);
        }
    }

    [Fact]
    public async Task The_senders_name_makes_no_header()
    {
        foreach (
            var nasty in new[]
            {
                "a\" <eve@evil.example>, \"b",
                "a, eve@evil.example",
                "Ölga 🙂 \\",
                "=?utf-8?q?a=0D=0ABcc:_eve@evil.example?=",
                "<b>",
            }
        )
        {
            await using var receiver = MailReceiver.Start();
            await using var server = await app.AnotherAsync(
                settings: [.. receiver.Settings, $"--Email:FromName={nasty}"]
            );
            var mail = await SendAsync(server, receiver, MailInbox.Invitation("ivan@example.com"));
            CheckHeaders(mail);
            Assert.Equal("settings@northwind.example", Assert.Single(mail.Message.From.Mailboxes).Address);
        }
    }

    [Fact]
    public async Task An_address_that_is_more_or_less_than_one_is_never_emailed()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await app.AnotherAsync(settings: receiver.Settings);
        await MailInbox.AddAsync(
            server,
            [.. RefusedAddresses.Select(a => new InvitationEmail(a, "Research", "Olga", "member", At, "/join/TOKEN"))]
        );
        var rows = await MailInbox.AllUntilAsync(server, m => m.State == JobState.Failed);
        Assert.Equal(RefusedAddresses.Length, rows.Count);
        Assert.All(rows, m => Assert.Equal("This is not an email address.", m.Problem));
        Assert.Empty(receiver.Mails);
    }

    private async Task<ReceivedMail> SendAsync(EmailMessage email)
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await app.AnotherAsync(settings: receiver.Settings);
        return await SendAsync(server, receiver, email);
    }

    private static async Task<ReceivedMail> SendAsync(TestApp server, MailReceiver receiver, EmailMessage email)
    {
        Assert.True(await MailInbox.AddAsync(server, email));
        return await receiver.WaitForAsync(email.To);
    }

    private static void CheckHeaders(ReceivedMail mail)
    {
        var head = Regex
            .Replace(mail.Raw[..mail.Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)], "\r\n[ \t]", " ")
            .Split("\r\n");
        Assert.Equal(
            Headers.Order(StringComparer.OrdinalIgnoreCase),
            head.Select(line => line.Split(':')[0]).Order(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase
        );
        Assert.All(head, line => Assert.DoesNotMatch("[\\x00-\\x08\\x0a-\\x1f\\x7f-\\xff]", line));
        Assert.DoesNotMatch("(?<!\r)\n|\r(?!\n)", mail.Raw);
        Assert.Equal(mail.To, Assert.Single(mail.Message.To.Mailboxes).Address);
    }
}
