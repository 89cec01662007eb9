namespace ClearSettings.Web.Html;

/// <summary>One page of a list, as _ListToolbar, _Table, _SortLink and _Pager show it.</summary>
/// <param name="Url">Of the list without its query.</param>
/// <param name="Total">Rows on all pages.</param>
/// <param name="CountText">The total in words: "12 groups".</param>
public sealed record Listing(string Url, ListQuery Query, int Total, string CountText)
{
    public const int PageSize = 50;
    private const int ShownPages = 5;

    public Listing(string url, ListQuery query, int total, string one, string many)
        : this(url, query, total, total == 1 ? $"1 {one}" : $"{total:N0} {many}") { }

    /// <summary>Rows of a page.</summary>
    public int Size { get; init; } = PageSize;

    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>Of the page, from 1; at most the last one.</summary>
    public int Number => Math.Clamp(Query.P, 1, Pages);

    public int Skip => (Number - 1) * Size;

    /// <summary>"51–100 of 120 groups", or the count where there is one page only.</summary>
    public string Range => Pages == 1 ? CountText : $"{Skip + 1:N0}–{Math.Min(Skip + Size, Total):N0} of {CountText}";

    /// <summary>The pages around this one.</summary>
    public IEnumerable<int> NearPages =>
        Enumerable.Range(
            Math.Max(1, Math.Min(Number - ShownPages / 2, Pages - ShownPages + 1)),
            Math.Min(ShownPages, Pages)
        );

    public string PageUrl(int number) => Url + Query.ToQuery(number);

    /// <summary>By the column, or in the other direction where the list is sorted by it already.</summary>
    public string SortUrl(SortColumn column) =>
        Url
        + Query.ToQuery(
            sort: (Query.Column == column.Key ? !Query.Descending : column.LargestFirst) ? "-" + column.Key : column.Key
        );

    /// <summary>For aria-sort; null where the list is not sorted by the column.</summary>
    public string? SortState(SortColumn column) =>
        Query.Column != column.Key ? null
        : Query.Descending ? "descending"
        : "ascending";
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Its head.</param>
/// <param name="Style">Class of its cells, which sets its width: see "table" in site.css.</param>
/// <param name="Sort">Where the list can be sorted by it.</param>
public sealed record TableColumn(string Title, string? Style = null, SortColumn? Sort = null)
{
    /// <summary>Holds the menu of each row.</summary>
    public static readonly TableColumn Menu = new("Actions", "cell-menu") { IsTitleHidden = true };

    /// <summary>Whether only screen readers read the head.</summary>
    public bool IsTitleHidden { get; init; }
}

/// <summary>A table of rows that a partial view renders.</summary>
/// <param name="Caption">For screen readers.</param>
/// <param name="RowView">Path of the partial view of a row.</param>
/// <param name="Rows">The models of the rows.</param>
public sealed record TableView(
    string Caption,
    IReadOnlyList<TableColumn> Columns,
    string RowView,
    IReadOnlyCollection<object> Rows
)
{
    /// <summary>What it is a page of; null for a table without search, order and pages.</summary>
    public Listing? List { get; init; }

    /// <summary>Shown instead of rows, before a link that clears search and filters.</summary>
    public string NoMatch { get; init; } = "No matches.";

    /// <summary>Whether rows can be selected.</summary>
    public bool HasSelection { get; init; }
}

/// <summary>A list that is empty: what it is for, and the first step.</summary>
/// <param name="Icon">Name in icons.svg.</param>
/// <param name="Title">"No groups yet".</param>
public sealed record EmptyState(string Icon, string Title, string Text)
{
    /// <summary>The first step.</summary>
    public ActionLink? Action { get; init; }

    /// <summary>Level of the heading.</summary>
    public int Level { get; init; } = 2;

    /// <summary>Whether it is a part of a card that holds more.</summary>
    public bool IsSmall { get; init; }
}

/// <summary>A link that looks like a button.</summary>
/// <param name="Icon">Name in icons.svg.</param>
public sealed record ActionLink(string Id, string Text, string Url, string Icon = "plus")
{
    /// <summary>Whether the page opens in the dialog of this one.</summary>
    public bool InDialog { get; init; }

    public bool IsPrimary { get; init; } = true;
}

/// <summary>A choice that filters a list.</summary>
/// <param name="Name">In the URL.</param>
/// <param name="Any">The option that filters nothing: "Any role".</param>
/// <param name="Options">Value and text of each.</param>
public sealed record FilterSelect(
    string Name,
    string Label,
    string Any,
    IEnumerable<(string Value, string Text)> Options,
    string? Chosen
)
{
    /// <summary>Whether a search would find others, see <see cref="FilterChoices"/>.</summary>
    public bool HasMore { get; init; }
}
