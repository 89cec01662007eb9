using System.Globalization;
using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Users.Invitations;

/// <summary>
/// Sends invitations again, one or all that are ticked, each with a fresh link. Without email the links are shown.
/// </summary>
[Needs(Permission.ManageUsers)]
public sealed class Resend(PersonList people, RenewInvitations renew, MailServer mail, PublicUrls addresses) : AppPage
{
    public IReadOnlyList<PersonRow> Rows { get; private set; } = [];

    /// <summary>Chosen, but members already.</summary>
    public int Members { get; private set; }

    public bool CanSendEmail { get; private set; }

    public InviteLinks? NewLinks { get; private set; }

    public string Users => BackTo(Links.Users(Current.WorkspaceId));

    public async Task<IActionResult> OnGetAsync(string[] id)
    {
        if (IdList.Check(id.Length) is { } tooMany)
            return Refused(tooMany);
        await LoadAsync(id);
        return Page();
    }

    /// <param name="key">Ids and versions as the form wrote them, so that sending it twice renews once.</param>
    public async Task<IActionResult> OnPostAsync(string[] key)
    {
        if (IdList.Check(key.Length) is { } tooMany)
            return Refused(tooMany);
        await LoadAsync([.. key.Select(k => k.Split('-')[0])]);
        var made = await renew.RunAsync(Keys(key), mail: true);
        if (!made.Ok)
            return Refused(made);
        if (made.Value.All(m => m.IsEmailed))
            return DoneAt(
                Users,
                "Invitation sent again to "
                    + $"{InvitationText.DescribeRecipients([.. made.Value.Select(m => m.Invitation.Email)])}. "
                    + "The previous link no longer works."
            );
        NewLinks = InviteLinks.Create(made.Value, addresses.For(Request), Current, CanSendEmail, skipped: []);
        return Page();
    }

    /// <summary>For a hidden field.</summary>
    public static string Key(PersonRow row) => $"{row.Id.ToHex()}-{row.Version.ToString(CultureInfo.InvariantCulture)}";

    internal static IReadOnlyCollection<InvitationKey> Keys(string[] texts) =>
        [.. texts.Select(Read).OfType<InvitationKey>()];

    private static InvitationKey? Read(string text) =>
        text.Split('-') is [var id, var version]
        && Domain.EntityId.TryParse(id, out var key)
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(key, number)
            : null;

    private async Task LoadAsync(string[] texts)
    {
        CanSendEmail = await mail.IsSetUpAsync();
        var rows = await people.ReadAsync([
            .. texts.Select(t => Domain.EntityId.TryParse(t, out var id) ? id : Guid.Empty),
        ]);
        (Rows, Members) = ([.. rows.Where(r => !r.IsMember)], rows.Count(r => r.IsMember));
    }
}
