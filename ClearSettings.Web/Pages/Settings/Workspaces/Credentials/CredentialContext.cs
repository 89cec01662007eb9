using ClearSettings.Domain;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>
/// Whose credentials a page is about, and where its pages are: the same views serve people and service accounts.
/// </summary>
/// <param name="Account">The service account; null for the person who looks.</param>
/// <param name="AccountName">Null where only the table is shown.</param>
public sealed record CredentialContext(Guid Workspace, Guid? Account = null, string? AccountName = null)
{
    /// <summary>Of the table alone.</summary>
    public string Url => Links.Credentials(Workspace, Account);

    /// <summary>The page below the dialogs.</summary>
    public string Back => Account is { } id ? Links.ServiceAccount(Workspace, id) : Links.Workspaces;

    /// <summary>Part of element ids.</summary>
    public string Key => (Account ?? Workspace).ToHex();

    public string New => Links.NewCredentials(Workspace, Account);

    /// <summary>For the breadcrumb.</summary>
    public (string Title, string Url)[] Parents =>
        Account is null
            ? [("Workspaces", Back)]
            :
            [
                ("Users & groups", Links.Users(Workspace)),
                ("Service accounts", Links.ServiceAccounts(Workspace)),
                (AccountName ?? "Service account", Back),
            ];

    public string LabelUrl(Guid id) => Links.EditCredentialLabel(Workspace, Account, id);

    public string RotateUrl(Guid id) => Links.RotateCredentials(Workspace, Account, id);

    public string RevokeUrl(Guid id) => Links.RevokeCredentials(Workspace, Account, id);
}

/// <summary>One row of the table, and where it leads.</summary>
public sealed record CredentialRowView(CredentialContext Context, CredentialRow Row);

/// <summary>The form that makes a credential.</summary>
public sealed record NewCredentialForm(CredentialContext Context, string Lead, CredentialInputs Inputs);

/// <summary>What was typed into it, and the day it may not end before.</summary>
/// <param name="ExpiryText">Label of the choice of an end.</param>
public sealed record CredentialInputs(
    string? Label,
    Expiry Choice,
    Guid FormId,
    string Today,
    string ExpiryText = "Expires"
);

/// <summary>The form that rotates one.</summary>
public sealed record RotateForm(
    CredentialContext Context,
    CredentialRow Row,
    double Hours,
    Guid FormId,
    string Consequence
);

/// <summary>The form that revokes one.</summary>
public sealed record RevokeForm(CredentialContext Context, CredentialRow Row, string Consequence);
