using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>The visitor's own configuration vault in a workspace.</summary>
[Needs(Permission.EditOwnVault)]
public sealed class Index(VaultEditors editors, SaveVault save) : AppPage
{
    public VaultEditor Editor { get; private set; } = null!;

    /// <summary>Checks of what was typed save nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<VaultForm>().Any(f => f.IsPreview);

    public async Task OnGetAsync() =>
        Editor = await editors.OpenAsync(
            EditorContext.Personal(Current.WorkspaceId),
            await editors.FindPersonalAsync(Current.UserId)
        );

    public async Task<IActionResult> OnPostAsync(VaultForm form)
    {
        var answer = await editors.PostAsync(
            EditorContext.Personal(Current.WorkspaceId),
            await editors.FindPersonalAsync(Current.UserId),
            form,
            input => save.SavePersonalAsync(Current.UserId, input)
        );
        Editor = answer.Editor;
        if (answer.Done is { Ok: true })
            return DoneAt(
                Editor.Context.Back,
                Editor.Vault is null ? "Vault saved. It is disabled; enable it when it is ready." : "Vault saved."
            );
        EditorResponses.Announce(this, answer);
        if (answer.Done is not null)
            return Refused(answer.Done);
        return EditorResponses.GetPartial(this) is { } part ? Partial(part, Editor) : Page();
    }
}
