using System.Net;
using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ClearSettings.Web;

/// <summary>The longer lines of Program.cs.</summary>
internal static class PageSetup
{
    public const string FlashCookie = "clearsettings-flash";

    public static void AddPages(this IServiceCollection services)
    {
        services.AddCors();
        services.Configure<FormOptions>(FormLimits.Configure);
        services.Configure<RouteOptions>(options =>
        {
            options.LowercaseUrls = true;
            options.SetParameterPolicy<EntityIdConstraint>(EntityIdConstraint.Name);
        });
        services
            .AddRazorPages(options =>
            {
                // Razor Pages check the antiforgery token by themselves; a filter here would win over the error page's
                // exception.
                options.Conventions.Add(new PageRouteTransformerConvention(new Slug()));
                options.Conventions.Add(new AlsoAtConvention());
            })
            .AddMvcOptions(options =>
            {
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                // No form here uses jQuery's names, and a name that is broken in that syntax would be an unhandled
                // error.
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
                options.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, _) => "Invalid value.");
            })
            .AddViewOptions(options => options.HtmlHelperOptions.ClientValidationEnabled = false)
            .AddCookieTempDataProvider(options =>
            {
                options.Cookie.Name = FlashCookie;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            });
    }

    /// <summary>Believes X-Forwarded headers of the proxies that are named, of no one else.</summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<ServerSettings>().KnownProxies;
        if (proxies.Length == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out var network))
                options.KnownIPNetworks.Add(network);
            else
                options.KnownProxies.Add(IPAddress.Parse(proxy));
        }
        app.UseForwardedHeaders(options);
    }

    /// <summary>An IPv4 caller of a socket that hears both is written as IPv4 everywhere.</summary>
    public static void UsePlainAddresses(this WebApplication app) =>
        app.Use(next =>
            context =>
            {
                if (context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped)
                    context.Connection.RemoteIpAddress = mapped.MapToIPv4();
                return next(context);
            }
        );

    /// <summary>
    /// Redirects. ClearML's clients print the two long addresses; see docs/protocol.md#addresses-that-clients-print.
    /// </summary>
    public static void MapRedirects(this WebApplication app)
    {
        foreach (
            var (from, to) in new[]
            {
                ("/", Links.Profile),
                (Links.Home, Links.Profile),
                (Links.Home + "/workspace-configuration", Links.Workspaces),
                (Links.Home + "/webapp-configuration", Links.Workspaces),
            }
        )
            app.MapGet(from, () => Results.LocalRedirect(to)).AllowAnonymous();
        // The Email page was called Mail, and emails link to it.
        app.MapGet("workspaces/{workspace}/mail/{**rest}", RedirectToEmail).AllowAnonymous();
        app.MapGet("/favicon.ico", () => Results.LocalRedirect("/assets/favicon.svg")).AllowAnonymous();
        app.MapGet("/robots.txt", () => Results.Text("User-agent: *\nDisallow: /\n")).AllowAnonymous();
    }

    private static IResult RedirectToEmail(string workspace, string? rest, HttpRequest request)
    {
        if (!EntityId.TryParse(workspace, out var id))
            return Results.NotFound();
        var path = new PathString(Links.Email(id)).Add(rest is null ? default : new PathString("/" + rest));
        return Results.LocalRedirect(path + request.QueryString.ToUriComponent(), permanent: true);
    }
}
