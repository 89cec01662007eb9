using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>The input of auth.create_user; see docs/api.md#members-and-roles.</summary>
public sealed record MemberInput
{
    public string? Name { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public string? Email { get; init; }

    public MemberRole? Role { get; init; }
}

/// <summary>
/// Makes an account that is a member at once, without a password: the person asks for one at "forgot password", or
/// comes through an identity provider. The address counts as unproved until then.
/// </summary>
public sealed class CreateMember(
    ClearSettingsDb db,
    UserManager<User> users,
    Change change,
    Seats seats,
    InvitedGroups groups
)
{
    /// <summary>
    /// Code of the refusal when the address has an account; the API answers 400/801 (docs/protocol.md#error-codes).
    /// </summary>
    public const string EmailTaken = "email_taken";

    /// <summary>Code of the refusal when the plan's seats are taken.</summary>
    public const string NoSeat = "no_seat";

    /// <returns>The new person's id.</returns>
    public Task<Result<Guid>> RunAsync(MemberInput input) =>
        change.RunAsync(
            Permission.ManageUsers,
            async () =>
            {
                if (Check(input, out var clean) is { } problem)
                    return Result<Guid>.Refuse([problem]);
                var email = clean.Email!;
                if (await db.Users.AnyAsync(u => u.NormalizedEmail == email.ToUpperInvariant()))
                    return Result<Guid>.Refuse(
                        EmailTaken,
                        nameof(input.Email),
                        "An account with this email already exists."
                    );
                // An invitation to the same address has kept a seat for it.
                var waiting = await db.Invitations.SingleOrDefaultAsync(i =>
                    i.Email == email && i.State == InvitationState.Pending
                );
                var count = await seats.CountAsync(change.Current.WorkspaceId);
                if (count.Free == 0 && !(waiting?.IsOpen(change.Now) == true && count.HasRoom))
                    return Result<Guid>.Refuse(NoSeat, "", $"All {count.Limit} seats of your plan are in use.");
                return await CreateAsync(clean, waiting);
            }
        );

    /// <param name="waiting">The invitation that ends with it, or null.</param>
    private async Task<Result<Guid>> CreateAsync(MemberInput input, Invitation? waiting)
    {
        var (email, role) = (input.Email!, input.Role!.Value);
        var user = User.Create(input.Name!, email, change.Time);
        user.NameParts(input.GivenName, input.FamilyName);
        user.SetDefaultWorkspace(change.Current.WorkspaceId);
        var made = await users.CreateAsync(user);
        if (!made.Succeeded)
            return Result<Guid>.Refuse("Email", string.Join(" ", made.Errors.Select(e => e.Description)));
        waiting?.End(InvitationState.Accepted, change.Now, user.Id);
        db.Members.Add(Member.Join(change.Current.WorkspaceId, user.Id, role, change.Time));
        if (waiting is not null)
            await groups.JoinAsync(waiting.Id, change.Current.WorkspaceId, user.Id);
        change.Audit.Record(AuditKind.MemberCreated, user.Name, $"{email}, as {role.DisplayName()}");
        return user.Id;
    }

    private static Problem? Check(MemberInput input, out MemberInput clean)
    {
        clean = input;
        if (NameRules.Check(input.Name, out var name) is { } badName)
            return new("Name", badName);
        if (NameRules.CheckOptional(input.GivenName, out var given, "The given name") is { } badGiven)
            return new("GivenName", badGiven);
        if (NameRules.CheckOptional(input.FamilyName, out var family, "The family name") is { } badFamily)
            return new("FamilyName", badFamily);
        if (EmailAddress.Check(input.Email, out var email) is { } badEmail)
            return new("Email", badEmail);
        if (input.Role is not (MemberRole.Member or MemberRole.Admin))
            return new("Role", "The role can be member or administrator.");
        clean = new()
        {
            Name = name,
            GivenName = given,
            FamilyName = family,
            Email = email,
            Role = input.Role,
        };
        return null;
    }
}
