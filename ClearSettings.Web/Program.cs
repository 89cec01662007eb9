using System.IO.Compression;
using ClearSettings.Domain;
using ClearSettings.Web.Api;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Commands;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web;

public static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args);

    /// <summary>
    /// The program with its services. Commands need no more; the server also needs <see cref="Map"/>.
    /// </summary>
    public static WebApplication Build(WebApplicationBuilder builder, string dataFolder)
    {
        OpenSsl.Require();
        if (builder.Configuration.GetSection("Database").Get<DatabaseSettings>() is not { IsPostgres: true })
            SqliteLibrary.Load(dataFolder);
        builder.Logging.AddEscapedConsole();
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        builder.Services.Configure<ServerSettings>(builder.Configuration.GetSection("Server"));
        builder.Services.AddDomain(builder.Configuration, dataFolder);
        AddServer(builder.Services, dataFolder);
        AddSections(builder.Services);
        return builder.Build();
    }

    /// <summary>Adds what answers requests: middleware, pages, then the API. It does not use the database.</summary>
    public static void Map(WebApplication app)
    {
#if BENCHMARK
        Benchmarks.Bare.BareEndpoints.UseBareEndpoints(app);
#endif
        UseBeforeRouting(app);
        app.UseRouting();
        UseAfterRouting(app);

        app.MapRazorPages();
        app.MapRedirects();
        app.MapApi();
    }

    private static void AddServer(IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ServerSettings>>().Value);
        services.Configure<HostOptions>(options =>
            (options.ShutdownTimeout, options.ServicesStopConcurrently) = (ShutdownLimits.Total, true)
        );
        services
            .AddSingleton(new DataFolder(dataFolder))
            .AddSingleton<PublicUrls>()
            .AddSingleton<Assets>()
            .AddSingleton<StorageErrors>();
        services.AddSessionCookie();
        services.AddAuthorization(options => options.FallbackPolicy = null);
        services.AddSignInLimits();
        FormTokens.Register(services);
        services.AddResponseCompression(options =>
            options.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"]
        );
        // The files never change under one URL, so browsers and proxies keep them.
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.AddPages();
    }

    private static void AddSections(IServiceCollection services) =>
        services
            .AddServerApi()
            .AddSetUpPages()
            .AddSignInPages()
            .AddWorkspacePages()
            .AddCredentialPages()
            .AddUserPages()
            .AddGroupPages()
            .AddServiceAccountPages()
            .AddVaultPages()
            .AddResourcePages()
            .AddAccessRulePages()
            .AddStoragePages()
            .AddEmailPages();

    private static void UseBeforeRouting(WebApplication app)
    {
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
    }

    private static void UseAfterRouting(WebApplication app)
    {
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
    }

    private static bool IsPage(HttpContext context) => context.Features.Get<ApiRequest>() is null;
}
