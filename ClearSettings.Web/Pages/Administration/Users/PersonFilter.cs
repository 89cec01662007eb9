using ClearSettings.Domain;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>The URL of the Users page.</summary>
public sealed record PersonFilter : ListQuery
{
    public static readonly SortColumn Name = new("name", "User");
    public static readonly SortColumn ByRole = new("role", "Role");
    public static readonly SortColumn ByStatus = new("status", "Status");
    public static readonly SortColumn LastActive = new("active", "Last active", LargestFirst: true);
    public static readonly SortColumn Id = new("id", "ID");

    private static readonly SortColumn[] Columns =
    [
        Name,
        new("email", "Email"),
        ByRole,
        ByStatus,
        LastActive,
        new("sign-in", "Last sign-in", LargestFirst: true),
        new("api", "Last API use", LargestFirst: true),
        Id,
    ];

    public string? Status { get; init; }

    public string? Role { get; init; }

    /// <summary>Id of a group that they are in, or will be in when they accept.</summary>
    public string? Group { get; init; }

    public override IReadOnlyList<SortColumn> SortColumns() => Columns;

    public bool TryReadStatus(out MemberStatus? status) => TryRead(Status, out status);

    public bool TryReadRole(out MemberRole? role) => TryRead(Role, out role);

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
        [("status", Status), ("role", Role), ("group", Group)];

    // Numbers are not words of a URL, though Enum would read them.
    private static bool TryRead<T>(string? text, out T? value)
        where T : struct, Enum
    {
        value = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!char.IsLetter(text[0]) || !Enum.TryParse<T>(text, ignoreCase: true, out var read))
            return false;
        value = read;
        return true;
    }
}
