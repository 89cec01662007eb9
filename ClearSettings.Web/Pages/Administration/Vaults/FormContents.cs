using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>What the fields of an editor mean as the input of the use case, and where its refusals belong.</summary>
public static class FormContents
{
    /// <param name="stored">The contents that the form's rows and keys come from, in clear; "" when there are
    /// none.</param>
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
            _ => Result<VaultInput>.Refuse("Target", "The target has changed. Enter its contents below, then save."),
        };
    }

    /// <summary>A refusal of the use case, in the form's own names.</summary>
    public static Problem GetField(Problem problem, VaultForm form) =>
        problem.Field switch
        {
            nameof(VaultInput.GroupId) or nameof(VaultInput.Scope) or nameof(VaultInput.Enabled) => problem with
            {
                Field = nameof(VaultForm.Group),
            },
            nameof(VaultInput.Content) when form.Part is EditorSection.Storage or EditorSection.Ssh => KeyField(
                problem with
                {
                    Message = problem.WithoutPosition ?? problem.Message,
                },
                form
            ),
            _ => problem,
        };

    private static Problem KeyField(Problem problem, VaultForm form)
    {
        if (SshKeys.FindHalf(problem.Key) is not { } half)
            return problem;
        var place = form.Keys.FindIndex(k => k.Kind == half.Kind);
        return place < 0 ? problem : problem with { Field = $"Keys[{place}].{(half.IsPublic ? "Public" : "Private")}" };
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
            return Result<VaultInput>.Refuse(
                "Content",
                $"A vault can have at most {VaultForm.MaxRows} storage " + "credentials."
            );
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
            return Result<VaultInput>.Refuse($"Rows[{missing}].Bucket", "Enter the bucket, or remove this credential.");
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
}
