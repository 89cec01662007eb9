using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Versions;

/// <summary>The versions of a vault, as its two pages show them.</summary>
/// <param name="Url">Of the list; a version is below it, and a file beside it.</param>
/// <param name="Back">The vault's own page.</param>
public sealed record VaultHistoryView(
    Vault? Vault,
    string Url,
    string Back,
    IReadOnlyList<VaultVersionSummary> Rows,
    int Total,
    int Number
)
{
    public const int PageSize = 20;

    /// <summary>Beside the name of who saved a version, by its number; see <see cref="ActorLabels"/>.</summary>
    public IReadOnlyDictionary<int, string?> Marks { get; init; } = new Dictionary<int, string?>();

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public string Range =>
        $"{(Number - 1) * PageSize + 1}–{Math.Min(Number * PageSize, Total)} of "
        + $"{Html.TimeText.Count(Total, "version")}";

    public string Address(int page) => page > 1 ? $"{Url}?p={page}" : Url;

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
public sealed record VersionView(Vault Vault, string Url, ComparedVersion Version, string? ByMark, string? Problem)
{
    /// <summary>More are seldom read, and make the page slow.</summary>
    public const int MaxLines = 2_000;

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
    /// <param name="page">From the address; clamped.</param>
    public async Task<VaultHistoryView> ListAsync(Vault? vault, string url, string back, int page)
    {
        var view = new VaultHistoryView(vault, url, back, [], vault is null ? 0 : await history.CountAsync(vault), 1);
        view = view with { Number = Math.Clamp(page, 1, view.Pages) };
        if (vault is null)
            return view;
        var rows = await history.ListAsync(
            vault,
            (view.Number - 1) * VaultHistoryView.PageSize,
            VaultHistoryView.PageSize
        );
        var found = await marks.GetAsync([.. rows.Select(Saver)]);
        return view with { Rows = rows, Marks = rows.Zip(found).ToDictionary(x => x.First.Number, x => x.Second) };
    }

    public async Task<VersionView?> ReadAsync(Vault? vault, string url, int number, string? problem = null)
    {
        if (vault is null || await history.CompareAsync(vault, number) is not { } version)
            return null;
        return new(vault, url, version, await marks.GetOneAsync(new(version.ById, null, version.ByName)), problem);
    }

    private static LoggedActor Saver(VaultVersionSummary row) => new(row.ById, null, row.ByName);
}
