using ClearSettings.Domain;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>
/// Whose credentials a page is about, and where its pages are: the same views serve people and service accounts.
/// </summary>
/// <param name="Account">The service account; null for the person who looks.</param>
/// <param name="AccountName">Null where only the table is shown.</param>
public sealed record CredentialContext(Guid Workspace, Guid? Account = null, string? AccountName = null)
{
    /// <summary>Of the table alone.</summary>
    public string Url =>
        Account is { } id
            ? $"/workspaces/{Workspace.ToHex()}/service-accounts/{id.ToHex()}/credentials"
            : $"/settings/workspaces/{Workspace.ToHex()}/credentials";

    /// <summary>The page that the dialogs stand on.</summary>
    public string Back =>
        Account is { } id ? $"/workspaces/{Workspace.ToHex()}/service-accounts/{id.ToHex()}" : "/settings/workspaces";

    /// <summary>Part of element ids.</summary>
    public string Key => (Account ?? Workspace).ToHex();

    public string New => Url + "/new";

    public string ActionUrl(CredentialRow row, string page) => $"{Url}/{row.Id.ToHex()}/{page}";

    /// <summary>For the breadcrumb.</summary>
    public (string Title, string Url)[] Parents =>
        Account is null
            ? [("Workspaces", Back)]
            :
            [
                ("Users & groups", $"/workspaces/{Workspace.ToHex()}/users"),
                ("Service accounts", $"/workspaces/{Workspace.ToHex()}/service-accounts"),
                (AccountName ?? "Service account", Back),
            ];
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
