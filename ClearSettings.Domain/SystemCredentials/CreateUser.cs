using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.SystemCredentials;

/// <summary>An account as another program describes it.</summary>
public sealed record NewUserInput
{
    /// <summary>The id that the account gets.</summary>
    public Guid Id { get; init; }

    /// <summary>The workspace that the person becomes a member of.</summary>
    public Guid WorkspaceId { get; init; }

    public string? Name { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    /// <summary>Left out: an address to which nothing is sent.</summary>
    public string? Email { get; init; }
}

/// <summary>
/// Makes an account with a given id, without a password, that is a member of one workspace. As with <see
/// cref="CreateMember"/>, the address counts as unconfirmed.
/// </summary>
public sealed class CreateUser(
    ClearSettingsDb db,
    UserManager<User> users,
    Change change,
    Seats seats,
    SystemCredentialList systems
)
{
    /// <summary>Code of the refusal when an account has the id.</summary>
    public const string Exists = "user_id_exists";

    /// <summary>Code of the refusal when there is no such workspace.</summary>
    public const string UnknownWorkspace = "unknown_workspace";

    /// <summary>Code of the refusal when an account has the email.</summary>
    public const string EmailTaken = "email_taken";

    /// <summary>Code of the refusal when the email is none.</summary>
    public const string BadEmail = "bad_email";

    public Task<Result> RunAsync(SystemCredential by, NewUserInput input) =>
        change.RunAsServerAsync(() => CreateAsync(by, input), input.WorkspaceId);

    private async Task<Result> CreateAsync(SystemCredential by, NewUserInput input)
    {
        if (Check(input, out var clean) is { } problem)
            return Result.Refuse([problem]);
        if (!await db.Workspaces.AnyAsync(w => w.Id == input.WorkspaceId))
            return Refuse("WorkspaceId", "There is no such workspace.", UnknownWorkspace);
        if (systems.FindById(input.Id) is not null || await db.Users.AnyAsync(u => u.Id == input.Id))
            return Refuse("Id", "A user with this ID already exists.", Exists);
        var email = clean.Email!;
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == email.ToUpperInvariant()))
            return Refuse("Email", "An account with this email already exists.", EmailTaken);
        var count = await seats.CountAsync(input.WorkspaceId);
        if (count.Free == 0)
            return Result.Refuse("", $"All {count.Limit} seats of your plan are in use.");
        return await AddAsync(by, clean);
    }

    private async Task<Result> AddAsync(SystemCredential by, NewUserInput input)
    {
        var user = User.Create(input.Name!, input.Email!, change.Time, input.Id);
        user.NameParts(input.GivenName, input.FamilyName);
        user.SetDefaultWorkspace(input.WorkspaceId);
        var made = await users.CreateAsync(user);
        if (!made.Succeeded)
            return Result.Refuse("", string.Join(" ", made.Errors.Select(e => e.Description)));
        db.Members.Add(Member.Join(input.WorkspaceId, user.Id, MemberRole.Member, change.Time));
        change.Audit.Record(
            new AuditActor(input.WorkspaceId, by.Id, by.DisplayName),
            AuditKind.MemberCreated,
            user.Name,
            $"{input.Email}, as {MemberRole.Member.DisplayName()}"
        );
        return Result.Done;
    }

    private static Result Refuse(string field, string message, string code) => Result.Refuse(code, field, message);

    private static Problem? Check(NewUserInput input, out NewUserInput clean)
    {
        clean = input;
        if (input.Id == Guid.Empty)
            return new("Id", "The ID cannot be zero.");
        if (NameRules.Check(input.Name, out var name) is { } badName)
            return new("Name", badName);
        if (NameRules.CheckOptional(input.GivenName, out var given, "The given name") is { } badGiven)
            return new("GivenName", badGiven);
        if (NameRules.CheckOptional(input.FamilyName, out var family, "The family name") is { } badFamily)
            return new("FamilyName", badFamily);
        var email = $"{input.Id.ToHex()}@{EmailAddress.NoMailDomain}";
        if (!string.IsNullOrEmpty(input.Email) && EmailAddress.Check(input.Email, out email) is { } badEmail)
            return new(BadEmail, "Email", badEmail);
        clean = input with { Name = name, GivenName = given, FamilyName = family, Email = email };
        return null;
    }
}
