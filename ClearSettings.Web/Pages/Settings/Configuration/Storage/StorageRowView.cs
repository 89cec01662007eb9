using ClearSettings.Domain;
using ClearSettings.Domain.Storage;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>What a store said to a row, and what the page asks it from the browser.</summary>
/// <param name="Cors">See <see cref="StoragePreview"/>.</param>
public sealed record StorageTest(string Name, StorageTestResult Result, string Cors);

/// <summary>A row of the table.</summary>
/// <param name="Reference">What the Test button sends: the id of a row of one's own, or the place of one of a
/// vault.</param>
public sealed record StorageRowView(StorageRow Row, string Reference)
{
    private const string OfVault = "vault-";

    public bool IsOwn => Row.Vault is null;

    public string Name => StorageText.DisplayName(Row);

    /// <summary>Why nothing is signed with it, or null.</summary>
    public string? Problem => StorageRules.Check(Row) is { Count: > 0 } problems ? problems[0].Message : null;

    public static IReadOnlyList<StorageRowView> List(StorageRowList rows) =>
        [
            .. rows.Own.Select(row => new StorageRowView(row, row.Id.ToHex())),
            .. rows.OfVaults.Select((row, i) => new StorageRowView(row, OfVault + i)),
        ];
}
