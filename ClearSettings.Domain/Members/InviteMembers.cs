using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Invites the owners of addresses into the current workspace. Each gets an invitation of its own, with a link that
/// works once and for 7 days, and an email where email is set up. What cannot be invited is passed over with a verdict;
/// a list sent twice invites once.
/// </summary>
public sealed class InviteMembers(
    ClearSettingsDb db,
    Change change,
    InvitationChecker checker,
    InvitedGroups invited,
    InvitationEmails emails
)
{
    /// <summary>Code of the refusal of a whole list because of one address.</summary>
    public const string NotInvited = "address_not_invited";

    /// <summary>What <see cref="RunAsync"/> would do now. Writes nothing.</summary>
    public async Task<Result<InvitePreview>> PreviewAsync(InviteInput input)
    {
        if (Read(input, out var entries) is { } problem)
            return Result<InvitePreview>.Refuse([problem]);
        return await checker.CheckAsync(entries);
    }

    /// <summary>Carries it out. The tokens are in the answer and nowhere else.</summary>
    /// <param name="all">Refuses the whole list when an entry is no address, or a seat or the quota is missing.</param>
    public Task<Result<InviteOutcome>> RunAsync(InviteInput input, bool all = false) =>
        IdList.Check(input.Groups?.Count ?? 0, nameof(InviteInput.Groups)) is { } tooMany
            ? Task.FromResult(Result<InviteOutcome>.From(tooMany))
            : change.RunAsync(Permission.ManageUsers, () => InviteAsync(input, all));

    private async Task<Result<InviteOutcome>> InviteAsync(InviteInput input, bool all)
    {
        if (Read(input, out var entries) is { } problem)
            return Result<InviteOutcome>.Refuse([problem]);
        if (input.Role is not (MemberRole.Member or MemberRole.Admin))
            return Result<InviteOutcome>.Refuse("Role", "Choose a role: member or administrator.");
        var groups = await AddToGroups.ListingAsync(db, input.Groups ?? []);
        if (!groups.Ok)
            return Result<InviteOutcome>.From(groups);
        var preview = await checker.CheckAsync(entries);
        if (all && preview.Lines.FirstOrDefault(l => l.IsStopped) is { } missed)
            return Result<InviteOutcome>.Refuse(
                NotInvited,
                nameof(input.Addresses),
                $"{missed.Entry.Typed}: {missed.Obstacle}"
            );
        var addresses = preview.Lines.Where(l => l.IsInvited).Select(l => l.Entry.Email!).ToList();
        var made = await InviteAsync(addresses, input.Role.Value, groups.Value);
        return new InviteOutcome(preview, made);
    }

    private async Task<List<NewInvitation>> InviteAsync(
        List<string> addresses,
        MemberRole role,
        IReadOnlyList<Group> groups
    )
    {
        // Those that were invited before and let the link expire.
        var lapsed = await db
            .Invitations.Where(i => addresses.Contains(i.Email) && i.State == InvitationState.Pending)
            .ToDictionaryAsync(i => i.Email);
        List<NewInvitation> made = [];
        foreach (var email in addresses)
            made.Add(await InviteAsync(email, lapsed.GetValueOrDefault(email), role, groups));
        await invited.ChooseAsync([.. made.Select(m => m.Invitation.Id)], groups);
        return made;
    }

    private static Problem? Read(InviteInput input, out IReadOnlyList<TypedAddress> entries)
    {
        entries = [];
        if (input.Addresses?.Length > EmailAddressList.MaxLength)
            return TooMany("");
        entries = EmailAddressList.Parse(input.Addresses);
        if (entries.Count == 0)
            return new(nameof(input.Addresses), "Enter at least one email address.");
        return entries.Count > EmailAddressList.MaxAddresses ? TooMany($" This list has {entries.Count}.") : null;
    }

    private static Problem TooMany(string howMany) =>
        new(
            nameof(InviteInput.Addresses),
            $"You can invite at most {EmailAddressList.MaxAddresses} addresses at a time.{howMany}"
        );

    private async Task<NewInvitation> InviteAsync(
        string email,
        Invitation? lapsed,
        MemberRole role,
        IReadOnlyList<Group> groups
    )
    {
        var (token, now) = (LinkToken.New(), change.Now);
        var invitation = lapsed ?? Invitation.Create(change.Current.WorkspaceId, email, change.Time);
        invitation.Invite(role, change.Current.ActorId, LinkToken.Hash(token), now);
        if (lapsed is null)
            db.Invitations.Add(invitation);
        change.Audit.Record(
            AuditKind.MemberInvited,
            email,
            $"as {role.DisplayName()}"
                + (groups.Count == 0 ? "" : $", into {GroupText.JoinNames([.. groups.Select(g => g.Name)])}")
        );
        var me = change.Current.Principal;
        return new(invitation, token, await emails.AddAsync(invitation, me.WorkspaceName, me.SignedName));
    }
}
