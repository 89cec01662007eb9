using ClearSettings.Domain.Users;

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
    Change change,
    InvitationLinks links,
    PasswordWriter passwords,
    InvitedAccounts accounts,
    JoinWorkspace arrival
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
        var hash = passwords.Hash(input.Password!);
        return await change.RunAsServerAsync(() => JoinAsync(link, name, hash), link.WorkspaceId);
    }

    private async Task<Result<User>> JoinAsync(InvitationLink link, string name, string hash)
    {
        if (await accounts.CreateAsync(link, name, hash) is not { } user)
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
}
