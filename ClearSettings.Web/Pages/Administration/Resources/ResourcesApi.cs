using System.Text.Json.Serialization;
using ClearSettings.Domain;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Administration.Resources;

/// <summary>resources.*, which fill the catalog; see docs/api.md#resources.</summary>
public static class ResourcesApi
{
    private const int MaxPage = 1_000;
    private const int MaxBody = 24 * 1024 * 1024;

    // 10,000 objects with all their fields.
    private const int MaxValues = 200_000;

    /// <summary>Type and ID.</summary>
    public sealed record KeyBody
    {
        public string? Type { get; init; }

        public string? Id { get; init; }
    }

    public sealed record ResourceBody
    {
        public string? Type { get; init; }

        public string? Id { get; init; }

        public string? Name { get; init; }

        public KeyBody? Parent { get; init; }
    }

    [BodyLimit(MaxBody, Values = MaxValues, Lines = "resources")]
    public sealed record UpsertInput
    {
        public ResourceBody?[]? Resources { get; init; }
    }

    [BodyLimit(MaxBody, Values = MaxValues, Lines = "resources")]
    public sealed record DeleteInput
    {
        public KeyBody?[]? Resources { get; init; }
    }

    public sealed record ListInput
    {
        public string? Type { get; init; }

        /// <summary>ID of a project.</summary>
        public string? Parent { get; init; }

        public string? Search { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? Page { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? PageSize { get; init; }
    }

    private sealed record ParentItem(string Type, string Id, string? Name);

    private sealed record Item(string Type, string Id, string Name, ParentItem? Parent, DateTime LastUpdate);

    public static void Map(ApiMap api)
    {
        api.Map<UpsertInput>("resources.upsert", Permission.ManageResources, ActionAccess.Write, UpsertAsync);
        api.Map<DeleteInput>("resources.delete", Permission.ManageResources, ActionAccess.Write, DeleteAsync);
        api.Map<ListInput>("resources.get_all", Permission.ManageResources, ActionAccess.Read, ListAsync);
    }

    private static async Task<ApiResponse> UpsertAsync(ApiCall call, UpsertInput input)
    {
        if (input.Resources is not { } resources)
            return ApiError.MissingFields.With("resources");
        var done = await call.Get<UpsertResources>().RunAsync([.. resources.Select(Draft)]);
        return done.Ok
            ? ApiResponse.Ok(new { created = done.Value.Created, updated = done.Value.Updated })
            : Error(done);
    }

    private static async Task<ApiResponse> DeleteAsync(ApiCall call, DeleteInput input)
    {
        if (input.Resources is not { } resources)
            return ApiError.MissingFields.With("resources");
        if (ResourceRules.CheckCount(resources.Length) is { } tooMany)
            return Error(tooMany);
        List<ResourceKey> keys = [];
        for (var place = 0; place < resources.Length; place++)
        {
            if (ResourceRules.CheckKey(resources[place]?.Type, resources[place]?.Id, out var key) is { } wrong)
                return ApiError.Validation.With($"resources[{place}]: {wrong}");
            keys.Add(key);
        }
        var done = await call.Get<DeleteResources>().RunAsync(keys);
        return done.Ok ? ApiResponse.Ok(new { deleted = done.Value }) : Error(done);
    }

    private static async Task<ApiResponse> ListAsync(ApiCall call, ListInput input)
    {
        if (!Paging.TryRead(input.Page, input.PageSize, MaxPage, out var page))
            return Paging.Refused;
        ResourceType type = default;
        if (input.Type is not null && !ResourceTypes.TryParse(input.Type, out type))
            return ApiError.Validation.With("unknown type");
        var query = new ResourceQuery
        {
            Type = input.Type is null ? null : type,
            Parent = input.Parent,
            Search = input.Search,
        };
        var list = call.Get<ResourceList>();
        var rows = await list.ReadAsync(query, page.Skip, page.Take);
        return ApiResponse.Ok(new { resources = rows.Select(Write), total = await list.CountAsync(query) });
    }

    private static Item Write(ResourceRow row) =>
        new(
            row.Type.GetName(),
            row.Id,
            row.Name,
            row.ParentId is null ? null : new(ResourceType.Project.GetName(), row.ParentId, row.ParentName),
            row.UpdatedAt
        );

    private static ResourceDraft Draft(ResourceBody? body) =>
        new()
        {
            Type = body?.Type,
            Id = body?.Id,
            Name = body?.Name,
            ParentType = body?.Parent is { } parent ? parent.Type ?? "" : null,
            ParentId = body?.Parent?.Id,
        };

    private static ApiError Error(Result refused)
    {
        var messages = refused.Problems.Select(p => p.Field.Length == 0 ? p.Message : $"{p.Field}: {p.Message}");
        return ApiError.Validation.With(string.Join(" ", messages));
    }
}
