using ClearSettings.Domain.Hocon;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>One version in a list.</summary>
/// <param name="ById">Of the account that saved it.</param>
/// <param name="Added">Lines that it has more than the one before; null when they could not be compared.</param>
/// <param name="TooLarge">It was not compared, since the versions of the page are large.</param>
public sealed record VaultVersionSummary(
    int Number,
    ConfigFormat Format,
    int Items,
    int Bytes,
    string? Note,
    Guid ById,
    string ByName,
    DateTime At,
    int? Added,
    int? Removed,
    bool OnlySecrets,
    bool TooLarge = false
);

/// <summary>A version beside the one before it.</summary>
/// <param name="Before">Null for the first version.</param>
/// <param name="BeforeFormat">Of the one before; the same as <paramref name="Format"/> for the first version.</param>
public sealed record ComparedVersion(
    int Number,
    int? Before,
    int? Next,
    ConfigFormat Format,
    ConfigFormat BeforeFormat,
    int Items,
    int Bytes,
    string? Note,
    Guid ById,
    string ByName,
    DateTime At,
    VaultComparison Comparison
);

/// <summary>Reads the versions of a vault. Secrets are hidden in everything it gives.</summary>
public sealed class VaultHistory(ClearSettingsDb db, VaultStore store)
{
    /// <summary>
    /// Of the texts that one page of the list reads and compares: eight of the greatest size, or all of usual ones.
    /// </summary>
    public const int MaxComparedBytes = 8 * VaultCheck.MaxBytes;

    private sealed record Row(
        int Number,
        ConfigFormat Format,
        int Items,
        int Bytes,
        string? Note,
        Guid ById,
        string ByName,
        DateTime At
    );

    public Task<int> CountAsync(Vault vault) => VersionsOf(vault).CountAsync();

    /// <summary>Newest first. Rows are compared until <see cref="MaxComparedBytes"/> of text are read.</summary>
    public async Task<IReadOnlyList<VaultVersionSummary>> ListAsync(Vault vault, int skip, int take)
    {
        // One more, to compare the last one of the page with.
        var rows = await Rows(VersionsOf(vault).OrderByDescending(v => v.Number).Skip(skip).Take(take + 1))
            .ToListAsync();
        var texts = new PageTexts(MaxComparedBytes, row => ReadAsync(vault, row.Number));
        List<VaultVersionSummary> listed = [];
        for (var i = 0; i < Math.Min(take, rows.Count); i++)
        {
            var (row, before) = (rows[i], i + 1 < rows.Count ? rows[i + 1] : null);
            var enough = texts.CanRead(row, before);
            var difference = enough ? await texts.CompareAsync(row, before) : null;
            listed.Add(Summarize(row, difference) with { TooLarge = !enough });
        }
        return listed;
    }

    private static VaultVersionSummary Summarize(Row row, VaultComparison? difference) =>
        new(
            row.Number,
            row.Format,
            row.Items,
            row.Bytes,
            row.Note,
            row.ById,
            row.ByName,
            row.At,
            difference?.Added,
            difference?.Removed,
            difference?.OnlySecrets == true
        );

    /// <returns>Null when the vault has no such version, or it can no longer be read.</returns>
    public async Task<ComparedVersion?> CompareAsync(Vault vault, int number)
    {
        if (await FindAsync(vault, number) is not var (row, text))
            return null;
        var before = await Rows(VersionsOf(vault).Where(v => v.Number < number).OrderByDescending(v => v.Number))
            .FirstOrDefaultAsync();
        var next = await FindNextAsync(vault, number);
        var older = before is null ? "" : await ReadAsync(vault, before.Number) ?? "";
        var format = before?.Format ?? row.Format;
        return new(
            number,
            before?.Number,
            next,
            row.Format,
            format,
            row.Items,
            row.Bytes,
            row.Note,
            row.ById,
            row.ByName,
            row.At,
            VaultDiff.Compare(older, format, text, row.Format)
        );
    }

    private Task<int?> FindNextAsync(Vault vault, int number) =>
        VersionsOf(vault)
            .Where(v => v.Number > number)
            .OrderBy(v => v.Number)
            .Select(v => (int?)v.Number)
            .FirstOrDefaultAsync();

    /// <summary>The whole text of a version, secrets hidden; null as above.</summary>
    /// <param name="number">The one that counts when left out.</param>
    public async Task<(string Text, ConfigFormat Format)?> MaskedAsync(Vault vault, int? number)
    {
        if (await FindAsync(vault, number ?? vault.Version) is not var (row, text))
            return null;
        return (VaultMask.Mask(text, row.Format), row.Format);
    }

    /// <returns>Null when the vault has no such version, or it can no longer be read.</returns>
    private async Task<(Row Row, string Text)?> FindAsync(Vault vault, int number) =>
        await Rows(VersionsOf(vault).Where(v => v.Number == number)).SingleOrDefaultAsync() is { } row
        && await ReadAsync(vault, number) is { } text
            ? (row, text)
            : null;

    private IQueryable<VaultVersion> VersionsOf(Vault vault) =>
        db.VaultVersions.AsNoTracking().Where(v => v.VaultId == vault.Id);

    private static IQueryable<Row> Rows(IQueryable<VaultVersion> versions) =>
        versions.Select(v => new Row(v.Number, v.Format, v.Items, v.Bytes, v.Note, v.ById, v.ByName, v.At));

    // One that was damaged, or written under a key ring that is lost, is no reason to hide the others.
    private async Task<string?> ReadAsync(Vault vault, int number)
    {
        try
        {
            return await store.ReadAsync(vault, number);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Reads and masks each version of a page once, within one budget.</summary>
    private sealed class PageTexts(long left, Func<Row, Task<string?>> read)
    {
        private readonly MaskBudget _budget = MaskBudget.ForLength(MaxComparedBytes);
        private (int Number, string? Text, MaskedText? Masked) _last;

        public bool CanRead(Row row, Row? before) => Bytes(row) + Bytes(before) <= left;

        public async Task<VaultComparison?> CompareAsync(Row row, Row? before)
        {
            var (text, masked) = await ReadAsync(row);
            var (oldText, oldMasked) = before is null ? ("", new MaskedText("", [])) : await ReadAsync(before);
            return masked is null || oldMasked is null ? null : VaultDiff.Compare(oldMasked, masked, oldText == text);
        }

        private int Bytes(Row? row) => row is null || row.Number == _last.Number ? 0 : row.Bytes;

        private async Task<(string? Text, MaskedText? Masked)> ReadAsync(Row row)
        {
            if (row.Number == _last.Number)
                return (_last.Text, _last.Masked);
            left -= row.Bytes;
            var text = await read(row);
            _last = (row.Number, text, text is null ? null : VaultMask.Read(text, row.Format, _budget));
            return (_last.Text, _last.Masked);
        }
    }
}
