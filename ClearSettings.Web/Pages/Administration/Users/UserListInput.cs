using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>
/// Filters, order and paging of users.get_all and users.get_all_ex; see docs/protocol.md#lists-and-filters.
/// </summary>
public sealed record UserListInput
{
    public string[]? Id { get; init; }

    /// <summary>A regular expression.</summary>
    [StringLength(200)]
    public string? Name { get; init; }

    [MaxLength(50)]
    public string[]? OnlyFields { get; init; }

    [MaxLength(50)]
    public string[]? Projection { get; init; }

    [MaxLength(10)]
    public string[]? OrderBy { get; init; }

    [JsonConverter(typeof(NearestNumber))]
    public int? Page { get; init; }

    [JsonConverter(typeof(NearestNumber))]
    public int? PageSize { get; init; }

    [JsonConverter(typeof(NearestNumber))]
    public int? Start { get; init; }

    [JsonConverter(typeof(NearestNumber))]
    public int? Size { get; init; }

    /// <summary>For administrators: email, created, role, providers and sec_groups; others get none of it.</summary>
    public bool IncludeAuth { get; init; }

    /// <summary>For administrators: when each was last active, and through what.</summary>
    public bool IncludeActivity { get; init; }

    /// <summary>Tasks live elsewhere, so no one is active in a project here.</summary>
    public JsonElement? ActiveInProjects { get; init; }
}
