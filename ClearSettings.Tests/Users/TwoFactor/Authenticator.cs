using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace ClearSettings.Tests.Users.TwoFactor;

/// <summary>The phone of a person, and the recovery codes that they wrote down.</summary>
internal sealed class Authenticator(TestApp app, Person owner, byte[] key, IReadOnlyList<string> recoveryCodes)
{
    public Person Owner => owner;

    public IReadOnlyList<string> RecoveryCodes { get; } = recoveryCodes;

    /// <summary>What the app shows now, or some steps of 30 seconds later.</summary>
    public string Code(int steps = 0) =>
        new Totp(key).ComputeTotp(app.Time.GetUtcNow().UtcDateTime.AddSeconds(30 * steps));

    /// <summary>A code that no one has used: the clock goes on until the app shows another one.</summary>
    public string NextCode()
    {
        app.Time.Advance(TimeSpan.FromSeconds(30));
        return Code();
    }

    /// <summary>Six digits that are right now, just before and just after this.</summary>
    public string WrongCode() =>
        Enumerable
            .Range(0, 10)
            .Select(i => i.ToString("000000", System.Globalization.CultureInfo.InvariantCulture))
            .First(code => !Enumerable.Range(-2, 5).Any(step => Code(step) == code));

    /// <summary>A phone that scanned the QR code of the set-up page; no code confirmed it yet.</summary>
    public static Authenticator Scan(TestApp app, Person person, Page page)
    {
        var key = page.Document.QuerySelector("#key")!.GetAttribute("value")!;
        return new(app, person, Base32Encoding.ToBytes(key.Replace(" ", "", StringComparison.Ordinal)), []);
    }

    /// <summary>Adds an app to the account of a person; the code that confirmed it is used up.</summary>
    public static async Task<Authenticator> AddAsync(TestApp app, Person person)
    {
        var (key, codes) = await app.InAsync(
            person,
            async services =>
            {
                var setUp = services.GetRequiredService<AuthenticatorKeys>().Create(person.Id, person.Email);
                var key = Base32Encoding.ToBytes(setUp.Key.Reveal());
                var code = new Totp(key).ComputeTotp(app.Time.GetUtcNow().UtcDateTime);
                var done = await services
                    .GetRequiredService<EnableAuthenticatorApp>()
                    .RunAsync(new() { Ticket = setUp.Ticket, Code = code });
                return (key, done.Value);
            }
        );
        return new(app, person, key, [.. codes.Select(c => c.Reveal())]);
    }

    /// <summary>The password was right; the second step follows.</summary>
    public Task<PendingSignIn> StartAsync() =>
        app.InAsync(
            null,
            async services =>
                (
                    await services
                        .GetRequiredService<SignIn>()
                        .RunAsync(new() { Email = owner.Email, Password = Person.Password }, _ => false)
                )
                    .Value
                    .Pending!
        );

    public Task<Result<Session>> CompleteAsync(PendingSignIn pending, string? code = null, string? recovery = null) =>
        app.InAsync(
            null,
            services =>
                services
                    .GetRequiredService<CompleteSignIn>()
                    .RunAsync(pending, new() { Code = code, RecoveryCode = recovery }, knownDevice: false)
        );

    /// <summary>Both steps on the pages.</summary>
    public async Task<Page> SignInAsync(Browser browser, string url = "/sign-in")
    {
        var page = await browser.GetAsync(url);
        page = await page.Fill("Email", owner.Email).Fill("Password", Person.Password).PressAsync("Sign in");
        return await page.Fill("Code", NextCode()).PressAsync("Sign in");
    }

    public Task<int> CountSessionsAsync() => app.DbAsync(null, db => db.Sessions.CountAsync(s => s.UserId == owner.Id));
}
