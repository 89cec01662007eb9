using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>Makes a credential and shows its secret in this one answer, which nothing stores.</summary>
[Needs(Permission.ManageOwnCredentials, RequireRecentAuthentication = true)]
[AlsoAt("/workspaces/{workspace}/service-accounts/{account:id}/credentials/new", Permission.ManageServiceAccounts)]
public sealed class New(CreateCredential create, PublicUrls addresses, TimeProvider time) : CredentialPage
{
    public CredentialInput Input { get; private set; } = new();

    public Expiry Choice { get; private set; } = new();

    public Guid FormId { get; private set; }

    public CreatedCredentials? Created { get; private set; }

    public NewCredentialForm Form =>
        new(Context, Lead, new(Input.Label, Choice, FormId, time.GetUtcNow().ToString("yyyy-MM-dd")));

    private string Workspace => Current.Principal.WorkspaceName;

    private string Lead =>
        Context.AccountName is { } name
            ? $"Clients use these credentials to log in to {Workspace} as {name}."
            : $"Your code and agents use these credentials to log in to {Workspace}.";

    public void OnGet() => FormId = Guid.NewGuid();

    public async Task<IActionResult> OnPostAsync(CredentialInput input, Expiry choice)
    {
        (Input, Choice, FormId) = (input, choice, input.FormId ?? Guid.NewGuid());
        var made = await create.RunAsync(
            input with
            {
                ExpirationSec = choice.Seconds(time.GetUtcNow().UtcDateTime),
            },
            Context.Account
        );
        if (!made.Ok)
            return Refused(made);
        Created = CreatedCredentials.Create(
            made.Value,
            addresses.For(Request),
            Workspace,
            TimeFormat.FromRequest(Request),
            Context
        );
        Trigger("credentialsChanged", "");
        return Page();
    }
}
