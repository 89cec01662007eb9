using System.Globalization;
using System.Text;
using MimeKit;

namespace ClearSettings.Domain;

/// <summary>
/// Email addresses in the one form that is stored, compared, shown and said to mail servers: lower case, domain in
/// ASCII (RFC 5891). Pages show the domain in ASCII too, since letters of another alphabet can pass for those of a
/// known domain. The program carries no Unicode tables, so two spellings of one accented letter are two addresses.
/// </summary>
public static class EmailAddress
{
    public const int MaxLength = 254;

    /// <summary>
    /// Of accounts without an address; nothing can be delivered to it (RFC 2606), and nothing is sent.
    /// </summary>
    public const string NoMailDomain = "no-email.invalid";

    /// <summary>
    /// Why an address such as <c>änna@company.com</c> is refused: it needs SMTPUTF8 (RFC 6531) on each server on its
    /// way.
    /// </summary>
    public const string BeyondAscii =
        "Non-ASCII characters before the @ are not supported, because few mail servers deliver to such addresses.";

    private const int MaxLocalLength = 64;

    /// <summary>For the address of a new user: accepts only addresses that email can be delivered to.</summary>
    /// <param name="address">The stored form; empty when there is a problem.</param>
    /// <param name="example">What a right one looks like here.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Check(string? text, out string address, string example = "olga@company.com")
    {
        address = Normalize(text) ?? "";
        var isWrong = address.Length == 0 || ToMailbox(address) is null;
        var problem =
            isWrong ? $"This is not an email address. Use an address like {example}."
            : LocalPart(address).All(char.IsAscii) ? null
            : BeyondAscii;
        if (problem is not null)
            address = "";
        return problem;
    }

    /// <summary>For looking up a user, also by an address that <see cref="Check"/> would refuse today.</summary>
    /// <returns>The stored form, or null when the text is not one address.</returns>
    public static string? Normalize(string? text)
    {
        // Capitals go first: the ASCII form of "Ü" is another than that of "ü".
        var trimmed = text?.Trim().ToLowerInvariant() ?? "";
        var at = trimmed.LastIndexOf('@');
        if (trimmed.Length > MaxLength || at is < 1 or > MaxLocalLength || at == trimmed.Length - 1)
            return null;
        if (HasForbiddenCharacter(trimmed) || trimmed[..at].Contains('@'))
            return null;
        try
        {
            var domain = new IdnMapping { UseStd3AsciiRules = true }
                .GetAscii(trimmed[(at + 1)..])
                .ToLowerInvariant();
            // The dot of the root zone, or the end of the sentence from which the address was copied.
            if (domain.EndsWith('.'))
                domain = domain[..^1];
            var address = $"{trimmed[..at]}@{domain}";
            return address.Length <= MaxLength ? address : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool HasForbiddenCharacter(string text) =>
        text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || "<>()[]\\,;:\"".Contains(c))
        || text.EnumerateRunes().Any(r => Rune.GetUnicodeCategory(r) == UnicodeCategory.Format);

    /// <summary>The address as email is sent to it, without a name.</summary>
    /// <param name="address">In the stored form.</param>
    /// <returns>Null when email cannot carry it.</returns>
    internal static MailboxAddress? ToMailbox(string address)
    {
        // The library shows the domain in letters, and encodes it again where it is sent.
        return MailboxAddress.TryParse(address, out var mailbox) && mailbox.GetAddress(idnEncode: true) == address
            ? mailbox
            : null;
    }

    /// <summary>
    /// Whether each server on the way must know SMTPUTF8 (RFC 6531); a domain in letters does not need it.
    /// </summary>
    internal static bool NeedsSmtpUtf8(MailboxAddress mailbox) => !mailbox.LocalPart.All(char.IsAscii);

    private static string LocalPart(string address) => address[..address.LastIndexOf('@')];
}
