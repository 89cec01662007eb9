using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Workspaces;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Makes the account that someone signed up for, and their own workspace. It needs both the emailed link and the
/// password that was chosen: whoever signs up with a stranger's address has no link, and the stranger who gets the link
/// does not know the password.
/// </summary>
public sealed class ConfirmSignUp(
    ClearSettingsDb db,
    Change change,
    UserManager<User> users,
    PersonalWorkspace personal,
    Hosting hosting
)
{
    private const string LinkExpired = "It was already used, or it has expired. Sign up again.";

    /// <summary>The address that the link proves, or null when the link does not work. Nothing is consumed.</summary>
    public Task<string?> FindAsync(string? token)
    {
        var (hash, now) = (LinkToken.Hash(token), change.Now);
        return db
            .SignUpRequests.Where(r => r.TokenHash == hash && r.ExpiresAt > now)
            .Select(r => r.Email)
            .SingleOrDefaultAsync();
    }

    public async Task<Result<User>> RunAsync(string? token, string? password)
    {
        var (hash, now) = (LinkToken.Hash(token), change.Now);
        var request = await db
            .SignUpRequests.AsNoTracking()
            .SingleOrDefaultAsync(r => r.TokenHash == hash && r.ExpiresAt > now);
        if (!hosting.IsHosted || request is null)
            return Result<User>.NotFound(LinkExpired);
        if (!IsPassword(password, request))
            return Result<User>.Refuse(
                "Password",
                "This is not the password you chose when you signed up. If you did not sign up, close this page."
            );
        return await change.RunAsServerAsync(async () =>
        {
            if (await db.SignUpRequests.Where(r => r.Id == request.Id).ExecuteDeleteAsync() == 0)
                return Result<User>.NotFound(LinkExpired);
            await db.SignUpRequests.Where(r => r.Email == request.Email).ExecuteDeleteAsync();
            return await CreateAsync(request);
        });
    }

    private bool IsPassword(string? password, SignUpRequest request) =>
        password?.Length <= Passwords.MaxLength
        && users.PasswordHasher.VerifyHashedPassword(null!, request.PasswordHash, password)
            != PasswordVerificationResult.Failed;

    private async Task<Result<User>> CreateAsync(SignUpRequest request)
    {
        var user = User.Create(request.Name, request.Email, change.Time);
        user.PasswordHash = request.PasswordHash;
        user.ConfirmEmail();
        var workspace = await personal.AddAsync(user);
        user.SetDefaultWorkspace(workspace.Id);
        var made = await users.CreateAsync(user);
        return made.Succeeded
            ? user
            : Result<User>.NotFound("An account with this email already exists. Sign in with it.");
    }
}
