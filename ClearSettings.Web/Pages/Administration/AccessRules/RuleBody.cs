using System.ComponentModel.DataAnnotations;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>An access rule in the API.</summary>
public sealed record RuleBody
{
    public string? Id { get; init; }

    public string? ResourceType { get; init; }

    /// <summary>Null for all objects of the type.</summary>
    public string? Resource { get; init; }

    public string? Permission { get; init; }

    [MaxLength(RuleCheck.MaxAssignees)]
    public string[]? Users { get; init; }

    [MaxLength(RuleCheck.MaxAssignees)]
    public string[]? ServiceAccounts { get; init; }

    [MaxLength(RuleCheck.MaxAssignees)]
    public string[]? Groups { get; init; }

    /// <summary>As the rule was read: an update is refused where someone changed it since.</summary>
    public DateTime? LastUpdate { get; init; }

    /// <summary>The rule, or the error.</summary>
    public ApiError? Read(out RuleInput input)
    {
        input = new();
        if (ResourceType is null || Permission is null)
            return ApiError.MissingFields.With(ResourceType is null ? "resource_type" : "permission");
        if (!ResourceTypes.TryParse(ResourceType, out var type))
            return ApiError.Validation.With("unknown resource_type");
        if (!AccessLevels.TryParse(Permission, out var level))
            return ApiError.Validation.With("permission must be read or modify");
        input = new()
        {
            Type = type,
            ResourceId = string.IsNullOrEmpty(Resource) ? null : Resource,
            Level = level,
            Users = ReadIds(Users),
            ServiceAccounts = ReadIds(ServiceAccounts),
            Groups = ReadIds(Groups),
            // Without a zone it is UTC, as everywhere in the API.
            LastUpdate = LastUpdate is { Kind: DateTimeKind.Unspecified } read
                ? DateTime.SpecifyKind(read, DateTimeKind.Utc)
                : LastUpdate?.ToUniversalTime(),
        };
        return null;
    }

    // What is no ID is no one's.
    private static IReadOnlyList<Guid> ReadIds(string[]? texts) =>
        [.. (texts ?? []).Select(t => Domain.EntityId.TryParse(t, out var id) ? id : Guid.Empty)];
}

/// <summary>An access rule as the API writes it.</summary>
public sealed record RuleItem(
    Guid Id,
    string ResourceType,
    [property: System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never
    )]
        string? Resource,
    string Permission,
    IReadOnlyList<Guid> Users,
    IReadOnlyList<Guid> ServiceAccounts,
    IReadOnlyList<Guid> Groups,
    DateTime? LastUpdate,
    string? UpdatedBy
)
{
    public static RuleItem From(RuleRow row) =>
        From(row.Id, row.State) with
        {
            LastUpdate = row.UpdatedAt,
            UpdatedBy = row.UpdatedByName,
        };

    public static RuleItem From(Guid id, RuleState state) =>
        new(
            id,
            state.Type.GetName(),
            state.ResourceId,
            state.Level.GetName(),
            state.Users,
            state.ServiceAccounts,
            state.Groups,
            null,
            null
        );
}
