using System.Security.Cryptography;
using System.Text;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace ClearSettings.Domain.Workspaces;

/// <summary>
/// Makes the owner and the first workspace of an empty server, once: with the token that the server printed, or from
/// the host's command line.
/// </summary>
public sealed class SetUpServer(
    ClearSettingsDb db,
    Change change,
    UserManager<User> users,
    PasswordWriter passwords,
    CreateWorkspace workspaces
)
{
    private const string AlreadySetUp =
        "This link was already used or has expired. Restart the server to get a new one.";

    /// <summary>Whether the server still waits for its owner.</summary>
    public async Task<bool> IsOpenAsync() => !await db.Users.AnyAsync();

    /// <summary>
    /// A new token for an empty server, which voids an older one; null when there is an owner already.
    /// </summary>
    public Task<string?> NewTokenAsync() =>
        change.RunAsServerAsync(async () =>
        {
            await db.SetUpTokens.ExecuteDeleteAsync();
            if (!await IsOpenAsync())
                return null;
            var token = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
            db.SetUpTokens.Add(SetUpToken.Create(Hash(token), change.Now + SetUpToken.Lifetime));
            return token;
        });

    /// <summary>Whether the token would be taken now. Nothing is consumed.</summary>
    public async Task<bool> IsGoodAsync(string? token)
    {
        var row = await db.SetUpTokens.AsNoTracking().SingleOrDefaultAsync();
        return row is not null
            && row.ExpiresAt > change.Now
            && CryptographicOperations.FixedTimeEquals(row.Hash, Hash(token?.Trim() ?? ""));
    }

    /// <summary>With the printed token, which is consumed; of many at once one wins.</summary>
    public async Task<Result<User>> RunAsync(OwnerInput input, string? token)
    {
        if (!await IsGoodAsync(token))
            return Result<User>.Refuse("", AlreadySetUp);
        if (Check(input, out var owner) is { Count: > 0 } problems)
            return Result<User>.Refuse(problems);
        var (hash, password) = (Hash(token!.Trim()), passwords.Hash(owner.Password!));
        return await change.RunAsServerAsync(async () =>
        {
            if (await db.SetUpTokens.Where(t => t.Hash == hash).ExecuteDeleteAsync() == 0)
                return Result<User>.Refuse("", AlreadySetUp);
            return await CreateAsync(owner, password);
        });
    }

    /// <summary>From the command line of the host.</summary>
    public async Task<Result<User>> RunAsync(OwnerInput input)
    {
        if (Check(input, out var owner) is { Count: > 0 } problems)
            return Result<User>.Refuse(problems);
        var password = passwords.Hash(owner.Password!);
        return await change.RunAsServerAsync(async () =>
        {
            if (!await IsOpenAsync())
                return Result<User>.Conflict("This server already has an owner.");
            await db.SetUpTokens.ExecuteDeleteAsync();
            return await CreateAsync(owner, password);
        });
    }

    private static List<Problem> Check(OwnerInput input, out OwnerInput clean)
    {
        List<Problem> problems = [];
        if (NameRules.Check(input.Name, out var name, "Your name") is { } badName)
            problems.Add(new("Name", badName));
        if (EmailAddress.Check(input.Email, out var email) is { } badEmail)
            problems.Add(new("Email", badEmail));
        if (Passwords.Check(input.Password, input.Name, input.Email, input.Workspace) is { } badPassword)
            problems.Add(new("Password", badPassword));
        if (NameRules.Check(input.Workspace, out var workspace, "The workspace name") is { } badWorkspace)
            problems.Add(new("Workspace", badWorkspace));
        clean = new()
        {
            Name = name,
            Email = email,
            Password = input.Password,
            Workspace = workspace,
        };
        return problems;
    }

    private async Task<Result<User>> CreateAsync(OwnerInput owner, string passwordHash)
    {
        var user = User.Create(owner.Name!, owner.Email!, change.Time);
        user.PasswordHash = passwordHash;
        var workspace = workspaces.CreateFirst(owner.Workspace!, user.Id);
        user.SetDefaultWorkspace(workspace.Id);
        // Whoever reads the server's own output needs no email to prove an address.
        user.ConfirmEmail();
        user.SetServerAdmin(true);
        var made = await users.CreateAsync(user);
        if (!made.Succeeded)
            return Result<User>.Refuse("", string.Join(" ", made.Errors.Select(e => e.Description)));
        await workspaces.AddAsync(workspace, user.Id);
        change.Audit.Record(new AuditActor(workspace.Id, user.Id, user.Name), AuditKind.ServerSetUp, workspace.Name);
        return user;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
