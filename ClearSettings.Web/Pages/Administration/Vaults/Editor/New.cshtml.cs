using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

[Needs(Permission.ManageVaults)]
public sealed class New(VaultEditors editors, SaveVault save) : AppPage
{
    public VaultEditor Editor { get; private set; } = null!;

    /// <summary>Checks of what was typed save nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<VaultForm>().Any(f => f.IsPreview);

    public async Task OnGetAsync() =>
        Editor = await editors.OpenAsync(EditorContext.Shared(Current.WorkspaceId, null), null);

    public async Task<IActionResult> OnPostAsync(VaultForm form)
    {
        var answer = await editors.PostAsync(
            EditorContext.Shared(Current.WorkspaceId, null),
            null,
            form,
            input => save.RunAsync(null, input)
        );
        Editor = answer.Editor with { HasChanges = true };
        if (answer.Done is { Ok: true })
            return DoneAt(
                Editor.Context.Back,
                $"Vault {form.Name?.Trim()} saved. It is disabled; enable it when it is ready."
            );
        EditorResponses.Announce(this, answer);
        if (answer.Done is not null)
            return Refused(answer.Done);
        return EditorResponses.GetPartial(this, form) is { } part ? Partial(part, Editor) : Page();
    }
}
