using System.Text.Json;
using System.Text.Json.Serialization;
using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>access_rules.* for the rules themselves; see docs/api.md#access-rules.</summary>
public static class AccessRulesApi
{
    private const int MaxPage = 100;

    public sealed record ListInput
    {
        public string? ResourceType { get; init; }

        public string? Resource { get; init; }

        public string? User { get; init; }

        public string? Group { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? Page { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? PageSize { get; init; }
    }

    public sealed record SaveInput
    {
        public RuleBody? Rule { get; init; }

        public string? Note { get; init; }

        public string? Confirm { get; init; }
    }

    public sealed record DeleteInput
    {
        public string[]? Ids { get; init; }

        public string? Note { get; init; }

        public string? Confirm { get; init; }
    }

    public sealed record PreviewInput
    {
        public RuleBody?[]? Create { get; init; }

        public RuleBody?[]? Update { get; init; }

        public string[]? Delete { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<ListInput>("access_rules.get_all", Permission.ManageAccessRules, ActionAccess.Read, ListAsync);
        api.Map<SaveInput>("access_rules.create", Permission.ManageAccessRules, ActionAccess.Write, CreateAsync);
        api.Map<SaveInput>("access_rules.update", Permission.ManageAccessRules, ActionAccess.Write, UpdateAsync);
        api.Map<DeleteInput>("access_rules.delete", Permission.ManageAccessRules, ActionAccess.Write, DeleteAsync);
        api.Map<PreviewInput>("access_rules.preview", Permission.ManageAccessRules, ActionAccess.Read, PreviewAsync);
    }

    private static async Task<ApiResponse> ListAsync(ApiCall call, ListInput input)
    {
        if (!Paging.TryRead(input.Page, input.PageSize, MaxPage, out var page))
            return Paging.Refused;
        ResourceType type = default;
        if (input.ResourceType is not null && !ResourceTypes.TryParse(input.ResourceType, out type))
            return ApiError.Validation.With("unknown resource_type");
        var query = new RuleQuery
        {
            Type = input.ResourceType is null ? null : type,
            Resource = input.Resource,
            Account = input.User is null ? null : ReadId(input.User),
            Group = input.Group is null ? null : ReadId(input.Group),
        };
        var list = call.Get<RuleList>();
        var rows = await list.ReadWithoutNamesAsync(query, page.Skip, page.Take);
        return ApiResponse.Ok(new { rules = rows.Select(RuleItem.From), total = await list.CountAsync(query) });
    }

    private static async Task<ApiResponse> CreateAsync(ApiCall call, SaveInput input)
    {
        if (input.Rule is not { } body)
            return ApiError.MissingFields.With("rule");
        if (body.Read(out var rule) is { } error)
            return error;
        var done = await call.Get<CreateRules>().RunAsync([rule], new(input.Note, input.Confirm));
        return done.Ok ? ApiResponse.Ok(new { id = done.Value[0] }) : Error(done);
    }

    private static async Task<ApiResponse> UpdateAsync(ApiCall call, SaveInput input)
    {
        if (input.Rule is not { Id: { Length: > 0 } id } body)
            return ApiError.MissingFields.With(input.Rule is null ? "rule" : "rule.id");
        if (body.Read(out var rule) is { } error)
            return error;
        var done = await call.Get<UpdateRule>().RunAsync(ReadId(id), rule, new(input.Note, input.Confirm));
        return done.Ok ? ApiResponse.Ok(new { updated = done.Value ? 1 : 0 }) : Error(done);
    }

    private static async Task<ApiResponse> DeleteAsync(ApiCall call, DeleteInput input)
    {
        if (input.Ids is not { Length: > 0 } ids)
            return ApiError.MissingFields.With("ids");
        var done = await call.Get<DeleteRules>().RunAsync([.. ids.Select(ReadId)], new(input.Note, input.Confirm));
        return done.Ok ? ApiResponse.Ok(new { deleted = done.Value }) : Error(done);
    }

    private static async Task<ApiResponse> PreviewAsync(ApiCall call, PreviewInput input)
    {
        if (ReadAll(input.Create, out var create) is { } wrongRule)
            return wrongRule;
        if (ReadAll(input.Update, out var update) is { } wrongUpdate)
            return wrongUpdate;
        Dictionary<Guid, RuleInput> updates = [];
        for (var i = 0; i < update.Count; i++)
            if (!updates.TryAdd(ReadId(input.Update![i]!.Id), update[i]))
                return ApiError.Validation.With("a rule is in update twice");
        var done = await call.Get<PreviewRules>()
            .RunAsync(new(create, updates, [.. (input.Delete ?? []).Select(ReadId)]));
        return done.Ok ? ApiResponse.Ok(Write(done.Value)) : Error(done);
    }

    private static ApiError? ReadAll(RuleBody?[]? bodies, out List<RuleInput> rules)
    {
        rules = [];
        if (IdList.Check(bodies?.Length ?? 0) is { } tooMany)
            return Error(tooMany);
        foreach (var body in bodies ?? [])
        {
            if ((body ?? new()).Read(out var rule) is { } error)
                return error;
            rules.Add(rule);
        }
        return null;
    }

    /// <summary>The effects of a preview with counts and names.</summary>
    internal static object Write(RulePreview preview) =>
        new
        {
            complete = preview.IsComplete,
            locks_out_members = preview.LocksOutMembers,
            effects = preview.Effects.Select(e => new
            {
                effect = JsonNamingPolicy.SnakeCaseLower.ConvertName(e.Effect.ToString()),
                text = e.Sentence,
                object_count = e.ObjectCount,
                objects = e.Objects.Select(o => new
                {
                    type = o.Key.Type.GetName(),
                    id = o.Key.Id,
                    name = o.Name,
                }),
                user_count = e.AccountCount,
                users = e.Accounts.Select(a => new { id = a.Id, name = a.Name }),
            }),
        };

    /// <summary>A refusal in the protocol's numbers.</summary>
    internal static ApiError Error(Result refused) =>
        (refused.Refusal == Refusal.NotFound ? ApiError.InvalidId : ApiError.Validation).With(
            refused.Problems[0].Message
        );

    // What is no ID is no one's.
    private static Guid ReadId(string? text) => Domain.EntityId.TryParse(text, out var id) ? id : Guid.Empty;
}
