using System.Text.Json.Serialization;
using ClearSettings.Domain;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults.Activity;

/// <summary>users.get_vault_operations_log and its filters; see docs/api.md#vault-activity.</summary>
public static class VaultLogApi
{
    private const int MaxPage = 500;

    private static readonly IReadOnlyDictionary<string, VaultAction> Actions = Enum.GetValues<VaultAction>()
        .ToDictionary(Word);

    public sealed record LogInput
    {
        public string[]? Vaults { get; init; }

        public string[]? Users { get; init; }

        public string[]? Operations { get; init; }

        /// <summary>organization, group, service_account, user; the first two when left out.</summary>
        public string[]? Scope { get; init; }

        public DateTime? FromTimestamp { get; init; }

        public DateTime? ToTimestamp { get; init; }

        /// <summary>asc, or else the latest comes first.</summary>
        public string? Order { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? Page { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? PageSize { get; init; }
    }

    private sealed record Operation(
        DateTime Created,
        string? Ip,
        [property: JsonPropertyName("operation")] string Name,
        string Originator,
        string? Reason,
        string Scope,
        Actor User,
        Guid Vault,
        string VaultDescription
    );

    private sealed record Actor(Guid Id, string Name);

    public static void Map(ApiMap api)
    {
        api.Map<LogInput>("users.get_vault_operations_log", Permission.ManageVaults, ActionAccess.Read, ReadAsync);
        api.Map<NoInput>(
            "users.get_vault_operations_log_filters",
            Permission.ManageVaults,
            ActionAccess.Read,
            FiltersAsync
        );
    }

    private static async Task<ApiResponse> ReadAsync(ApiCall call, LogInput input)
    {
        if (!Paging.TryRead(input.Page, input.PageSize, MaxPage, out var page))
            return Paging.Refused;
        if (Read(input, out var filter) is { } error)
            return error;
        var rows = call.Get<VaultLog>().Find(filter);
        var ordered =
            input.Order == "asc"
                ? rows.OrderBy(o => o.At).ThenBy(o => o.Id)
                : rows.OrderByDescending(o => o.At).ThenByDescending(o => o.Id);
        var found = await ordered.Skip(page.Skip).Take(page.Take).ToListAsync();
        return ApiResponse.Ok(new { operations = found.Select(Write) });
    }

    private static Operation Write(VaultOperation operation) =>
        new(
            operation.At,
            operation.Address,
            Word(operation.Action),
            operation.Source.ToString(),
            operation.Detail,
            VaultTypes.ToWireName(operation.Scope),
            new(operation.ActorId, operation.ActorName),
            operation.VaultId,
            operation.VaultName
        );

    private static ApiError? Read(LogInput input, out VaultLogFilter filter)
    {
        filter = new();
        HashSet<string> scopes = [.. input.Scope is { Length: > 0 } given ? given : ["organization", "group"]];
        if (!scopes.IsSubsetOf(["organization", "group", "service_account", "user"]))
            return ApiError.Validation.With("scope can be organization, group, service_account or user");
        HashSet<VaultAction> actions = [];
        foreach (var word in input.Operations ?? [])
        {
            if (word is null || !Actions.TryGetValue(word, out var action))
                return ApiError.Validation.With("an operation can be " + string.Join(", ", Actions.Keys));
            actions.Add(action);
        }
        filter = new()
        {
            Vaults = Ids(input.Vaults),
            Users = Ids(input.Users),
            Actions = [.. actions],
            From = input.FromTimestamp?.ToUniversalTime(),
            To = input.ToTimestamp?.ToUniversalTime(),
            Shared = scopes.Contains("organization") || scopes.Contains("group"),
            Machines = scopes.Contains("service_account"),
            Personal = scopes.Contains("user"),
        };
        return null;
    }

    private static async Task<ApiResponse> FiltersAsync(ApiCall call, NoInput input)
    {
        var log = call.Get<VaultLog>();
        var rows = log.Find(new());
        return ApiResponse.Ok(
            new
            {
                users = (await log.ActorsAsync(rows)).Select(u => new { id = u.Id, name = u.Name }),
                vaults = (await log.VaultsAsync(rows)).Select(v => new { id = v.Id, description = v.Name }),
                operations = Actions.Keys,
            }
        );
    }

    private static string Word(VaultAction action) => action.ToString().ToLowerInvariant();

    // What is no id matches nothing, instead of everything.
    private static List<Guid> Ids(string[]? texts) =>
        [.. (texts ?? []).Select(t => EntityId.TryParse(t, out var id) ? id : Guid.Empty).Distinct()];
}
