using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults;

[Needs(Permission.ManageVaults)]
public sealed class Edit(VaultList list, VaultEditors editors, SaveVault save) : AppPage
{
    public VaultEditor Editor { get; private set; } = null!;

    /// <summary>Checks of what was typed save nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<VaultForm>().Any(f => f.IsPreview);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await FindAsync(id) is not { } vault)
            return NotFound();
        Editor = await editors.OpenAsync(EditorContext.Shared(Current.WorkspaceId, vault.Id), vault);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, VaultForm form)
    {
        if (await FindAsync(id) is not { } vault)
            return NotFound();
        var answer = await editors.PostAsync(
            EditorContext.Shared(Current.WorkspaceId, vault.Id),
            vault,
            form,
            input => save.RunAsync(vault.Id, input)
        );
        Editor = answer.Editor;
        if (answer.Done is { Ok: true })
            return DoneAt(Editor.Context.Back, $"Vault {form.Name?.Trim()} saved.");
        EditorResponses.Announce(this, answer);
        if (answer.Done is not null)
            return Refused(answer.Done);
        return EditorResponses.GetPartial(this) is { } part ? Partial(part, Editor) : Page();
    }

    private async Task<Vault?> FindAsync(string id) =>
        Domain.EntityId.TryParse(id, out var key) ? await list.Shared.SingleOrDefaultAsync(v => v.Id == key) : null;
}
