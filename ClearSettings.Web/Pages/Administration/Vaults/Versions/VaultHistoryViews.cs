using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults.Editor;

namespace ClearSettings.Web.Pages.Administration.Vaults.Versions;

/// <summary>The page of a history that the URL names.</summary>
public sealed record HistoryQuery : ListQuery;

/// <summary>The versions of a vault, as its two pages show them.</summary>
/// <param name="Context">Whose vault it is.</param>
public sealed record VaultHistoryView(
    Vault? Vault,
    EditorContext Context,
    IReadOnlyList<VaultVersionSummary> Rows,
    Listing List
)
{
    /// <summary>Each row compares two texts.</summary>
    public const int PageSize = 20;

    /// <summary>Beside the name of who saved a version, by its number; see <see cref="ActorLabels"/>.</summary>
    public IReadOnlyDictionary<int, string?> Marks { get; init; } = new Dictionary<int, string?>();

    /// <summary>The vault's own page.</summary>
    public string Back => Context.Url;

    public string VersionUrl(int number) => Context.VersionUrl(number);

    public string DownloadUrl(int number) => Context.DownloadUrl(number);

    public static string Changes(VaultVersionSummary row) =>
        row switch
        {
            { TooLarge: true } => "Too large to compare in this list",
            { Added: null } => "Cannot be compared",
            { OnlySecrets: true } => "Hidden values only",
            { Added: 0, Removed: 0 } => "None",
            _ => "",
        };
}

/// <summary>One version of a vault.</summary>
/// <param name="ByMark">Beside the name of who saved it; see <see cref="ActorLabels"/>.</param>
/// <param name="Problem">Why it was not restored, or null.</param>
public sealed record VersionView(
    Vault Vault,
    EditorContext Context,
    ComparedVersion Version,
    string? ByMark,
    string? Problem
)
{
    /// <summary>More are seldom read, and make the page slow.</summary>
    public const int MaxLines = 2_000;

    /// <summary>Of all versions.</summary>
    public string Url => Context.History!;

    public string VersionUrl(int number) => Context.VersionUrl(number);

    public bool IsCurrent => Version.Number == Vault.Version;

    public IEnumerable<DiffLine> Lines => Version.Comparison.Lines.Take(MaxLines);

    public int LeftOut => Math.Max(0, Version.Comparison.Lines.Count - MaxLines);

    /// <summary>What there is to say where no line differs, or beside the lines.</summary>
    public string? Remark
    {
        get
        {
            var format =
                Version.Format == Version.BeforeFormat
                    ? null
                    : $"The format changed from {ConfigFormats.GetName(Version.BeforeFormat)} to "
                        + $"{ConfigFormats.GetName(Version.Format)}. ";
            var rest = Version.Comparison switch
            {
                { OnlySecrets: true } => "Only hidden values differ.",
                { SecretsDiffer: true } when Version.Before is not null => "Hidden values differ as well.",
                { Added: 0, Removed: 0 } => Version.Before is null ? "It was empty."
                : format is null ? "The text is the same as before."
                : "The text is the same.",
                _ => null,
            };
            return format + rest is { Length: > 0 } words ? words.Trim() : null;
        }
    }
}

/// <summary>Reads the history for the pages of shared and personal vaults.</summary>
public sealed class VaultHistoryViews(VaultHistory history, ActorLabels marks)
{
    public async Task<VaultHistoryView> ListAsync(Vault? vault, EditorContext context, HistoryQuery query)
    {
        var total = vault is null ? 0 : await history.CountAsync(vault);
        var list = new Listing(context.History!, query, total, "version", "versions")
        {
            Size = VaultHistoryView.PageSize,
        };
        if (vault is null)
            return new(vault, context, [], list);
        var rows = await history.ListAsync(vault, list.Skip, list.Size);
        var found = await marks.GetAsync([.. rows.Select(Saver)]);
        return new(vault, context, rows, list)
        {
            Marks = rows.Zip(found).ToDictionary(x => x.First.Number, x => x.Second),
        };
    }

    public async Task<VersionView?> ReadAsync(Vault? vault, EditorContext context, int number, string? problem = null)
    {
        if (vault is null || await history.CompareAsync(vault, number) is not { } version)
            return null;
        return new(vault, context, version, await marks.GetOneAsync(new(version.ById, null, version.ByName)), problem);
    }

    private static LoggedActor Saver(VaultVersionSummary row) => new(row.ById, null, row.ByName);
}
