using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

[Needs(Permission.ManageVaults)]
[AlsoAt("/settings/workspaces/{workspace}/vault", Permission.EditOwnVault)]
[AlsoAt("/workspaces/{workspace}/service-accounts/{account:id}/vault", Permission.ManageServiceAccounts)]
public sealed class Edit(OwnedVaults vaults, VaultEditors editors, SaveVault save) : VaultPage(vaults)
{
    public VaultEditor Editor { get; private set; } = null!;

    /// <summary>Checks of what was typed save nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<VaultForm>().Any(f => f.IsPreview);

    public async Task OnGetAsync() => Editor = await editors.OpenAsync(Context, Owned.Vault);

    public async Task<IActionResult> OnPostAsync(VaultForm form)
    {
        var answer = await editors.PostAsync(Context, Owned.Vault, form, SaveAsync);
        Editor = answer.Editor with { HasChanges = true };
        if (answer.Done is { Ok: true })
            return DoneAt(Context.Back, DescribeSaved(form));
        EditorResponses.Announce(this, answer);
        if (answer.Done is not null)
            return Refused(answer.Done);
        return EditorResponses.GetPartial(this, form) is { } part ? Partial(part, Editor) : Page();
    }

    private Task<Result<Guid>> SaveAsync(VaultInput input) =>
        Owned.UserId is { } user ? save.SavePersonalAsync(user, input) : save.RunAsync(Owned.Vault!.Id, input);

    private string DescribeSaved(VaultForm form) =>
        Context.IsShared ? $"Vault {form.Name?.Trim()} saved."
        : Context.Account is { } account ? $"The vault of {account} is saved."
        : Owned.Vault is null ? "Vault saved. It is disabled; enable it when it is ready."
        : "Vault saved.";
}
