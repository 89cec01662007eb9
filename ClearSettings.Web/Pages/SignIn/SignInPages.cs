using ClearSettings.Web.Api;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Pages.Settings.Security;
using ClearSettings.Web.Pages.SignIn;

namespace ClearSettings.Web;

internal static class SignInPages
{
    public static IServiceCollection AddSignInPages(this IServiceCollection services) =>
        services
            .AddScoped<BrowserSignIn>()
            .AddSingleton<PendingForms>()
            .AddSingleton<DeviceCookie>()
            .AddSingleton<PendingSignInCookie>()
            .AddSingleton<LinkAttemptLimiter>()
            .AddApi(LoginApi.Map)
            .AddApi(SessionsApi.Map);
}
