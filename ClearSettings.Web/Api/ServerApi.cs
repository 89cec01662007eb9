using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Principals;

namespace ClearSettings.Web.Api;

/// <summary>server.* and debug.*; see docs/api.md#server-and-health-checks.</summary>
public static class ServerApi
{
    public static readonly string Version = typeof(ServerApi).Assembly.GetName().Version!.ToString(3);

    public sealed record ConfigInput
    {
        public string? Path { get; init; }
    }

    /// <summary>Whatever was sent, to be sent back.</summary>
    public sealed record PingInput
    {
        [System.Text.Json.Serialization.JsonExtensionData]
        public JsonObject? Members { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.MapAnonymous<PingInput>("debug.ping", Ping);
        api.Map<NoInput>(
            "server.info",
            Permission.ReadWorkspace,
            ActionAccess.Any,
            (_, _) =>
                Task.FromResult(
                    ApiResponse.Ok(
                        new
                        {
                            version = Version,
                            build = "clearsettings",
                            commit = "",
                            api_version = ApiTokenIssuer.ApiVersion,
                        }
                    )
                )
        );
        api.Map<ConfigInput>("server.config", Permission.ManageServer, ActionAccess.Read, Config);
        api.Map<NoInput>("server.endpoints", Permission.ManageServer, ActionAccess.Read, Endpoints);
        api.Map<NoInput>("server.report_stats_option", Permission.ReadWorkspace, ActionAccess.Read, ReportStats);
    }

    private static Task<ApiResponse> ReportStats(ApiCall call, NoInput input) =>
        Task.FromResult(ApiResponse.Ok(new { supported = false }));

    private static Task<ApiResponse> Ping(ApiCall call, PingInput input)
    {
        JsonObject answer = new() { ["msg"] = "ClearSettings is here" };
        foreach (var (name, value) in input.Members ?? [])
            if (name != "msg")
                answer[name] = value?.DeepClone();
        return Task.FromResult(ApiResponse.Ok(answer));
    }

    private static Task<ApiResponse> Config(ApiCall call, ConfigInput input)
    {
        var urls = call.Get<PublicUrls>().For(call.Http.Request);
        JsonObject tree = new()
        {
            ["hosts"] = new JsonObject
            {
                ["web_server"] = urls.Web,
                ["api_server"] = urls.Api,
                ["files_server"] = urls.Files,
            },
            ["apiserver"] = new JsonObject
            {
                ["version"] = Version,
                ["api_version"] = ApiTokenIssuer.ApiVersion,
                ["feature_set"] = "advanced",
            },
        };
        JsonNode? node = tree;
        foreach (var step in (input.Path ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries))
            node = (node as JsonObject)?[step];
        if (node is null)
            return Task.FromResult<ApiResponse>(ApiError.Validation.With("there is no such path in the configuration"));
        return Task.FromResult(
            ApiResponse.Ok(node is JsonObject ? node : new JsonObject { ["value"] = node.DeepClone() })
        );
    }

    private static Task<ApiResponse> Endpoints(ApiCall call, NoInput input)
    {
        var actions = call.Get<EndpointDataSource>()
            .Endpoints.Select(e => e.Metadata.GetMetadata<ApiAction>())
            .OfType<ApiAction>()
            .Where(a => a.Name.Contains('.'));
        return Task.FromResult(
            ApiResponse.Ok(
                new
                {
                    endpoints = actions
                        .OrderBy(a => a.Name, StringComparer.Ordinal)
                        .Select(a => new
                        {
                            a.Name,
                            min_version = a.MinVersion,
                            authorization = a.Permission is not null,
                            access = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(a.Access.ToString()),
                            request = a
                                .Input.GetProperties()
                                .Where(p => p.Name != "FormId" && p.Name != "Members")
                                .Select(p => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)),
                        }),
                }
            )
        );
    }
}
