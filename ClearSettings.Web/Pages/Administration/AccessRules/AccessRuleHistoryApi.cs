using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Principals;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>access_rules.* for versions and files; see docs/api.md#access-rules.</summary>
public static class AccessRuleHistoryApi
{
    private const int MaxPage = 500;
    private const int MaxYaml = 8_000_000;

    public sealed record VersionsInput
    {
        /// <summary>With it, what this version changed.</summary>
        [JsonConverter(typeof(NearestNumber))]
        public int? Version { get; init; }

        /// <summary>With it, what differs from this version instead of from the one before.</summary>
        [JsonConverter(typeof(NearestNumber))]
        public int? From { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? Page { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? PageSize { get; init; }
    }

    public sealed record RestoreInput
    {
        [JsonConverter(typeof(NearestNumber))]
        public int? Version { get; init; }

        public bool? DryRun { get; init; }

        public string? Note { get; init; }

        public string? Confirm { get; init; }
    }

    [BodyLimit(24 * 1024 * 1024)]
    public sealed record ImportInput
    {
        [StringLength(MaxYaml)]
        public string? Yaml { get; init; }

        public bool? DryRun { get; init; }

        public string? Note { get; init; }

        public string? Confirm { get; init; }
    }

    private sealed record VersionItem(int Version, DateTime At, string By, string Summary, string? Note, int Changes);

    public static void Map(ApiMap api)
    {
        api.Map<VersionsInput>(
            "access_rules.get_versions",
            Permission.ManageAccessRules,
            ActionAccess.Read,
            VersionsAsync
        );
        api.Map<RestoreInput>("access_rules.restore", Permission.ManageAccessRules, ActionAccess.Write, RestoreAsync);
        api.Map<NoInput>("access_rules.export", Permission.ManageAccessRules, ActionAccess.Read, ExportAsync);
        api.Map<ImportInput>("access_rules.import", Permission.ManageAccessRules, ActionAccess.Write, ImportAsync);
    }

    private static async Task<ApiResponse> VersionsAsync(ApiCall call, VersionsInput input)
    {
        var history = call.Get<RuleHistory>();
        if (input.Version is { } version)
            return await CompareAsync(history, input.From ?? version - 1, version);
        if (!Paging.TryRead(input.Page, input.PageSize, MaxPage, out var page))
            return Paging.Refused;
        var rows = await history.ListAsync(page.Skip, page.Take);
        return ApiResponse.Ok(new { versions = rows.Select(Write), total = await history.CountAsync() });
    }

    private static async Task<ApiResponse> CompareAsync(RuleHistory history, int from, int to)
    {
        if (await history.FindAsync(to) is not { } row)
            return ApiError.InvalidId.With("there is no such version");
        var differences = await history.CompareAsync(from, to);
        return differences.Ok
            ? ApiResponse.Ok(
                new
                {
                    version = Write(row),
                    differences = differences.Value.Select(d => new
                    {
                        before = d.Before is null ? null : RuleItem.From(d.RuleId, d.Before),
                        after = d.After is null ? null : RuleItem.From(d.RuleId, d.After),
                    }),
                }
            )
            : AccessRulesApi.Error(differences);
    }

    private static async Task<ApiResponse> RestoreAsync(ApiCall call, RestoreInput input)
    {
        if (input.Version is not { } version)
            return ApiError.MissingFields.With("version");
        var restore = call.Get<RestoreRules>();
        if (input.DryRun == true)
        {
            var preview = await restore.PreviewAsync(version);
            return preview.Ok
                ? ApiResponse.Ok(new { preview = AccessRulesApi.Write(preview.Value) })
                : AccessRulesApi.Error(preview);
        }
        var done = await restore.RunAsync(version, new(input.Note, input.Confirm));
        return done.Ok
            ? ApiResponse.Ok(new { changed = done.Value.Changed, left_out = done.Value.LeftOut })
            : AccessRulesApi.Error(done);
    }

    private static async Task<ApiResponse> ExportAsync(ApiCall call, NoInput input) =>
        ApiResponse.Ok(new { yaml = await call.Get<ExportRules>().RunAsync() });

    private static async Task<ApiResponse> ImportAsync(ApiCall call, ImportInput input)
    {
        if (input.Yaml is not { } yaml)
            return ApiError.MissingFields.With("yaml");
        var import = call.Get<ImportRules>();
        var done =
            input.DryRun == true
                ? await import.PreviewAsync(yaml)
                : await import.RunAsync(yaml, new(input.Note, input.Confirm));
        return done.Ok
            ? ApiResponse.Ok(
                new
                {
                    created = done.Value.Created,
                    updated = done.Value.Updated,
                    deleted = done.Value.Deleted,
                    unchanged = done.Value.Unchanged,
                    preview = done.Value.Preview is { } preview ? AccessRulesApi.Write(preview) : null,
                }
            )
            : AccessRulesApi.Error(done);
    }

    private static VersionItem Write(RuleVersionRow row) =>
        new(row.Number, row.At, row.ByName, row.Summary, row.Note, row.Changes);
}
