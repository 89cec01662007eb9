using Microsoft.AspNetCore.Identity;

namespace ClearSettings.Domain.Users;

/// <summary>
/// What a password must be: 12 to 128 characters, not a common one, not made of the person's own words. No rules of
/// composition (OWASP ASVS 5 V6.2).
/// </summary>
public sealed class Passwords : IPasswordValidator<User>
{
    public const int MinLength = 12;
    public const int MaxLength = 128;

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <summary>The sentence that says why the password cannot be used, or null.</summary>
    /// <param name="words">What an attacker would try first: name, email, workspace.</param>
    public static string? Check(Secret? secret, params IEnumerable<string?> words)
    {
        var password = secret?.Reveal();
        if (string.IsNullOrEmpty(password) || password.Length < MinLength)
            return $"Too short. Use {MinLength} characters or more.";
        if (password.Length > MaxLength)
            return $"Too long. Use {MaxLength} characters or fewer.";
        var core = Core(password);
        if (
            password.Distinct().Count() < 5
            || IsRun(password)
            || Common.Value.Contains(password.ToLowerInvariant())
            || Common.Value.Contains(core)
            || Common.Value.Contains(Unit(core))
        )
            return "Too easy to guess: it is a common password. Choose a few unrelated words.";
        var rest = words
            .SelectMany(Parts)
            .OrderByDescending(word => word.Length)
            .Aggregate(core, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        if (rest.Length < core.Length && rest.Length < 6)
            return "Too easy to guess: it is based on a name or address. Choose other words.";
        return null;
    }

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(
            Check(password, user.Name, user.Email) is { } message
                ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = message })
                : IdentityResult.Success
        );

    // Digits and signs around a word are the first thing a guessing program adds.
    private static string Core(string password) => new([.. password.ToLowerInvariant().Where(char.IsLetter)]);

    // 123456789012, abcdefghijkl: most characters follow from the one before.
    private static bool IsRun(string text) =>
        text.Zip(text.Skip(1)).Count(pair => Math.Abs(pair.Second - pair.First) <= 1) * 10 >= (text.Length - 1) * 7;

    private static string Unit(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && Enumerable.Range(0, text.Length).All(i => text[i] == text[i % length]))
                return text[..length];
        }
        return text;
    }

    private static IEnumerable<string> Parts(string? text) =>
        [
            .. (text ?? "")
                .ToLowerInvariant()
                .Split(['@', '.', ' ', '-', '_', '+'])
                .Append("clearsettings")
                .Append("clearml")
                .Where(part => part.Length >= 4),
        ];

    private static HashSet<string> ReadCommon()
    {
        using var reader = new StreamReader(
            typeof(Passwords).Assembly.GetManifestResourceStream("common-passwords.txt")!
        );
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }
}
