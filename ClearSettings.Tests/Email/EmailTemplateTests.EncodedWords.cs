using ClearSettings.Domain.Email.Emails;

namespace ClearSettings.Tests.Email;

public sealed partial class EmailTemplateTests
{
    public static readonly string[] EncodedWords =
    [
        "=?utf-8?b?RnJlZSBtb25leQ==?=",
        "=?UTF-8?Q?Free_money?=",
        "=?iso-8859-1?q?=46ree?= and more",
        "Team =?utf-8?b?RnJlZQ==?= =?utf-8?b?RnJlZQ==?=",
        "=?",
        "a =?b?= c",
        "Ölga =?utf-8?b?RnJlZQ==?= 🙂",
        "=?utf-8?q?" + new string('ä', 60) + "?=",
    ];

    [Fact]
    public async Task Text_of_users_that_looks_like_an_encoded_word_arrives_as_it_was_typed()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await app.AnotherAsync(settings: receiver.Settings);
        for (var i = 0; i < EncodedWords.Length; i++)
        {
            var email = new InvitationEmail(
                $"e{i}@example.com",
                EncodedWords[i],
                EncodedWords[i],
                "member",
                At,
                "/join/TOKEN"
            );
            var mail = await SendAsync(server, receiver, email);
            CheckHeaders(mail);
            Assert.Equal(email.Subject, mail.Subject);
            if (EncodedWords[i] != "=?")
                Assert.DoesNotContain(EncodedWords[i], Head(mail), StringComparison.Ordinal);
            Assert.All(
                mail.Raw[..mail.Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n"),
                line => Assert.InRange(line.Length, 0, 998)
            );
        }
    }

    [Fact]
    public async Task A_senders_name_that_looks_like_an_encoded_word_arrives_as_it_was_typed()
    {
        foreach (var name in EncodedWords.Where(w => w.Length < 100))
        {
            await using var receiver = MailReceiver.Start();
            await using var server = await app.AnotherAsync(
                settings: [.. receiver.Settings, $"--Email:FromName={name}"]
            );
            var mail = await SendAsync(server, receiver, MailInbox.Invitation("ivan@example.com"));
            CheckHeaders(mail);
            Assert.Equal(
                (name, "settings@northwind.example"),
                (Assert.Single(mail.Message.From.Mailboxes).Name, mail.Message.From.Mailboxes.Single().Address)
            );
            if (name != "=?")
                Assert.DoesNotContain(name, Head(mail), StringComparison.Ordinal);
        }
    }

    // A reader decodes encoded words wherever they are in a header, so the typed text must not be there.
    private static string Head(ReceivedMail mail) =>
        string.Join(
            '\n',
            mail.Raw[..mail.Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)]
                .Split("\r\n")
                .Select(l => l.StartsWith("Content-Type", StringComparison.Ordinal) ? "" : l)
        );
}
