using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor.Targets;

/// <summary>
/// A row of fields for each credential. Stored secrets are not shown; an empty field keeps its secret.
/// </summary>
internal sealed class StorageForm : IVaultTargetForm
{
    public VaultTarget Target => VaultTarget.UiStorage;

    public TargetStyle GetStyle(string type) =>
        new(
            "UI storage",
            "UI storage credentials",
            "hard-drive",
            "chip-violet",
            "Browsers use these credentials to show files from cloud storage."
        );

    public VaultEditor Show(VaultEditor editor, StoredContents contents)
    {
        var stored = ReadRows(contents);
        List<StorageRow> rows =
            editor.Form.Part == EditorSection.Storage ? editor.Form.Rows
            : stored.Count == 0 ? [new()]
            :
            [
                .. stored.Select(
                    (s, i) =>
                        new StorageRow
                        {
                            Bucket = s.Bucket,
                            Key = s.Key,
                            Region = s.Region,
                            Host = s.Host,
                            Kept = i,
                        }
                ),
            ];
        return editor with
        {
            Part = EditorSection.Storage,
            StoredRows = stored,
            Form = editor.Form with { Rows = rows },
        };
    }

    public Result<VaultInput>? Read(VaultInput input, VaultForm form, Vault? vault, StoredContents stored)
    {
        if (form.Part != EditorSection.Storage)
            return null;
        if (form.Rows.Count > VaultForm.MaxRows)
            return Result<VaultInput>.Refuse(
                "Content",
                $"A vault can have at most {VaultForm.MaxRows} storage credentials."
            );
        var typed = form.Rows.ConvertAll(ToCredential);
        var missing = typed.FindIndex(r => string.IsNullOrWhiteSpace(r.Bucket) && r != new StorageCredential());
        if (missing >= 0)
            return Result<VaultInput>.Refuse($"Rows[{missing}].Bucket", "Enter the bucket, or remove this credential.");
        var rows = StorageCredentials.Merge(typed, [.. form.Rows.Select(r => r.Kept)], ReadRows(stored));
        return rows.Ok
            ? input with
            {
                Content = StorageCredentials.Write(rows.Value),
                Format = ConfigFormat.Json,
            }
            : Result<VaultInput>.From(rows);
    }

    private static StorageCredential ToCredential(StorageRow row) =>
        new()
        {
            Bucket = row.Bucket,
            Key = row.Key,
            Secret = row.Secret,
            Token = row.Token,
            Region = row.Region,
            Host = row.Host,
        };

    private static IReadOnlyList<StorageCredential> ReadRows(StoredContents stored) =>
        StorageCredentials.Read(stored.Text.Reveal(), stored.Format);
}
