using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.Users.Invitations;

/// <summary>
/// Takes a list of addresses, says what happens to each, invites them and shows their links in this one answer, which
/// nothing stores.
/// </summary>
[Needs(Permission.ManageUsers)]
public sealed class Invite(InviteMembers invite, GroupPickers boxes, Seats seats, MailServer mail, PublicUrls addresses)
    : AppPage
{
    public InviteInput Input { get; private set; } = new();

    public Picker Groups { get; private set; } = null!;

    public SeatCount Seats { get; private set; } = null!;

    public InvitePreview? Preview { get; private set; }

    public InviteLinks? NewLinks { get; private set; }

    public bool CanSendEmail { get; private set; }

    /// <summary>Only the verdicts are asked for, while the list is being typed.</summary>
    public bool IsTyping => IsHtmx && Check;

    public MemberRole Role => Input.Role ?? MemberRole.Member;

    private bool Check { get; set; }

    /// <summary>A check of the addresses invites no one.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.TryGetValue("check", out var check) && check is true;

    public Task OnGetAsync() => LoadAsync(new());

    /// <param name="check">Only look: the button "Check", and what is asked for while someone types.</param>
    public async Task<IActionResult> OnPostAsync(InviteInput input, bool check)
    {
        await LoadAsync(input);
        Check = check;
        return check ? await CheckAsync() : await SendAsync();
    }

    private async Task<IActionResult> CheckAsync()
    {
        var problem = await PreviewAsync();
        if (IsTyping)
            return Partial("_InvitationPreview", this);
        return problem is null ? Page() : Refused(problem);
    }

    private async Task<IActionResult> SendAsync()
    {
        var sent = await invite.RunAsync(Input);
        if (sent.Ok && sent.Value.Invitations.Count > 0)
        {
            NewLinks = InviteLinks.Create(
                sent.Value.Invitations,
                addresses.For(Request),
                Current,
                CanSendEmail,
                [.. sent.Value.Preview.Lines.Where(l => !l.IsInvited)]
            );
            return Page();
        }
        await PreviewAsync();
        return Refused(
            sent.Ok
                ? Result.Refuse(nameof(Input.Addresses), "No one on this list can be invited. See the reasons below.")
                : sent
        );
    }

    private async Task<Result?> PreviewAsync()
    {
        var preview = await invite.PreviewAsync(Input);
        if (!preview.Ok)
            return preview;
        Preview = preview.Value;
        return null;
    }

    private async Task LoadAsync(InviteInput input)
    {
        Groups = await boxes.ListAsync(nameof(InviteInput.Groups), input.Groups ?? []) with { IsOptional = true };
        (Input, CanSendEmail, Seats) = (input, await mail.IsSetUpAsync(), await seats.CountAsync(Current.WorkspaceId));
    }
}
