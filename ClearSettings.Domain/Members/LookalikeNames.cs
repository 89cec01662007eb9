using System.Globalization;
using System.Text;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Members;

/// <summary>
/// The accounts of a workspace whose name does not tell which one they are: another account has a name that looks the
/// same, or the name looks like an entry that the program writes itself. In memory, for one version of the workspace.
/// </summary>
public sealed class LookalikeNames(WorkspaceVersions versions, IServiceScopeFactory scopes)
{
    private const int MaxEntries = 1_000;

    // Cyrillic and Greek letters, in lower case, that look like a Latin one; and digits that pass for letters.
    private const string Seen =
        "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04BB\u043A\u043C\u0442\u0432\u043D"
        + "\u03B1\u03BF\u03C1\u03C5\u03BD\u03B9\u03BA\u03C401|l";
    private const string Read = "aeopcyxijsdhkmtbhaopuviktoiii";

    private static readonly IReadOnlyDictionary<char, char> Confusables = Seen.Zip(Read, KeyValuePair.Create)
        .ToDictionary();

    private static readonly string CommandLine = ToKey("Command line");

    private readonly VersionedCache<Guid, IReadOnlySet<Guid>> _found = new(MaxEntries);

    /// <returns>Ids of members and service accounts.</returns>
    public async ValueTask<IReadOnlySet<Guid>> GetAsync(Guid workspaceId)
    {
        var version = await versions.CurrentAsync(workspaceId, scopes);
        return (await _found.GetAsync(workspaceId, version, ReadAsync))!;
    }

    /// <summary>
    /// The same for names that look the same: capitals, white space, invisible characters, full-width forms and the
    /// most common look-alike letters aside.
    /// </summary>
    public static string ToKey(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var typed in name)
        {
            var c = typed is >= '\uFF01' and <= '\uFF5E' ? (char)(typed - 0xFEE0) : typed;
            if (char.IsWhiteSpace(c))
            {
                if (key.Length > 0 && key[^1] != ' ')
                    key.Append(' ');
                continue;
            }
            if (IsInvisible(c))
                continue;
            c = char.ToLowerInvariant(c);
            key.Append(Confusables.GetValueOrDefault(c, c));
        }
        return key.ToString().TrimEnd();
    }

    private async Task<IReadOnlySet<Guid>?> ReadAsync(Guid workspaceId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<WorkspaceAccounts>();
        var names = await accounts.In(workspaceId).Select(a => new { a.Id, a.Name }).ToListAsync();
        return Find(names.ConvertAll(a => (a.Id, a.Name)));
    }

    // The accents of two letters can be typed in more than one way, and nothing here compares those.
    private static bool IsInvisible(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Control;

    private static HashSet<Guid> Find(List<(Guid Id, string Name)> accounts) =>
        [
            .. accounts
                .GroupBy(a => ToKey(a.Name), StringComparer.Ordinal)
                .Where(g => g.Count() > 1 || IsReserved(g.Key))
                .SelectMany(g => g.Select(a => a.Id)),
            .. accounts.Where(a => a.Name.Any(IsInvisible)).Select(a => a.Id),
        ];

    // Entries read "agent-bot for Mia" where someone impersonates another, and "Command line" without an account.
    private static bool IsReserved(string key) => key.Contains(" for ", StringComparison.Ordinal) || key == CommandLine;
}
