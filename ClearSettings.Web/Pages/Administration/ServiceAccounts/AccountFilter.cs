using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>The URL of the Service accounts page.</summary>
public sealed record AccountFilter : ListQuery
{
    public static readonly SortColumn Name = new("name", "Name");
    public static readonly SortColumn Credentials = new("credentials", "Credentials", LargestFirst: true);
    public static readonly SortColumn LastActive = new("active", "Last active", LargestFirst: true);
    public static readonly SortColumn Created = new("created", "Created", LargestFirst: true);

    private static readonly SortColumn[] Columns = [Name, Credentials, LastActive, Created];

    public override IReadOnlyList<SortColumn> SortColumns() => Columns;
}
