using System.Text.Json;
using System.Text.Json.Serialization;
using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>access.*, which decide for other programs; see docs/api.md#access-decisions.</summary>
public static class AccessApi
{
    private const int MaxChecks = 1_000;
    private const int MaxPage = 100_000;

    public sealed record CheckInput
    {
        /// <summary>A user or service account; the caller without it.</summary>
        public string? User { get; init; }

        public string? Type { get; init; }

        public string? Resource { get; init; }

        public string? Action { get; init; }
    }

    public sealed record CheckBody
    {
        public string? Type { get; init; }

        public string? Resource { get; init; }

        public string? Action { get; init; }
    }

    public sealed record CheckManyInput
    {
        public string? User { get; init; }

        public CheckBody?[]? Checks { get; init; }
    }

    public sealed record ListInput
    {
        public string? User { get; init; }

        public string? Type { get; init; }

        public string? Action { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? Page { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? PageSize { get; init; }
    }

    public sealed record ExplainInput
    {
        public string? User { get; init; }

        /// <summary>The account that impersonates the user.</summary>
        public string? ImpersonatedBy { get; init; }

        public string? Type { get; init; }

        public string? Resource { get; init; }

        public string? Action { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<CheckInput>("access.check", Permission.ReadWorkspace, ActionAccess.Read, CheckAsync);
        api.Map<CheckManyInput>("access.check_many", Permission.ReadWorkspace, ActionAccess.Read, CheckManyAsync);
        api.Map<ListInput>("access.list", Permission.ReadWorkspace, ActionAccess.Read, ListAsync);
        api.Map<ExplainInput>("access.explain", Permission.ReadWorkspace, ActionAccess.Read, ExplainAsync);
    }

    private static async Task<ApiResponse> CheckAsync(ApiCall call, CheckInput input)
    {
        var check = new CheckBody
        {
            Type = input.Type,
            Resource = input.Resource,
            Action = input.Action,
        };
        if (FindSubject(call, input.User, out var subject) is { } refused)
            return refused;
        if (Read(check, out var key, out var action) is { } error)
            return error;
        var index = await call.Get<Access>().GetIndexAsync();
        return ApiResponse.Ok(new { allowed = index.GetLevel(subject.AccountId, key, subject.Impersonated) >= action });
    }

    private static async Task<ApiResponse> CheckManyAsync(ApiCall call, CheckManyInput input)
    {
        if (input.Checks is not { } checks)
            return ApiError.MissingFields.With("checks");
        if (checks.Length > MaxChecks)
            return ApiError.Validation.With($"field checks has more than {MaxChecks} items");
        if (FindSubject(call, input.User, out var subject) is { } refused)
            return refused;
        var index = await call.Get<Access>().GetIndexAsync();
        var results = new bool[checks.Length];
        for (var i = 0; i < checks.Length; i++)
        {
            if (Read(checks[i] ?? new(), out var key, out var action) is { } error)
                return error.With($"checks[{i}]: {error.Detail}");
            results[i] = index.GetLevel(subject.AccountId, key, subject.Impersonated) >= action;
        }
        return ApiResponse.Ok(new { results });
    }

    private static async Task<ApiResponse> ListAsync(ApiCall call, ListInput input)
    {
        if (!Paging.TryRead(input.Page, input.PageSize, MaxPage, out var page))
            return Paging.Refused;
        if (FindSubject(call, input.User, out var subject) is { } refused)
            return refused;
        if (ReadType(input.Type, out var type) is { } wrongType)
            return wrongType;
        if (ReadAction(input.Action, out var action) is { } wrongAction)
            return wrongAction;
        var index = await call.Get<Access>().GetIndexAsync();
        var ids = index.GetIds(subject.AccountId, type, action, subject.Impersonated);
        return ApiResponse.Ok(new StreamedIds(ids.Skip(page.Skip).Take(page.Take), ids.Count));
    }

    private static async Task<ApiResponse> ExplainAsync(ApiCall call, ExplainInput input)
    {
        var check = new CheckBody
        {
            Type = input.Type,
            Resource = input.Resource,
            Action = input.Action,
        };
        if (FindSubject(call, input.User, out var subject) is { } refused)
            return refused;
        if (Read(check, out var key, out var action) is { } error)
            return error;
        Guid? actor = null;
        if (!string.IsNullOrEmpty(input.ImpersonatedBy))
        {
            if (!call.Current.Can(Permission.CheckAccess))
                return NotAllowed;
            if (!Domain.EntityId.TryParse(input.ImpersonatedBy, out var id))
                return ApiError.InvalidUserId;
            actor = id;
        }
        var explained = await call.Get<ExplainAccess>()
            .ExplainAsync(
                new(subject.AccountId, key, action) { IsImpersonated = subject.Impersonated, ImpersonatedBy = actor }
            );
        return ApiResponse.Ok(Write(call.Current.Can(Permission.CheckAccess) ? explained : Narrow(explained)));
    }

    private static ApiError NotAllowed => ApiError.RoleNotAllowed.With("only for oneself");

    // Whoever may not read an object is not told whether it exists, nor which groups can.
    private static AccessExplanation Narrow(AccessExplanation explained)
    {
        if (explained.Allowed)
            return explained;
        var canRead = explained.Reason.Any(step => step.Kind == StepKind.Rule);
        return explained with
        {
            Reason = canRead ? explained.Reason : [],
            WouldAllow = canRead ? [.. explained.WouldAllow.Where(s => s.Kind != SuggestionKind.JoinGroup)] : [],
        };
    }

    private static object Write(AccessExplanation explained) =>
        new
        {
            allowed = explained.Allowed,
            reason = explained.Reason.Select(s => new
            {
                kind = ToName(s.Kind),
                id = s.Id,
                name = s.Name,
            }),
            would_allow = explained.WouldAllow.Select(s => new
            {
                kind = ToName(s.Kind),
                id = s.Id,
                name = s.Name,
                text = s.Sentence,
            }),
        };

    private static string ToName(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static ApiError? FindSubject(ApiCall call, string? user, out AccessSubject subject)
    {
        subject = call.Get<Access>().Me;
        if (string.IsNullOrEmpty(user))
            return null;
        if (!Domain.EntityId.TryParse(user, out var id))
            return ApiError.InvalidUserId;
        if (id == subject.AccountId)
            return null;
        subject = new(id);
        return call.Current.Can(Permission.CheckAccess) ? null : NotAllowed;
    }

    private static ApiError? Read(CheckBody check, out ResourceKey key, out AccessLevel action)
    {
        (key, action) = (default, default);
        if (ReadType(check.Type, out var type) is { } wrongType)
            return wrongType;
        if (string.IsNullOrEmpty(check.Resource))
            return ApiError.MissingFields.With("resource");
        key = new(type, check.Resource);
        return ReadAction(check.Action, out action);
    }

    private static ApiError? ReadType(string? name, out ResourceType type)
    {
        type = default;
        if (string.IsNullOrEmpty(name))
            return ApiError.MissingFields.With("type");
        return ResourceTypes.TryParse(name, out type) ? null : ApiError.Validation.With("unknown type");
    }

    private static ApiError? ReadAction(string? name, out AccessLevel action)
    {
        action = default;
        if (string.IsNullOrEmpty(name))
            return ApiError.MissingFields.With("action");
        return AccessLevels.TryParse(name, out action)
            ? null
            : ApiError.Validation.With("action must be read or modify");
    }
}
