using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>What the join page asks of someone without an account; the address stands in the invitation.</summary>
public sealed record JoinInput
{
    public string? Name { get; init; }

    public Secret? Password { get; init; }
}

/// <summary>
/// Creates an account for the holder of an invitation link and joins with it. With an emailed link the address counts
/// as confirmed, and an account that its creator never confirmed becomes the holder's: its password and sessions end. A
/// copied link confirms nothing, and works on a self-hosted server only.
/// </summary>
public sealed class JoinWithNewAccount(
    ClearSettingsDb db,
    Change change,
    InvitationLinks links,
    JoinWorkspace arrival,
    UserManager<User> users,
    PasswordWriter newPassword,
    PersonalWorkspace personal,
    IEnumerable<IAccountTakeover> takeovers,
    Hosting hosting,
    TimeProvider time
)
{
    private const string HasAccount = "This address already has an account. Sign in to join.";
    private const string NotConfirmed =
        "Confirm your email address first. Request a confirmation email and open the link in it.";

    public async Task<Result<User>> RunAsync(string? token, JoinInput input)
    {
        var link = await links.FindAsync(token);
        if (link.Obstacle is not null)
            return Result<User>.NotFound(link.Obstacle);
        if (link.Account == InvitedAccount.Unconfirmed)
            return Result<User>.Conflict(NotConfirmed);
        if (link.Account == InvitedAccount.Existing)
            return Result<User>.Conflict(HasAccount);
        if (Check(input, link, out var name) is { Count: > 0 } problems)
            return Result<User>.Refuse(problems);
        var hash = newPassword.Hash(input.Password!);
        return await change.RunAsServerAsync(() => JoinAsync(link, name, hash), link.WorkspaceId);
    }

    private async Task<Result<User>> JoinAsync(InvitationLink link, string name, string hash)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == link.Email.ToUpperInvariant());
        if (InvitationLinks.GetAccount(user, link.IsEmailed) == InvitedAccount.Existing)
            return Result<User>.Conflict(HasAccount);
        if (user is null)
            user = await CreateAsync(name, link, hash);
        else
            await TakeOverAsync(user, name, link, hash);
        if (user is null)
            return Result<User>.Conflict(HasAccount);
        var joined = await arrival.RunAsync(link.Id, link.WorkspaceId, user);
        return joined.Ok ? user : Result<User>.From(joined);
    }

    private static List<Problem> Check(JoinInput input, InvitationLink link, out string name)
    {
        List<Problem> problems = [];
        if (NameRules.Check(input.Name, out name, "Your name") is { } badName)
            problems.Add(new("Name", badName));
        if (Passwords.Check(input.Password, input.Name, link.Email, link.Workspace) is { } badPassword)
            problems.Add(new("Password", badPassword));
        return problems;
    }

    private async Task<User?> CreateAsync(string name, InvitationLink link, string hash)
    {
        var user = User.Create(name, link.Email, time);
        user.PasswordHash = hash;
        if (link.IsEmailed)
            user.ConfirmEmail();
        if (hosting.IsHosted)
            await personal.AddAsync(user);
        return (await users.CreateAsync(user)).Succeeded ? user : null;
    }

    private async Task TakeOverAsync(User user, string name, InvitationLink link, string hash)
    {
        // Whoever held the account before never showed that the address is theirs.
        if (user.PasswordHash is not null)
            foreach (var takeover in takeovers)
                await takeover.ApplyAsync(user.Id);
        user.Rename(name);
        if (link.IsEmailed)
            user.ConfirmEmail();
        await newPassword.SetAsync(user, hash, AuditKind.PasswordReset, by: user);
    }
}
