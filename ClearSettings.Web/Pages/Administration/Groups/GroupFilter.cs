namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>What the address of the Groups page asks for. Unknown words find nothing or mean the usual.</summary>
public sealed record GroupFilter
{
    public const int MaxSearchLength = 200;

    /// <summary>Each sortable column: its word in the address, its words for people, and whether the greatest comes first by itself.</summary>
    public static readonly IReadOnlyList<(string Key, string Words, bool Down)> Sorts =
    [
        ("name", "Name", false),
        ("description", "Description", false),
        ("members", "Members", true),
        ("id", "ID", false),
    ];

    /// <summary>Part of a name or description, or an id or its beginning.</summary>
    public string? Q { get; init; }

    /// <summary>A key of <see cref="Sorts"/>, after a minus for the other way round.</summary>
    public string? Sort { get; init; }

    public string Search => (Q is { Length: > MaxSearchLength } ? Q[..MaxSearchLength] : Q ?? "").Trim();

    public string Order => Sorts.Any(s => s.Key == Sort?.TrimStart('-')) ? Sort! : "name";

    public string Column => Order.TrimStart('-');

    public bool Descending => Order[0] == '-';

    /// <summary>What follows the path, with the given page and order.</summary>
    public QueryString Query(int page = 1, string? sort = null)
    {
        var query = QueryString.Empty;
        if (Search.Length > 0)
            query = query.Add("q", Search);
        if ((sort ?? Order) is not "name" and var order)
            query = query.Add("sort", order);
        return page > 1 ? query.Add("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture)) : query;
    }
}
