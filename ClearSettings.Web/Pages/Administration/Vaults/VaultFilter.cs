using ClearSettings.Domain.Vaults;
using Microsoft.AspNetCore.WebUtilities;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>What the address of the Vaults page asks for. Unknown words find nothing or mean the usual.</summary>
public sealed record VaultFilter
{
    public const int MaxSearchLength = 200;

    /// <summary>Each sortable column: its word in the address, its words for people, and whether the largest comes first by itself.</summary>
    public static readonly IReadOnlyList<(string Key, string Words, bool Down)> Sorts =
    [
        ("active", "Active", true),
        ("name", "Name", false),
        ("target", "Target", false),
        ("group", "Group", false),
        ("content", "Content", true),
        ("id", "ID", false),
        ("updated", "Updated", true),
    ];

    /// <summary>The word for <see cref="VaultTarget.Other"/> in the address.</summary>
    public const string Other = "other";

    /// <summary>Part of a name, or an id or its beginning. Contents are encrypted and cannot be searched.</summary>
    public string? Q { get; init; }

    /// <summary>
    /// In the protocol's words: config, monitoring, ui, ssh; <see cref="Other"/> for all other types.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>A group's id, "workspace" for vaults that reach everybody, "none" for those that reach nobody.</summary>
    public string? Group { get; init; }

    /// <summary>A key of <see cref="Sorts"/>, after a minus for the other way round.</summary>
    public string? Sort { get; init; }

    public string Search => (Q is { Length: > MaxSearchLength } ? Q[..MaxSearchLength] : Q ?? "").Trim();

    public string Order => Sorts.Any(s => s.Key == Sort?.TrimStart('-')) ? Sort! : "name";

    public string Column => Order.TrimStart('-');

    public bool Descending => Order[0] == '-';

    public bool IsFiltered => Search.Length > 0 || !string.IsNullOrEmpty(Target) || !string.IsNullOrEmpty(Group);

    /// <param name="address">Of the page in the browser.</param>
    public static VaultFilter FromUrl(string? address)
    {
        var query = Uri.TryCreate(address, UriKind.Absolute, out var url) ? QueryHelpers.ParseQuery(url.Query) : [];
        return new()
        {
            Q = query.GetValueOrDefault("q"),
            Target = query.GetValueOrDefault("target"),
            Group = query.GetValueOrDefault("group"),
        };
    }

    /// <returns>False when no vault can match.</returns>
    public bool TryReadTarget(out VaultTarget? target)
    {
        target = Target == Other ? VaultTarget.Other : VaultType.GetTarget(Target ?? "");
        if (target == VaultTarget.Other && Target != Other)
            target = null;
        return string.IsNullOrEmpty(Target) || target is not null;
    }

    /// <returns>False when no vault can match.</returns>
    public bool TryReadGroup(out VaultScope? scope, out Guid? group)
    {
        (scope, group) = (
            Group switch
            {
                "workspace" => VaultScope.Organization,
                null or "" => null,
                _ => VaultScope.Group,
            },
            null
        );
        if (scope != VaultScope.Group || Group == "none")
            return true;
        if (!Domain.EntityId.TryParse(Group, out var id))
            return false;
        group = id;
        return true;
    }

    /// <summary>What follows the path, with the given page and order.</summary>
    public QueryString Query(int page = 1, string? sort = null)
    {
        var query = QueryString.Empty;
        if (Search.Length > 0)
            query = query.Add("q", Search);
        if (!string.IsNullOrEmpty(Target))
            query = query.Add("target", Target);
        if (!string.IsNullOrEmpty(Group))
            query = query.Add("group", Group);
        if ((sort ?? Order) is not "name" and var order)
            query = query.Add("sort", order);
        return page > 1 ? query.Add("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture)) : query;
    }
}
