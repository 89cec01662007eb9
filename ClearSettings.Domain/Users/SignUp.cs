using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>The fields of the sign-up form.</summary>
public sealed record SignUpInput
{
    public string? Name { get; init; }

    public string? Email { get; init; }

    public Secret? Password { get; init; }
}

/// <summary>
/// Emails a link that makes the account once it is opened (<see cref="ConfirmSignUp"/>). An address that has an account
/// gets another letter; the answer, its time and the number of hashes are the same.
/// </summary>
public sealed class SignUp(
    ClearSettingsDb db,
    Change change,
    PasswordWriter newPassword,
    EmailQuota quota,
    Hosting hosting
)
{
    public async Task<Result> RunAsync(SignUpInput input)
    {
        if (!hosting.IsHosted)
            return Result.NotFound("Sign-up is disabled on this server. Ask an administrator for an invitation.");
        if (!await change.Outbox.IsSetUpAsync())
            return Result.Refuse(
                "",
                "This server cannot send email yet, so your address cannot be confirmed. Try again later."
            );
        if (Check(input, out var name, out var email) is { Count: > 0 } problems)
            return Result.Refuse(problems);
        var hash = newPassword.Hash(input.Password!);
        return await change.RunAsServerAsync(async () =>
        {
            if (await quota.TryRequestAsync(ClientSource.From(change.Current.Address), email) is { } delay)
                await SendAsync(email, name, hash, delay);
            return Result.Done;
        });
    }

    private async Task SendAsync(string email, string name, string passwordHash, TimeSpan delay)
    {
        var present = await db
            .Users.Where(u => u.NormalizedEmail == email.ToUpperInvariant())
            .Select(u => u.Name)
            .SingleOrDefaultAsync();
        var token = LinkToken.New();
        var request = SignUpRequest.Create(email, name, passwordHash, LinkToken.Hash(token), change.Time);
        // Also where there is an account, whose owner never gets this token: both cases do the same work.
        db.SignUpRequests.Add(request);
        await change.Outbox.AddAsync(
            present is null
                ? new ConfirmAddressEmail(email, name, request.ExpiresAt, $"/sign-up/confirm/{token}")
                : new AlreadyRegisteredEmail(email, present),
            null,
            delay
        );
    }

    private static List<Problem> Check(SignUpInput input, out string name, out string email)
    {
        List<Problem> problems = [];
        if (NameRules.Check(input.Name, out name, "Your name") is { } badName)
            problems.Add(new("Name", badName));
        if (EmailAddress.Check(input.Email, out email) is { } badEmail)
            problems.Add(new("Email", badEmail));
        if (Passwords.Check(input.Password, input.Name, input.Email) is { } badPassword)
            problems.Add(new("Password", badPassword));
        return problems;
    }
}
