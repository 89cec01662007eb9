using System.Text;
using MimeKit;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Keeps text that looks like an encoded word (RFC 2047) literal. Names that people choose end up in subjects, and an
/// email program would decode "=?utf-8?b?…?=" in them to text that no one here has seen.
/// </summary>
internal static class EncodedWords
{
    // An encoded word has at most 75 characters; of these, 45 bytes in base64 leave room for the rest.
    private const int MaxBytes = 45;

    /// <summary>
    /// Encodes the subject and the sender's name of a message as a whole where they contain the start of an encoded
    /// word.
    /// </summary>
    public static void Protect(MimeMessage message)
    {
        if (message.Subject is { } subject && IsRisky(subject))
            message.Headers.Replace(Raw(HeaderId.Subject, Encode(subject)));
        if (message.From.Mailboxes.SingleOrDefault() is { Name: { } name } sender && IsRisky(name))
            message.Headers.Replace(Raw(HeaderId.From, $"{Encode(name)}\r\n <{sender.GetAddress(idnEncode: true)}>"));
    }

    private static bool IsRisky(string text) => text.Contains("=?", StringComparison.Ordinal);

    private static Header Raw(HeaderId id, string value)
    {
        var header = new Header(id, "");
        header.SetRawValue(Encoding.ASCII.GetBytes($" {value}\r\n"));
        return header;
    }

    private static string Encode(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(word.ToString()) + rune.Utf8SequenceLength > MaxBytes)
            {
                words.Add(Word(word.ToString()));
                word.Clear();
            }
            word.Append(rune.ToString());
        }
        words.Add(Word(word.ToString()));
        // White space between encoded words is not shown.
        return string.Join("\r\n ", words);
    }

    private static string Word(string text) => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
}
