using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>The URL of the Groups page.</summary>
public sealed record GroupFilter : ListQuery
{
    public static readonly SortColumn Name = new("name", "Name");
    public static readonly SortColumn Description = new("description", "Description");
    public static readonly SortColumn Members = new("members", "Members", LargestFirst: true);
    public static readonly SortColumn Id = new("id", "ID");

    private static readonly SortColumn[] Columns = [Name, Description, Members, Id];

    public override IReadOnlyList<SortColumn> SortColumns() => Columns;
}
