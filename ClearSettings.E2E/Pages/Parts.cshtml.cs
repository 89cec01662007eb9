using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.E2E.Pages;

/// <summary>Every part of the UI on one page, with names as long as they may be.</summary>
[Needs(Permission.ReadWorkspace)]
public sealed class Parts : AppPage
{
    public const string Path = "/parts";

    public static readonly string LongName = new('W', NameRules.MaxLength);

    public sealed record Row(Guid Id, string Name, string Email, string Group, bool IsActive);

    public sealed record Query : ListQuery
    {
        public static readonly SortColumn Name = new("name", "Name");
        public static readonly SortColumn Active = new("active", "Last active", LargestFirst: true);

        private static readonly SortColumn[] Columns = [Name, Active];

        public string? Group { get; init; }

        public override IReadOnlyList<SortColumn> SortColumns() => Columns;

        protected override IEnumerable<(string Name, string? Value)> Filters() => [("group", Group)];
    }

    public Listing List { get; private set; } = null!;

    public IReadOnlyList<Row> Rows { get; } =
    [
        new(Id(1), LongName, LongName[..60] + "@northwind.example", LongName, true),
        new(Id(2), "Mia Haddad", "mia@northwind.example", "Perception", false),
        new(Id(3), "Training agents", "agents@northwind.example", "MLOps", true),
    ];

    public Picker Picker { get; } =
        new(
            "Groups",
            "Groups",
            "Groups",
            [
                new(Id(9), PickerKind.Group, LongName, LongName, true),
                .. Enumerable
                    .Range(1, 9)
                    .Select(i => new PickerRow(
                        Id(i + 10),
                        i % 2 == 0 ? PickerKind.Person : PickerKind.ServiceAccount,
                        $"Number {i}",
                        "Some note",
                        false
                    )),
            ]
        )
        {
            IsOptional = true,
            SearchLabel = "Search groups",
            Hint = "Everyone is also in Users.",
        };

    /// <summary>Which dialog the page shows instead of the parts.</summary>
    public string? Dialog { get; private set; }

    public void OnGet(Query query, string? dialog, bool errors)
    {
        Dialog = dialog;
        List = new(Path, query, 120, "person", "people");
        if (!errors)
            return;
        ModelState.AddModelError("Name", "The name is empty.");
        ModelState.AddModelError("Password", "Use 12 characters or more.");
        ModelState.AddModelError("Groups", "Choose at most 20 groups.");
        ModelState.AddModelError("TooMany", "The workspace has 100 groups already.");
    }

    private static Guid Id(int number) => new(number, 1, 1, new byte[8]);

    public IActionResult OnPost(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            OnGet(new(), "form", true);
            return Refused(Result.Refuse("Name", "The name is empty."));
        }
        return DoneAt(BackTo(Path), $"{name} is saved.");
    }
}
