using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Vault;

/// <summary>The configuration vault of a service account.</summary>
[Needs(Permission.ManageServiceAccounts)]
public sealed class Index(VaultEditors editors, SaveVault save, ClearSettingsDb db) : AppPage
{
    public VaultEditor Editor { get; private set; } = null!;

    public string Account { get; private set; } = "";

    /// <summary>Checks of what was typed save nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<VaultForm>().Any(f => f.IsPreview);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await FindAsync(id) is not { } user)
            return NotFound();
        Editor = await editors.OpenAsync(
            EditorContext.Account(Current.WorkspaceId, user),
            await editors.FindPersonalAsync(user)
        );
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, VaultForm form)
    {
        if (await FindAsync(id) is not { } user)
            return NotFound();
        var answer = await editors.PostAsync(
            EditorContext.Account(Current.WorkspaceId, user),
            await editors.FindPersonalAsync(user),
            form,
            input => save.SavePersonalAsync(user, input)
        );
        Editor = answer.Editor;
        if (answer.Done is { Ok: true })
            return DoneAt(Editor.Context.Back, $"Vault of {Account} saved.");
        EditorResponses.Announce(this, answer);
        if (answer.Done is not null)
            return Refused(answer.Done);
        return EditorResponses.GetPartial(this) is { } part ? Partial(part, Editor) : Page();
    }

    private async Task<Guid?> FindAsync(string id)
    {
        if (
            !Domain.EntityId.TryParse(id, out var user)
            || await db
                .ServiceAccounts.Where(s => s.UserId == user)
                .Join(db.Users, s => s.UserId, u => u.Id, (_, u) => u.Name)
                .SingleOrDefaultAsync()
                is not { } name
        )
            return null;
        Account = name;
        return user;
    }
}
