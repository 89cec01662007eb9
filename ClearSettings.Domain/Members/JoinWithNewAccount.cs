using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>What the join page asks of somebody without an account; the address stands in the invitation.</summary>
public sealed record JoinInput
{
    public string? Name { get; init; }

    public string? Password { get; init; }
}

/// <summary>
/// Makes the account of whoever holds an invitation's link, and joins with it. An account of that address that nobody has proved becomes
/// theirs: its password and sessions end (security L5).
/// </summary>
public sealed class JoinWithNewAccount(ClearSettingsDb db, InvitationLinks links, Arrival arrival, UserManager<User> users, NewPassword newPassword, PersonalWorkspace personal, Hosting hosting, TimeProvider time)
{
    private const string HasAccount = "This address has an account. Sign in with it to join.";

    public async Task<Result<User>> RunAsync(string? token, JoinInput input)
    {
        var link = await links.FindAsync(token);
        if (link.Obstacle is not null) return Result<User>.NotFound(link.Obstacle);
        if (link.Account == InvitedAccount.Proved) return Result<User>.Conflict(HasAccount);
        if (Check(input, link, out var name) is { Count: > 0 } problems) return Result<User>.Refuse(problems);
        var hash = newPassword.Hash(input.Password!);
        return await db.WriteAsync(async () =>
        {
            var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == link.Email.ToUpperInvariant());
            if (user?.EmailConfirmed == true) return Result<User>.Conflict(HasAccount);
            if (user is null) user = await CreateAsync(name, link.Email, hash);
            else await TakeOverAsync(user, name, hash);
            if (user is null) return Result<User>.Conflict(HasAccount);
            var joined = await arrival.TakeInAsync(link.Id, link.WorkspaceId, user);
            return joined.Ok ? user : Result<User>.From(joined);
        });
    }

    private static List<Problem> Check(JoinInput input, InvitationLink link, out string name)
    {
        List<Problem> problems = [];
        if (Names.Check(input.Name, out name, "Your name") is { } badName) problems.Add(new("Name", badName));
        if (Passwords.Check(input.Password, input.Name, link.Email, link.Workspace) is { } badPassword) problems.Add(new("Password", badPassword));
        return problems;
    }

    private async Task<User?> CreateAsync(string name, string email, string hash)
    {
        var user = User.Create(name, email, time);
        user.PasswordHash = hash;
        user.ConfirmEmail();
        if (hosting.IsHosted) personal.Add(user);
        return (await users.CreateAsync(user)).Succeeded ? user : null;
    }

    private async Task TakeOverAsync(User user, string name, string hash)
    {
        user.Rename(name);
        user.ConfirmEmail();
        await newPassword.SetAsync(user, hash, AuditKind.PasswordReset, by: user);
    }
}
