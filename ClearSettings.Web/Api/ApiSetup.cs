using ClearSettings.Web.Authentication;

namespace ClearSettings.Web.Api;

/// <summary>The actions of one section, which registers them with <see cref="ApiSetup.AddApi"/>.</summary>
/// <param name="Map">Maps each of them; called once, when the server starts.</param>
public sealed record ApiRegistration(Action<ApiMap> Map);

internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services, Action<ApiMap> map) =>
        services.AddSingleton(new ApiRegistration(map));

    /// <summary>The actions of the server and of system credentials, which belong to no section.</summary>
    public static IServiceCollection AddServerApi(this IServiceCollection services) =>
        services.AddSingleton<ApiAuthentication>().AddApi(ServerApi.Map).AddApi(SystemApi.Map);

    /// <summary>Maps every action that was registered, then the answer to every other address of the API.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = new ApiMap(app, app.Services.GetRequiredService<ILogger<ApiMap>>());
        foreach (var actions in app.Services.GetServices<ApiRegistration>())
            actions.Map(api);
        api.MapUnknown();
    }
}
