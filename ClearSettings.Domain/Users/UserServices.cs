using ClearSettings.Domain.Email;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.Preferences;
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
        return services
            .AddSingleton<KnownDeviceFailures>()
            .AddSingleton<AddressHasher>()
            .AddWorker<FailedSignInRecorder>()
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

    private static void AddPreferences(IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<PreferenceSettings>(configuration.GetSection("Preferences"))
            .AddScoped<UserPreferences>()
            .AddScoped<EditRedactedKeys>();

    private static void AddExpiredRows(IServiceCollection services) =>
        services
            .AddSingleton(
                new ExpiredRows(
                    "sessions",
                    (db, now, cancel) => db.Sessions.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(cancel)
                )
            )
            .AddSingleton(
                new ExpiredRows(
                    "sign-up requests",
                    (db, now, cancel) => db.SignUpRequests.Where(r => r.ExpiresAt < now).ExecuteDeleteAsync(cancel)
                )
            )
            .AddSingleton(
                new ExpiredRows(
                    "password reset links",
                    (db, now, cancel) => db.PasswordResetTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancel)
                )
            )
            .AddSingleton<FailedSignInRetention>()
            .AddSingleton(p => new ExpiredRows(
                "failed sign-ins",
                p.GetRequiredService<FailedSignInRetention>().RemoveAsync
            ));

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
