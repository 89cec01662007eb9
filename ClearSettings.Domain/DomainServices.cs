using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Billing;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.SystemCredentials;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Vaults;
using ClearSettings.Domain.Workspaces;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

public static class DomainServices
{
    /// <summary>Registers the database, the verbs and what they stand on.</summary>
    /// <param name="configuration">Judged before; every value is one that can be bound.</param>
    /// <param name="dataFolder">Absolute; holds the SQLite file and the master key.</param>
    public static IServiceCollection AddDomain(
        this IServiceCollection services,
        IConfiguration configuration,
        string dataFolder
    )
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Hosting.Parse(configuration["Server:Mode"]));
        services.AddSingleton(provider => new Plans(
            new Dictionary<string, Plan>(
                configuration.GetSection("Plans").Get<Dictionary<string, Plan>>() ?? [],
                StringComparer.OrdinalIgnoreCase
            ),
            provider.GetRequiredService<Hosting>()
        ));
        services.AddSingleton(new MasterKeyLocation(dataFolder, configuration["Secrets:MasterKey"]));
        services.AddSingleton(MasterKey.Load(dataFolder, configuration["Secrets:MasterKey"]));
        services
            .AddSingleton(SystemCredentialList.Read(configuration))
            .AddScoped<SystemCredentialCheck>()
            .AddScoped<CreateUser>()
            .AddScoped<DeleteUser>();
        services.Configure<TokenSettings>(configuration.GetSection("Tokens"));
        services.Configure<CredentialSettings>(configuration.GetSection("Credentials"));
        services.Configure<ServiceAccountSettings>(configuration.GetSection("ServiceAccounts"));
        services.Configure<VaultSettings>(configuration.GetSection("Vaults"));
        services.Configure<EmailRequestLimits>(configuration.GetSection("Mail:RequestLimits"));
        services.Configure<MemberSettings>(configuration.GetSection("Members"));
        services.Configure<GroupSettings>(configuration.GetSection("Groups"));
        services.Configure<DatabaseSettings>(configuration.GetSection("Database"));
        AddDatabase(services, configuration.GetSection("Database").Get<DatabaseSettings>() ?? new(), dataFolder);
        AddIdentity(services);
        services.AddScoped<Current>().AddSingleton<LogThrottle>();
        services
            .AddScoped<KeyRingCheck>()
            .AddScoped<MissingKeyCheck>()
            .AddScoped<DatabaseUpgrade>()
            .AddScoped<UpgradeLock>();
        services.AddScoped<AuditLog>().AddScoped<AuditChain>().AddSingleton<AuditChainMonitor>();
        services
            .AddSingleton(MailConfiguration.Read(configuration))
            .AddSingleton<OutboxSignal>()
            .AddSingleton(new SmtpTimeout(TimeSpan.FromSeconds(30)));
        services
            .AddScoped<MailServer>()
            .AddScoped<Outbox>()
            .AddScoped<EmailQuota>()
            .AddSingleton<EmailRequestLimiter>()
            .AddScoped<OutboxQueue>()
            .AddScoped<OutboxBatch>();
        services
            .AddScoped<MailServerChangeNotice>()
            .AddScoped<ChangeMailServer>()
            .AddScoped<RemoveMailSettings>()
            .AddScoped<SendTestEmail>()
            .AddScoped<RetryEmailNow>()
            .AddScoped<CancelEmail>();
        services.AddSingleton<OutboxSender>().AddSingleton<CredentialExpiryReminder>();
        services
            .AddSingleton<WorkspaceVersions>()
            .AddSingleton<Principals.PrincipalCache>()
            .AddSingleton<GroupCache>()
            .AddSingleton<ImpersonationLog>()
            .AddSingleton<ImpersonationHistory>();
        services.AddSingleton<LookalikeNames>().AddScoped<ActorLabels>();
        services.AddSingleton<SigningKeys>().AddSingleton<ApiTokenIssuer>();
        services
            .AddSingleton<SessionCache>()
            .AddSingleton<KnownDeviceFailures>()
            .AddSingleton<AddressHasher>()
            .AddSingleton<FailedSignInRecorder>();
        services.AddScoped<PasswordCheck>().AddScoped<SignIn>().AddScoped<SignOut>().AddScoped<Reauthenticate>();
        services
            .AddScoped<RenameUser>()
            .AddScoped<ResetPasswordByOperator>()
            .AddScoped<SetServerAdmin>()
            .AddScoped<UserPreferences>();
        services
            .AddScoped<PasswordWriter>()
            .AddScoped<ChangePassword>()
            .AddScoped<ResetPassword>()
            .AddScoped<SendPasswordResetEmail>()
            .AddSingleton<PasswordResetQueue>();
        services.AddScoped<SignUp>().AddScoped<ConfirmSignUp>().AddScoped<SetEmailNotifications>();
        services.AddScoped<PersonalWorkspace>().AddScoped<SwitchWorkspace>().AddSingleton<JoinedWorkspaces>();
        services
            .AddScoped<InvitationLinks>()
            .AddScoped<InvitationEmails>()
            .AddScoped<SendInvitationEmail>()
            .AddScoped<JoinWorkspace>()
            .AddScoped<AcceptInvitation>()
            .AddScoped<JoinWithNewAccount>()
            .AddScoped<DeclineInvitation>();
        services
            .AddScoped<LeaveWorkspace>()
            .AddScoped<AcceptOwnershipTransfer>()
            .AddScoped<DeclineOwnershipTransfer>()
            .AddScoped<PendingRequests>()
            .AddSingleton<PendingRequestCount>();
        services.AddScoped<RenameWorkspace>().AddScoped<SetUpServer>();
        services
            .AddScoped<WorkspaceLock>()
            .AddScoped<Seats>()
            .AddScoped<RemoveFromWorkspace>()
            .AddSingleton<MemberActivity>();
        services
            .AddScoped<InvitationChecker>()
            .AddScoped<InviteMembers>()
            .AddScoped<RenewInvitations>()
            .AddScoped<RevokeInvitations>();
        services
            .AddScoped<CreateMember>()
            .AddScoped<ChangeRole>()
            .AddScoped<RemoveMembers>()
            .AddScoped<RequestOwnershipTransfer>()
            .AddScoped<CancelOwnershipTransfer>();
        services
            .AddScoped<WorkspaceAccounts>()
            .AddScoped<GroupDetails>()
            .AddScoped<GroupNames>()
            .AddScoped<GroupMembers>()
            .AddScoped<InvitedGroups>();
        services
            .AddScoped<CreateGroup>()
            .AddScoped<ChangeGroup>()
            .AddScoped<DeleteGroups>()
            .AddScoped<AddToGroups>()
            .AddScoped<SetMemberGroups>();
        services
            .AddSingleton<VaultEncryption>()
            .AddSingleton(new VaultCacheBudget())
            .AddSingleton<VaultCache>()
            .AddScoped<VaultStore>()
            .AddScoped<VaultQuota>()
            .AddScoped<VaultLock>()
            .AddScoped<EffectiveConfiguration>();
        services
            .AddScoped<SaveVault>()
            .AddScoped<SetVaultEnabled>()
            .AddScoped<DeleteVaults>()
            .AddScoped<RestoreVault>()
            .AddScoped<DuplicateVault>()
            .AddScoped<RevealVault>()
            .AddScoped<RewrapVaults>()
            .AddScoped<UpgradeVaults>();
        services
            .AddSingleton<UnreadableVaultReports>()
            .AddScoped<CheckVaults>()
            .AddSingleton<VaultMonitor>()
            .AddSingleton<VaultAlarmCount>();
        services.AddScoped<VaultHistory>().AddScoped<VaultRecipients>();
        services
            .AddScoped<CredentialOwner>()
            .AddScoped<CreateCredential>()
            .AddScoped<RotateCredential>()
            .AddScoped<RelabelCredential>()
            .AddScoped<RevokeCredential>();
        services
            .AddScoped<ServiceAccountGroups>()
            .AddScoped<CreateServiceAccount>()
            .AddScoped<ChangeServiceAccount>()
            .AddScoped<DeleteServiceAccount>()
            .AddScoped<SetImpersonation>()
            .AddScoped<SetOwnImpersonation>();
        services.AddSingleton<CredentialUsageRecorder>().AddSingleton<ExpiredRowCleanup>();
        return services;
    }

    private static void AddDatabase(IServiceCollection services, DatabaseSettings settings, string dataFolder)
    {
        services.AddSingleton(new SqliteWriteLock(oneAtATime: !settings.IsPostgres));
        if (settings.IsPostgres)
        {
            services.AddDbContext<ClearSettingsDb, PostgresDb>(
                options => Quiet(options).UseNpgsql(settings.ConnectionString).AddInterceptors(new AbortedRequests()),
                optionsLifetime: ServiceLifetime.Singleton
            );
        }
        else
        {
            var connection = SqliteFile.WithTimeout(
                settings.ConnectionString ?? $"Data Source={Path.Combine(dataFolder, "clearsettings.db")}"
            );
            SqliteFile.CheckAccess(connection);
            services.AddDbContext<ClearSettingsDb, SqliteDb>(
                options =>
                    Quiet(options).UseSqlite(connection).AddInterceptors(new SqlitePragmas(), new AbortedRequests()),
                optionsLifetime: ServiceLifetime.Singleton
            );
        }
        services
            .AddDataProtection()
            .SetApplicationName("ClearSettings")
            .PersistKeysToDbContext<ClearSettingsDb>()
            .UseCryptographicAlgorithms(
                new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM }
            );
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<MasterKey>((options, key) => options.XmlEncryptor = new KeyRingEncryptor(key));
    }

    // Members are read across the filter on purpose where a person's own list is made.
    private static DbContextOptionsBuilder Quiet(DbContextOptionsBuilder options) =>
        options.ConfigureWarnings(w =>
            w.Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning)
        );

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
