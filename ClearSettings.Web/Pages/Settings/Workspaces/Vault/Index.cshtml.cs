using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Workspace.Vaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>The visitor's own configuration vault in a workspace.</summary>
[Needs(Permission.EditOwnVault)]
public sealed class Index(VaultEditors editors, SaveVault save) : AppPage
{
    public VaultEditor Editor { get; private set; } = null!;

    /// <summary>Checks of what was typed save nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) => post.HandlerArguments.Values.OfType<VaultForm>().Any(f => f.IsPreview);

    public async Task OnGetAsync() => Editor = await editors.OpenAsync(EditorPlace.Personal(Current.WorkspaceId), await editors.FindOfAsync(Current.UserId));

    public async Task<IActionResult> OnPostAsync(VaultForm form)
    {
        var answer = await editors.PostAsync(EditorPlace.Personal(Current.WorkspaceId), await editors.FindOfAsync(Current.UserId), form, input => save.RunOwnAsync(Current.UserId, input));
        Editor = answer.Editor;
        if (answer.Done is { Ok: true }) return DoneAt(Editor.Place.Back, Editor.Vault is null ? "Your vault is saved, and off. Turn it on when it is ready." : "Your vault is saved.");
        EditorAnswers.Tell(this, answer);
        if (answer.Done is not null) return Refused(answer.Done);
        return EditorAnswers.Part(this) is { } part ? Partial(part, Editor) : Page();
    }
}
