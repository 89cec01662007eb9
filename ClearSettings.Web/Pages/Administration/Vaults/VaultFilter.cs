using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.WebUtilities;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>The URL of the Vaults page. Contents are encrypted and cannot be searched.</summary>
public sealed record VaultFilter : ListQuery
{
    public static readonly SortColumn Name = new("name", "Name");
    public static readonly SortColumn Active = new("active", "Active", LargestFirst: true);
    public static readonly SortColumn ByTarget = new("target", "Target");
    public static readonly SortColumn ByGroup = new("group", "Groups");
    public static readonly SortColumn Content = new("content", "Content", LargestFirst: true);
    public static readonly SortColumn Id = new("id", "ID");
    public static readonly SortColumn Updated = new("updated", "Updated", LargestFirst: true);

    private static readonly SortColumn[] Columns = [Name, Active, ByTarget, ByGroup, Content, Id, Updated];

    /// <summary>The word for <see cref="VaultTarget.Other"/> in the address.</summary>
    public const string Other = "other";

    /// <summary>
    /// In the protocol's words: config, monitoring, ui, ssh; <see cref="Other"/> for all other types.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>
    /// A group's id, "workspace" for vaults that everyone receives, "none" for those whose groups were all deleted.
    /// </summary>
    public string? Group { get; init; }

    public override IReadOnlyList<SortColumn> SortColumns() => Columns;

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

    protected override IEnumerable<(string Name, string? Value)> Filters() => [("target", Target), ("group", Group)];
}
