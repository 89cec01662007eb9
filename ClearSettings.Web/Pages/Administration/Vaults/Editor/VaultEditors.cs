using System.Security.Cryptography;
using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Pages.Administration.Vaults.Editor.Targets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>What a post to an editor came to.</summary>
/// <param name="Done">The use case's result when Save was pressed; refused too when an import could not be read; null
/// otherwise.</param>
/// <param name="Fix">The change that a fix made to the text.</param>
public sealed record EditorResponse(VaultEditor Editor, Result? Done = null, VaultFix? Fix = null);

/// <summary>
/// Fills the editor's page, from what is stored or from what was typed, and does what its buttons ask for.
/// </summary>
public sealed class VaultEditors(RecipientForms recipients, VaultStore store, SetVaultEnabled setEnabled)
{
    /// <summary>The personal vault of someone, untracked, so that a later read sees what others saved.</summary>
    public Task<Vault?> FindPersonalAsync(Guid userId) =>
        store
            .EditableWithGroups.AsNoTracking()
            .SingleOrDefaultAsync(v =>
                v.Scope == VaultScope.User && v.UserId == userId && v.Target == VaultTarget.Client
            );

    /// <summary>As it is stored, with secrets hidden.</summary>
    public Task<VaultEditor> OpenAsync(EditorContext place, Vault? vault) =>
        ShowAsync(place, vault, vault is null ? new() { Target = VaultTarget.Client } : Stored(vault));

    /// <summary>What was typed so far, with the contents in clear.</summary>
    public async Task<VaultEditor> RevealAsync(EditorContext place, Vault vault, VaultForm form, string text)
    {
        var stored = Stored(vault);
        var editor = await ShowAsync(
            place,
            vault,
            form with
            {
                Part = EditorSection.Text,
                Content = text,
                Format = vault.Format,
                Target = form.Target is { } target && target.Rules().IsText ? target : vault.Target,
            }
        );
        var isTyped = !string.IsNullOrEmpty(form.Note) || (place.IsShared && !form.HasSameFields(stored));
        return editor with { HasChanges = isTyped };
    }

    /// <param name="save">The use case for this kind of vault.</param>
    public async Task<EditorResponse> PostAsync(
        EditorContext place,
        Vault? vault,
        VaultForm form,
        Func<VaultInput, Task<Result<Guid>>> save
    )
    {
        if (form.Saves)
            return await SaveAsync(place, vault, form, save);
        if (form.Fix is { } key)
            return await FixAsync(place, vault, form, key);
        if (vault is not null && form.Command is (VaultForm.Enable or VaultForm.Disable))
            return await ToggleAsync(place, vault, form);
        if (form.Command == "import")
            return await ImportAsync(place, vault, form);
        return new(await ShowAsync(place, vault, RowActions.Apply(form)));
    }

    private async Task<EditorResponse> SaveAsync(
        EditorContext place,
        Vault? vault,
        VaultForm form,
        Func<VaultInput, Task<Result<Guid>>> save
    )
    {
        var input = FormContents.Read(
            place,
            vault,
            form,
            vault is null || vault.Target.Rules().IsText ? "" : await ReadAsync(vault) ?? ""
        );
        Result done = input.Ok ? await save(input.Value) : input;
        if (done is { Ok: false, Refusal: Refusal.Invalid })
            done = Result.Refuse([.. done.Problems.Select(p => FormContents.GetField(p, form))]);
        return new(
            done.Ok
                ? new()
                {
                    Context = place,
                    Vault = vault,
                    Form = form,
                    Part = EditorSection.Text,
                }
                : (await ShowAsync(place, vault, form)) with
                {
                    Conflict = done.Refusal == Refusal.Conflict,
                },
            done
        );
    }

    private async Task<EditorResponse> FixAsync(EditorContext place, Vault? vault, VaultForm form, string key)
    {
        var (target, format) = (form.Target ?? VaultTarget.Client, form.Format ?? ConfigFormat.Hocon);
        // Where the text is hidden there is none to change: what came out would pass for the whole vault.
        var fix =
            form.Part == EditorSection.Text
                ? VaultFindings.Find(key, form.GetText(), format, target, place.Audience)
                : null;
        if (fix is not null)
            form = form with { Content = fix.Apply(form.GetText()), Format = fix.Format ?? form.Format };
        return new(await ShowAsync(place, vault, form), Fix: fix);
    }

    private async Task<EditorResponse> ToggleAsync(EditorContext place, Vault vault, VaultForm form)
    {
        var done = await setEnabled.RunAsync(vault.Id, form.Command == VaultForm.Enable);
        var turned = VaultToggle.Create(place, vault.Name, vault.Enabled, done, form.RowVersion);
        return new(
            (await ShowAsync(place, done.Ok ? done.Value : vault, form with { RowVersion = turned.RowVersion })) with
            {
                ToggleMessage = turned,
            }
        );
    }

    private async Task<EditorResponse> ImportAsync(EditorContext place, Vault? vault, VaultForm form)
    {
        var read = await ImportedText.ReadAsync(form.File);
        if (!read.Ok)
            return new(await ShowAsync(place, vault, form), read);
        return new(
            await ShowAsync(
                place,
                vault,
                form with
                {
                    Content = read.Value.Text,
                    Format = read.Value.Format,
                    Part = EditorSection.Text,
                }
            )
        );
    }

    private async Task<VaultEditor> ShowAsync(EditorContext place, Vault? vault, VaultForm form)
    {
        var target = place.IsShared ? form.Target ?? vault?.Target ?? VaultTarget.Client : VaultTarget.Client;
        var stored = vault is null ? "" : await ReadAsync(vault);
        var editor = new VaultEditor
        {
            Context = place,
            Vault = vault,
            Form = form with { Target = target },
            Part = EditorSection.Text,
            Recipients = place.IsShared ? await recipients.ShowAsync(form.Scope, form.Groups) : null,
            Unreadable = stored is null,
        };
        return VaultTargetForms.For(target).Show(editor, VaultTargetForms.Stored(target, vault, stored));
    }

    private static VaultForm Stored(Vault vault) =>
        new()
        {
            Name = vault.Name,
            Target = vault.Target,
            Scope = vault.Scope,
            Groups = RecipientForms.GetIds(vault),
            RowVersion = vault.RowVersion,
        };

    /// <returns>Null when it cannot be decrypted.</returns>
    private async Task<string?> ReadAsync(Vault vault)
    {
        try
        {
            return await store.ReadAsync(vault) ?? "";
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
