using ClearSettings.Domain.Email;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class UserServices
{
    public static IServiceCollection AddUsers(this IServiceCollection services, IConfiguration configuration)
    {
        AddIdentity(services);
        AddExpiredRows(services);
        AddPreferences(services, configuration);
        AddSessions(services);
        AddTwoFactor(services);
        return services
            .AddSingleton<KnownDeviceFailures>()
            .AddSingleton<AddressHasher>()
            .AddWorker<FailedSignInRecorder>()
            .AddScoped<SignInAttempts>()
            .AddScoped<PasswordCheck>()
            .AddScoped<SignIn>()
            .AddScoped<SignUp>()
            .AddScoped<ConfirmSignUp>()
            .AddScoped<Reauthenticate>()
            .AddScoped<RenameUser>()
            .AddScoped<SetServerAdmin>()
            .AddScoped<SetEmailNotifications>()
            .AddScoped<IMailServerReplacement, ResetLinkRemoval>()
            .AddScoped<PasswordWriter>()
            .AddScoped<ChangePassword>()
            .AddScoped<ResetPassword>()
            .AddScoped<ResetPasswordByOperator>()
            .AddScoped<SendPasswordResetEmail>()
            .AddWorker<PasswordResetQueue>();
    }

    private static void AddSessions(IServiceCollection services) =>
        services
            .AddSingleton<SessionCache>()
            .AddScoped<OpenSession>()
            .AddScoped<SignOut>()
            .AddScoped<OwnSessions>()
            .AddScoped<EndSessions>();

    private static void AddTwoFactor(IServiceCollection services) =>
        services
            .AddSingleton<AuthenticatorKeys>()
            .AddScoped<ISecondFactor, AuthenticatorAppFactor>()
            .AddScoped<RecoveryCodes>()
            .AddScoped<ISecondFactor>(provider => provider.GetRequiredService<RecoveryCodes>())
            .AddScoped<IAccountTakeover, TwoFactorTakeover>()
            .AddScoped<SecondFactors>()
            .AddScoped<SecondFactorCheck>()
            .AddScoped<TwoFactorRecords>()
            .AddScoped<CompleteSignIn>()
            .AddScoped<OwnTwoFactor>()
            .AddScoped<EnableAuthenticatorApp>()
            .AddScoped<DisableTwoFactor>()
            .AddScoped<RenewRecoveryCodes>()
            .AddScoped<CreateRecoveryLink>()
            .AddScoped<UseRecoveryLink>();

    private static void AddPreferences(IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<PreferenceSettings>(configuration.GetSection("Preferences"))
            .AddScoped<UserPreferences>()
            .AddScoped<EditRedactedKeys>();

    private static void AddExpiredRows(IServiceCollection services)
    {
        AddExpired(services, "sessions", (db, now) => db.Sessions.Where(s => s.ExpiresAt < now));
        AddExpired(services, "sign-up requests", (db, now) => db.SignUpRequests.Where(r => r.ExpiresAt < now));
        AddExpired(services, "password reset links", (db, now) => db.PasswordResetTokens.Where(t => t.ExpiresAt < now));
        AddExpired(services, "recovery links", (db, now) => db.RecoveryLinks.Where(l => l.ExpiresAt < now));
        services
            .AddSingleton<FailedSignInRetention>()
            .AddSingleton(p => new ExpiredRows(
                "failed sign-ins",
                p.GetRequiredService<FailedSignInRetention>().RemoveAsync
            ));
    }

    private static void AddExpired<T>(
        IServiceCollection services,
        string name,
        Func<ClearSettingsDb, DateTime, IQueryable<T>> find
    )
        where T : class =>
        services.AddSingleton(new ExpiredRows(name, (db, now, cancel) => find(db, now).ExecuteDeleteAsync(cancel)));

    private static void AddIdentity(IServiceCollection services)
    {
        services
            .AddIdentityCore<User>(options =>
            {
                options.User.AllowedUserNameCharacters = "";
                options.Password = new()
                {
                    RequiredLength = Passwords.MinLength,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                    RequiredUniqueChars = 1,
                };
            })
            .AddEntityFrameworkStores<ClearSettingsDb>()
            .AddPasswordValidator<Passwords>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
    }
}
