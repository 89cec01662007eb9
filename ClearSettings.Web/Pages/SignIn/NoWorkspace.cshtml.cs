using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>For someone with an account who is in no workspace, such as after their removal.</summary>
[AllowAnonymous]
public sealed class NoWorkspace(PendingRequests waiting) : AppPage
{
    public IReadOnlyList<PendingInvitation> Invitations { get; private set; } = [];

    /// <summary>Invitations that show when those above are answered.</summary>
    public int More { get; private set; }

    public async Task<IActionResult> OnGetAsync() => Elsewhere() ?? await ShowAsync();

    /// <summary>Accepts an invitation.</summary>
    public async Task<IActionResult> OnPostAsync(string? id, [FromServices] AcceptInvitation accept)
    {
        if (Elsewhere() is { } elsewhere)
            return elsewhere;
        if (!Domain.EntityId.TryParse(id, out var invitation))
            return NotFound();
        var done = await accept.RunAsync(invitation);
        return done.Ok ? DoneAt(Links.Workspaces, $"You joined {done.Value.Workspace}.") : await ShowAsync(done);
    }

    public async Task<IActionResult> OnPostDeclineAsync(string? id, [FromServices] DeclineInvitation decline)
    {
        if (Elsewhere() is { } elsewhere)
            return elsewhere;
        if (!Domain.EntityId.TryParse(id, out var invitation))
            return NotFound();
        var done = await decline.RunAsync(invitation);
        return done.Ok ? LocalRedirect(Links.NoWorkspace) : await ShowAsync(done);
    }

    private RedirectResult? Elsewhere() =>
        Current.PersonId is null ? new(Links.SignIn)
        : Current.SignedIn ? new(Links.Workspaces)
        : null;

    private async Task<IActionResult> ShowAsync(Domain.Result? refused = null)
    {
        Invitations = await waiting.InvitationsAsync(Current.PersonId!.Value);
        if (Invitations.Count == PendingRequests.PageSize)
            More = await waiting.CountInvitationsAsync(Current.PersonId!.Value) - Invitations.Count;
        return refused is null ? Page() : Refused(refused);
    }
}
