using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>What the fields of an editor mean as the input of the verb, and where its refusals belong.</summary>
public static partial class FormContents
{
    /// <param name="stored">The contents that the form's rows and keys come from, in clear; "" when there are none.</param>
    public static Result<VaultInput> Read(EditorContext place, Vault? vault, VaultForm form, string stored)
    {
        var target = place.IsShared ? form.Target ?? vault?.Target ?? VaultTarget.Client : VaultTarget.Client;
        var input = new VaultInput
        {
            Target = target,
            Note = form.Note,
            RowVersion = form.Act == "overwrite" ? null : form.RowVersion,
        };
        if (place.IsShared)
            input = input with
            {
                Name = form.Name ?? "",
                Scope = Scope(form.Group),
                GroupId = Domain.EntityId.TryParse(form.Group, out var group) ? group : null,
            };
        return (form.Part, target) switch
        {
            (EditorSection.Text, _) when target.IsText() => input with
            {
                Content = form.Text,
                Format = form.Format ?? ConfigFormat.Hocon,
            },
            // Nothing of the contents was shown, so nothing of them changes, nor the way they are read.
            (EditorSection.Masked, _) when target.IsText() && vault is not null && vault.Target.IsText() => input,
            (EditorSection.Storage, VaultTarget.UiStorage) => Storage(
                input,
                form,
                vault?.Target == VaultTarget.UiStorage ? StorageCredentials.Read(stored, vault.Format) : []
            ),
            (EditorSection.Ssh, VaultTarget.SshServer) => Ssh(
                input,
                form,
                vault?.Target == VaultTarget.SshServer ? SshKeys.Read(stored, vault.Format) : []
            ),
            _ => Result<VaultInput>.Refuse("Target", "The target has changed. Fill in its contents below, then save."),
        };
    }

    /// <summary>A refusal of the verb, in the form's own names.</summary>
    public static Problem GetField(Problem problem, VaultForm form) =>
        problem.Field switch
        {
            SaveVault.NameTaken => problem with { Field = "Name" },
            SaveVault.UnknownGroup or "Scope" => problem with { Field = "Group" },
            "Enabled" => problem with { Field = "Group" },
            "Content" when form.Part is EditorSection.Storage or EditorSection.Ssh => Key(
                problem with
                {
                    Message = Position().Replace(problem.Message, ""),
                },
                form
            ),
            _ => problem,
        };

    // No line of a text that nobody sees, but the field of the key that the sentence names.
    private static Problem Key(Problem problem, VaultForm form)
    {
        if (KeyName().Match(problem.Message) is not { Success: true } name)
            return problem;
        var place = form.Keys.FindIndex(k => k.Kind == name.Groups["kind"].Value);
        var isPublic =
            problem.Message.StartsWith("The public half", StringComparison.Ordinal)
            || (
                name.Groups["pub"].Success && !problem.Message.StartsWith("The private half", StringComparison.Ordinal)
            );
        return place < 0 ? problem : problem with { Field = $"Keys[{place}].{(isPublic ? "Public" : "Private")}" };
    }

    private static VaultScope? Scope(string? group) =>
        group switch
        {
            "workspace" => VaultScope.Organization,
            null or "" => null,
            _ => VaultScope.Group,
        };

    private static Result<VaultInput> Storage(VaultInput input, VaultForm form, IReadOnlyList<StorageCredential> stored)
    {
        if (form.Rows.Count > VaultForm.MaxRows)
            return Result<VaultInput>.Refuse("Content", $"At most {VaultForm.MaxRows} credentials fit into a vault.");
        List<StorageCredential> typed =
        [
            .. form.Rows.Select(r => new StorageCredential
            {
                Bucket = r.Bucket,
                Key = r.Key,
                Secret = r.Secret,
                Token = r.Token,
                Region = r.Region,
                Host = r.Host,
            }),
        ];
        var missing = typed.FindIndex(r => string.IsNullOrWhiteSpace(r.Bucket) && r != new StorageCredential());
        if (missing >= 0)
            return Result<VaultInput>.Refuse(
                $"Rows[{missing}].Bucket",
                "Type the name of the bucket, or remove this credential."
            );
        var rows = StorageCredentials.Merge(typed, [.. form.Rows.Select(r => r.Kept)], stored);
        return rows.Ok
            ? input with
            {
                Content = StorageCredentials.Write(rows.Value),
                Format = ConfigFormat.Json,
            }
            : Result<VaultInput>.From(rows);
    }

    private static Result<VaultInput> Ssh(VaultInput input, VaultForm form, IReadOnlyList<SshKey> stored)
    {
        var typed = SshKeys.Kinds.Select(kind =>
            form.Keys.FirstOrDefault(k => k.Kind == kind) is { } row
                ? new SshKey(kind, row.Private, row.Public)
                : new SshKey(kind, null, null)
        );
        return input with { Content = SshKeys.Write(SshKeys.Merge(typed, stored)), Format = ConfigFormat.Json };
    }

    [GeneratedRegex(@"^Line \d+, column \d+: ")]
    private static partial Regex Position();

    [GeneratedRegex("ssh_host_(?<kind>rsa|ecdsa|ed25519)_key(?<pub>__pub)?")]
    private static partial Regex KeyName();
}
