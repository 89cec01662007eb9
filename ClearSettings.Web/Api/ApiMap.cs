using System.Text.Json;
using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Api;

/// <summary>
/// What an action demands before it runs. Endpoint metadata, so that a test finds an action without it.
/// </summary>
/// <param name="Permission">Null: no credentials are demanded.</param>
/// <param name="Access">Which credentials of a member or service account open it.</param>
/// <param name="Optional">Good credentials are used, bad ones ignored.</param>
public sealed record ApiAction(string Name, Permission? Permission, ActionAccess Access, bool Optional = false)
{
    /// <summary>The lowest protocol version that has it.</summary>
    public string MinVersion { get; init; } = "1.0";

    /// <summary>Whether system credentials may call it. Such a call has no workspace.</summary>
    public bool AcceptsSystem { get; init; }

    /// <summary>
    /// Whether the action issues a token; its errors then have other codes, see docs/protocol.md#workspaces.
    /// </summary>
    public bool IsLogin => Name == "auth.login";

    public Type Input { get; init; } = typeof(NoInput);
}

/// <summary>
/// Maps each action to one route and runs what all of them share: authentication, permission, input, envelope. For the
/// order of the checks see docs/protocol.md#order-of-checks.
/// </summary>
public sealed partial class ApiMap(IEndpointRouteBuilder routes, ILogger<ApiMap> log)
{
    private const int MaxShownPath = 100;

    /// <summary>
    /// For callers with the permission and, with <paramref name="acceptsSystem"/>, for system credentials too.
    /// </summary>
    public void Map<TInput>(
        string name,
        Permission permission,
        ActionAccess access,
        Func<ApiCall, TInput, Task<ApiResponse>> run,
        bool acceptsSystem = false
    )
        where TInput : class, new() =>
        Map(new ApiAction(name, permission, access) { Input = typeof(TInput), AcceptsSystem = acceptsSystem }, run);

    /// <summary>For system credentials alone.</summary>
    public void MapSystem<TInput>(string name, Func<ApiCall, TInput, Task<ApiResponse>> run)
        where TInput : class, new() =>
        Map(name, Permission.UseSystemActions, ActionAccess.Write, run, acceptsSystem: true);

    /// <summary>
    /// For everyone. With <paramref name="optional"/> good credentials are used where they are given.
    /// </summary>
    public void MapAnonymous<TInput>(string name, Func<ApiCall, TInput, Task<ApiResponse>> run, bool optional = false)
        where TInput : class, new() =>
        Map(
            new ApiAction(name, null, ActionAccess.Any, optional) { Input = typeof(TInput), AcceptsSystem = true },
            run
        );

    /// <summary>Every other address of the API.</summary>
    public void MapUnknown()
    {
        Task Answer(HttpContext context)
        {
            if (HttpMethods.IsOptions(context.Request.Method))
                return Task.CompletedTask;
            if (Get(context) is not { } request)
                return Task.CompletedTask;
            var error =
                request.Name.Length == 0 ? ApiError.BadPath
                : !request.TryGetVersion(out _) ? ApiError.BadVersion
                : ApiError.UnknownEndpoint.With($"{request.Name}, version {request.Version ?? ApiRequest.Highest}");
            return Envelope.WriteAsync(context, error, request.Name, request.Version, ApiRequest.Highest);
        }
        routes.Map("/api/{**rest}", Answer).WithMetadata(new ApiAction("unknown", null, ActionAccess.Any));
    }

    private void Map<TInput>(ApiAction action, Func<ApiCall, TInput, Task<ApiResponse>> run)
        where TInput : class, new()
    {
        async Task Answer(HttpContext context)
        {
            if (HttpMethods.IsOptions(context.Request.Method))
                return;
            if (Get(context) is not { } request)
                return;
            var answer = request.TryGetVersion(out _) ? await TryRunAsync(action, context, run) : ApiError.BadVersion;
            if (answer is { } written)
                await Envelope.WriteAsync(context, written, action.Name, request.Version, action.MinVersion);
        }
        routes.Map("/api/" + action.Name, Answer).WithMetadata(action).WithDisplayName(action.Name);
    }

    /// <summary>The answer, which is an error when the action throws; null when no one waits for it.</summary>
    private async Task<ApiResponse?> TryRunAsync<TInput>(
        ApiAction action,
        HttpContext context,
        Func<ApiCall, TInput, Task<ApiResponse>> run
    )
        where TInput : class, new()
    {
        try
        {
            return await RunAsync(action, context, run);
        }
        catch (OperationCanceledException problem)
            when (ApiInput.IsEndOfConnection(problem) || context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
        catch (BadHttpRequestException problem)
        {
            return problem.StatusCode == 413 ? ApiError.TooLarge : ApiError.BadJson;
        }
        catch (Exception problem) when (!context.Response.HasStarted && StorageFailure.Explain(problem) is { } message)
        {
            context.RequestServices.GetRequiredService<StorageErrors>().Log(problem, message);
            return ApiError.DatabaseUnavailable.With(message);
        }
        catch (Exception problem) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            LogFailure(problem, action.Name, context.TraceIdentifier);
            return ApiError.Internal.With($"request {context.TraceIdentifier}");
        }
    }

    // What came in as a page may have been signed in by a cookie, so it gets no answer of the API.
    private static ApiRequest? Get(HttpContext context)
    {
        var request = context.Features.Get<ApiRequest>();
        if (request is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        return request;
    }

    private static async Task<ApiResponse> RunAsync<TInput>(
        ApiAction action,
        HttpContext context,
        Func<ApiCall, TInput, Task<ApiResponse>> run
    )
        where TInput : class, new()
    {
        var current = context.RequestServices.GetRequiredService<Current>();
        var call = new ApiCall(context, current);
        current.SetSource(
            RequestSource.Api,
            context.Connection.RemoteIpAddress?.ToString(),
            context.TraceIdentifier,
            context.RequestAborted
        );
        if (await AdmitAsync(call, action) is { } refusal)
            return refusal;
        if (
            typeof(TInput) == typeof(NoInput)
            && context.Request.ContentLength is null or 0
            && !context.Request.Headers.ContainsKey("Transfer-Encoding")
        )
            return await run(call, new TInput());
        var (members, error) = await ApiInput.ReadAsync(context.Request, ApiLimits.BodyOf(typeof(TInput)));
        error ??= ApiLimits.Check(typeof(TInput), members!);
        if (error is not null)
            return error;
        return TryBind<TInput>(members!, out var input, out var problem)
            ? await run(call, input!)
            : ApiError.Validation.With(problem!);
    }

    /// <summary>Authentication, then the permission; see docs/protocol.md#order-of-checks.</summary>
    /// <returns>Null when the call goes on.</returns>
    private static async ValueTask<ApiError?> AdmitAsync(ApiCall call, ApiAction action)
    {
        var current = call.Current;
        if (action.Permission is not null || action.Optional)
        {
            var refusal = await call.Get<ApiAuthentication>().AuthenticateAsync(call, action);
            if (refusal is not null && !action.Optional)
                return refusal;
        }
        if (call.System is null && action.Permission is { } permission && !current.Can(permission))
            return ApiError.RoleNotAllowed.With($"role={current.Principal.ProtocolRole}");
        if (current.SignedIn && current.Principal.Actor is not null)
            await call.Get<ImpersonationLog>()
                .RecordAsync(
                    call.Get<ClearSettingsDb>(),
                    call.Get<Change>(),
                    starts: call.ActsByHeader || call.EntersTenant,
                    action.IsLogin
                );
        return null;
    }

    private static bool TryBind<TInput>(JsonObject members, out TInput? input, out string? problem)
        where TInput : class, new()
    {
        problem = null;
        try
        {
            input = members.Deserialize<TInput>(ApiJson.Options) ?? new TInput();
            return true;
        }
        catch (JsonException wrong)
        {
            input = null;
            var field = wrong.Path?.TrimStart('$', '.') ?? "";
            problem =
                $"field {(field.Length > MaxShownPath ? field[..MaxShownPath] + "…" : field)} has a value of "
                + "the wrong type";
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Action} failed, request {RequestId}")]
    private partial void LogFailure(Exception problem, string action, string requestId);
}
