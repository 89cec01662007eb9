using System.Globalization;
using ClearSettings.Domain;

namespace ClearSettings.Web.Html;

/// <summary>A column by which a list can be sorted.</summary>
/// <param name="Key">Its word in the URL.</param>
/// <param name="Title">Its head, also the name of the order.</param>
/// <param name="LargestFirst">Whether the first click sorts in descending order.</param>
public sealed record SortColumn(string Key, string Title, bool LargestFirst = false);

/// <summary>
/// What the URL of a list says: search, filters, order and page. A list derives its own, with a property for each
/// filter. Unknown filters find nothing, and an unknown order or page is the first one.
/// </summary>
public abstract record ListQuery
{
    public const int MaxSearchLength = 200;

    /// <summary>What to search for, as typed.</summary>
    public string? Q { get; init; }

    /// <summary>A key of <see cref="SortColumns"/>, after a minus for descending order.</summary>
    public string? Sort { get; init; }

    /// <summary>Number of the page, from 1.</summary>
    public int P { get; init; }

    public string Search => TextLimits.ToSearch(Q, MaxSearchLength);

    public string Order => SortColumns().Any(s => s.Key == Sort?.TrimStart('-')) ? Sort! : DefaultOrder;

    public string Column => Order.TrimStart('-');

    public bool Descending => Order.StartsWith('-');

    public bool IsFiltered => Search.Length > 0 || Filters().Any(f => !string.IsNullOrEmpty(f.Value));

    /// <summary>Whether the list has filters, besides the search.</summary>
    public bool HasFilters => Filters().Any();

    private string DefaultOrder => SortColumns() is [var first, ..] ? first.Key : "";

    /// <summary>The first is the default order. Empty for a list that has one order only.</summary>
    public virtual IReadOnlyList<SortColumn> SortColumns() => [];

    /// <summary>The name and value of each filter, as they are in the URL.</summary>
    protected virtual IEnumerable<(string Name, string? Value)> Filters() => [];

    /// <summary>What else the URL says, besides search, filters, order and page.</summary>
    protected virtual IEnumerable<(string Name, string? Value)> Options() => [];

    /// <summary>The query string of the same list on another page or in another order.</summary>
    public QueryString ToQuery(int page = 1, string? sort = null)
    {
        var query = QueryString.Empty;
        if (Search.Length > 0)
            query = query.Add("q", Search);
        foreach (var (name, value) in Filters().Concat(Options()))
            if (!string.IsNullOrEmpty(value))
                query = query.Add(name, value);
        var order = sort ?? Order;
        if (order != DefaultOrder)
            query = query.Add("sort", order);
        return page > 1 ? query.Add("p", page.ToString(CultureInfo.InvariantCulture)) : query;
    }
}
