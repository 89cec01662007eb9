using ClearSettings.Domain;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>Adds an authenticator app, then shows the recovery codes.</summary>
[Needs(Permission.EditOwnProfile, RequireRecentAuthentication = true, WithoutTwoFactor = true)]
public sealed class SetUpTwoFactor(
    AuthenticatorKeys keys,
    EnableAuthenticatorApp enable,
    OwnTwoFactor own,
    JoinedWorkspaces joined
) : AppPage
{
    public AuthenticatorSetUp SetUp { get; private set; } = null!;

    /// <summary>Once the app was added; null before.</summary>
    public RecoveryCodeList? Codes { get; private set; }

    /// <summary>Whether the person has an app already, which the new one replaces.</summary>
    public bool Replaces { get; private set; }

    /// <summary>Where a person can go who does not want to set it up for this workspace.</summary>
    public IReadOnlyList<JoinedWorkspace> Others { get; private set; } = [];

    private string Account => Current.Principal.Email;

    public async Task OnGetAsync()
    {
        SetUp = keys.Create(Current.UserId, Account);
        await LoadAsync();
    }

    public async Task<IActionResult> OnPostAsync(AuthenticatorAppInput input)
    {
        var done = await enable.RunAsync(input);
        if (done.Ok && done.Value.Count == 0)
            return DoneAt(Links.Security, "Authenticator app replaced. Your recovery codes still work.");
        // The same key again, so that the app need not be set up twice.
        SetUp = keys.Find(input.Ticket, Current.UserId, Account) ?? keys.Create(Current.UserId, Account);
        await LoadAsync();
        if (!done.Ok)
            return Refused(done);
        Codes = new(done.Value, Account);
        return Page();
    }

    /// <summary>The key in groups of four, to be read and typed.</summary>
    public string KeyInGroups() => string.Join(' ', SetUp.Key.Reveal().Chunk(4).Select(part => new string(part)));

    private async Task LoadAsync()
    {
        Replaces = (await own.ReadAsync()).AppAddedAt is not null;
        if (Current.Principal.MustSetUpTwoFactor)
            Others = [.. (await joined.GetAsync(Current.UserId)).Where(w => w.Id != Current.WorkspaceId)];
    }
}
