using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Api;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Commands;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Groups;
using ClearSettings.Web.Pages.Administration.Mail;
using ClearSettings.Web.Pages.Administration.ServiceAccounts;
using ClearSettings.Web.Pages.Administration.Users;
using ClearSettings.Web.Pages.Administration.VaultActivity;
using ClearSettings.Web.Pages.Administration.Vaults;
using ClearSettings.Web.Pages.Settings.Profile;
using ClearSettings.Web.Pages.Settings.Workspaces;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using ClearSettings.Web.Pages.SetUp;
using ClearSettings.Web.Pages.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web;

public static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args);

    /// <summary>The server: services, middleware, pages, then every API map.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, string dataFolder)
    {
        OpenSsl.Require();
        if (builder.Configuration.GetSection("Database").Get<DatabaseSettings>() is not { IsPostgres: true })
            SqliteLibrary.Load(dataFolder);
        var services = builder.Services;
        services.Configure<ServerSettings>(builder.Configuration.GetSection("Server"));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ServerSettings>>().Value);
        builder.Logging.AddEscapedConsole();
        services.AddDomain(builder.Configuration, dataFolder);
        services.AddHostedService(provider => provider.GetRequiredService<CredentialUsageRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<ExpiredRowCleanup>());
        services.AddHostedService(provider => provider.GetRequiredService<AuditChainMonitor>());
        services.AddHostedService(provider => provider.GetRequiredService<OutboxSender>());
        services.AddHostedService(provider => provider.GetRequiredService<Domain.Users.PasswordResetQueue>());
        services.AddHostedService(provider => provider.GetRequiredService<Domain.Users.FailedSignInRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<CredentialExpiryReminder>());
        services.Configure<HostOptions>(options =>
            (options.ShutdownTimeout, options.ServicesStopConcurrently) = (ShutdownLimits.Total, true)
        );
        services.AddHostedService(provider => provider.GetRequiredService<VaultMonitor>());
        services.AddSingleton(new DataFolder(dataFolder));
        services.AddSingleton<PublicUrls>();
        services.AddSingleton<DeviceCookie>().AddSingleton<LinkAttemptLimiter>();
        services.AddScoped<OpenSession>();
        services.AddSingleton<Assets>();
        services.AddScoped<OutboxList>();
        services
            .AddScoped<VaultResponses>()
            .AddScoped<VaultLog>()
            .AddScoped<VaultHistoryViews>()
            .AddScoped<EffectiveViews>();
        services
            .AddScoped<SectionCounts>()
            .AddScoped<VaultList>()
            .AddScoped<VaultEditors>()
            .AddScoped<PersonalVaults>();
        services
            .AddScoped<ServerCheck>()
            .AddScoped<CredentialList>()
            .AddScoped<WorkspaceCards>()
            .AddScoped<RecentUse>()
            .AddScoped<PersonList>()
            .AddScoped<AccountList>();
        services
            .AddScoped<PersonGroups>()
            .AddScoped<GroupPickers>()
            .AddScoped<GroupList>()
            .AddScoped<GroupForms>()
            .AddScoped<MemberPickers>();
        services.AddSingleton<ApiAuthentication>();
        services.AddSessionCookie();
        services.AddAuthorization(options => options.FallbackPolicy = null);
        services.AddSignInLimits();
        FormTokens.Register(services);
        services.AddResponseCompression(options =>
            options.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"]
        );
        services.AddPages();
        services.AddSingleton<StorageErrors>();
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);

        var app = builder.Build();
#if BENCHMARK
        Benchmarks.Bare.BareEndpoints.UseBareEndpoints(app);
#endif
        app.UseKnownProxies();
        app.UsePlainAddresses();
        app.UseMiddleware<PublicScheme>();
        app.UseMiddleware<HostCheck>();
        app.UseMiddleware<ApiPath>();
        app.UseWhen(
            IsPage,
            pages =>
            {
                pages.UseExceptionHandler(StorageErrors.ForPages);
                pages.UseStatusCodePagesWithReExecute("/error/{0}");
            }
        );
        app.UseMiddleware<SecurityHeaders>();
        app.UseWhen(IsPage, pages => pages.UseMiddleware<FetchMetadataGuard>());
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Assets.Path),
            assets => assets.UseResponseCompression()
        );
        app.Services.GetRequiredService<Assets>().Serve(app);
        app.UseRouting();
        app.UseWhen(
            context => !IsPage(context),
            api => api.UseCors(policy => policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader())
        );
        app.UseWhen(
            IsPage,
            pages =>
            {
                pages.UseRateLimiter();
                pages.UseMiddleware<FormLimits>();
                pages.UseMiddleware<CurrentUser>();
            }
        );

        app.MapRazorPages();
        app.MapRedirects();

        var api = new ApiMap(app, app.Services.GetRequiredService<ILogger<ApiMap>>());
        LoginApi.Map(api);
        CredentialsApi.Map(api);
        UsersApi.Map(api);
        MembersApi.Map(api);
        AllowListApi.Map(api);
        GroupsApi.Map(api);
        ServiceAccountsApi.Map(api);
        OrganizationApi.Map(api);
        VaultsApi.Map(api);
        VaultLogApi.Map(api);
        ServerApi.Map(api);
        SystemApi.Map(api);
        api.MapUnknown();
        return app;
    }

    private static bool IsPage(HttpContext context) => context.Features.Get<ApiRequest>() is null;
}
