using ClearSettings.Domain.Hocon;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>One version in a list.</summary>
/// <param name="Added">Lines that it has more than the one before; null when they could not be compared.</param>
public sealed record PastVersion(int Number, ConfigFormat Format, int Items, int Bytes, string? Note, string ByName, DateTime At, int? Added, int? Removed, bool OnlySecrets);

/// <summary>A version beside the one before it.</summary>
/// <param name="Before">Null for the first version.</param>
/// <param name="BeforeFormat">Of the one before; the same as <paramref name="Format"/> for the first version.</param>
public sealed record ComparedVersion(int Number, int? Before, int? Next, ConfigFormat Format, ConfigFormat BeforeFormat, int Items, int Bytes, string? Note, string ByName, DateTime At, VaultComparison Comparison);

/// <summary>Reads the versions of a vault. Secrets are hidden in everything it gives.</summary>
public sealed class VaultHistory(ClearSettingsDb db, VaultStore store)
{
    private sealed record Row(int Number, ConfigFormat Format, int Items, int Bytes, string? Note, string ByName, DateTime At);

    public Task<int> CountAsync(Vault vault) => Of(vault).CountAsync();

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<PastVersion>> ListAsync(Vault vault, int skip, int take)
    {
        // One more, to compare the last one of the page with.
        var rows = await Rows(Of(vault).OrderByDescending(v => v.Number).Skip(skip).Take(take + 1)).ToListAsync();
        List<string?> texts = [];
        foreach (var row in rows) texts.Add(await ReadAsync(vault, row.Number));
        return [.. rows.Take(take).Select((row, i) =>
        {
            var difference = Compare(i + 1 < rows.Count ? texts[i + 1] : "", i + 1 < rows.Count ? rows[i + 1].Format : row.Format, texts[i], row.Format);
            return new PastVersion(row.Number, row.Format, row.Items, row.Bytes, row.Note, row.ByName, row.At, difference?.Added, difference?.Removed, difference?.OnlySecrets == true);
        })];
    }

    /// <returns>Null when the vault has no such version, or it cannot be read any more.</returns>
    public async Task<ComparedVersion?> CompareAsync(Vault vault, int number)
    {
        if (await Rows(Of(vault).Where(v => v.Number == number)).SingleOrDefaultAsync() is not { } row || await ReadAsync(vault, number) is not { } text) return null;
        var before = await Rows(Of(vault).Where(v => v.Number < number).OrderByDescending(v => v.Number)).FirstOrDefaultAsync();
        var next = await Of(vault).Where(v => v.Number > number).OrderBy(v => v.Number).Select(v => (int?)v.Number).FirstOrDefaultAsync();
        var older = before is null ? "" : await ReadAsync(vault, before.Number) ?? "";
        var format = before?.Format ?? row.Format;
        return new(number, before?.Number, next, row.Format, format, row.Items, row.Bytes, row.Note, row.ByName, row.At, VaultDiff.Compare(older, format, text, row.Format));
    }

    /// <summary>The whole text of a version, secrets hidden; null as above.</summary>
    /// <param name="number">The one that counts when left out.</param>
    public async Task<(string Text, ConfigFormat Format)?> MaskedAsync(Vault vault, int? number)
    {
        var wanted = number ?? vault.Version;
        if (await Rows(Of(vault).Where(v => v.Number == wanted)).SingleOrDefaultAsync() is not { } row || await ReadAsync(vault, wanted) is not { } text) return null;
        return (VaultMask.Mask(text, row.Format), row.Format);
    }

    private IQueryable<VaultVersion> Of(Vault vault) => db.VaultVersions.AsNoTracking().Where(v => v.VaultId == vault.Id);

    private static IQueryable<Row> Rows(IQueryable<VaultVersion> versions) => versions.Select(v => new Row(v.Number, v.Format, v.Items, v.Bytes, v.Note, v.ByName, v.At));

    private static VaultComparison? Compare(string? before, ConfigFormat beforeFormat, string? after, ConfigFormat afterFormat) =>
        before is null || after is null ? null : VaultDiff.Compare(before, beforeFormat, after, afterFormat);

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
}
