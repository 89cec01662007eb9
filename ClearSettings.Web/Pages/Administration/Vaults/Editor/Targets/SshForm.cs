using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor.Targets;

/// <summary>
/// Two fields for each kind of host key. Private halves are not shown; an empty field keeps its half.
/// </summary>
internal sealed class SshForm : IVaultTargetForm
{
    public VaultTarget Target => VaultTarget.SshServer;

    public TargetStyle GetStyle(string type) =>
        new(
            "SSH server",
            "SSH server (host keys)",
            "server",
            "chip-teal",
            "Host keys for the SSH servers of interactive sessions."
        );

    public VaultEditor Show(VaultEditor editor, StoredContents contents)
    {
        var stored = ReadKeys(contents);
        List<SshKeyRow> keys =
        [
            .. SshKeys.Kinds.Select(kind =>
                (editor.Form.Part == EditorSection.Ssh ? editor.Form.Keys.FirstOrDefault(k => k.Kind == kind) : null)
                ?? new SshKeyRow
                {
                    Kind = kind,
                    Public =
                        editor.Form.Part == EditorSection.Ssh
                            ? null
                            : stored.FirstOrDefault(k => k.Kind == kind)?.Public,
                }
            ),
        ];
        return editor with { Part = EditorSection.Ssh, StoredKeys = stored, Form = editor.Form with { Keys = keys } };
    }

    public Result<VaultInput>? Read(VaultInput input, VaultForm form, Vault? vault, StoredContents stored)
    {
        if (form.Part != EditorSection.Ssh)
            return null;
        var typed = SshKeys.Kinds.Select(kind =>
            form.Keys.FirstOrDefault(k => k.Kind == kind) is { } row
                ? new SshKey(kind, row.Private, row.Public)
                : new SshKey(kind, null, null)
        );
        return input with
        {
            Content = SshKeys.Write(SshKeys.Merge(typed, ReadKeys(stored))),
            Format = ConfigFormat.Json,
        };
    }

    private static IReadOnlyList<SshKey> ReadKeys(StoredContents stored) =>
        SshKeys.Read(stored.Text.Reveal(), stored.Format);
}
