using ClearSettings.Domain.Members;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>What the address of the Users page asks for. Unknown words find nothing or mean the usual.</summary>
public sealed record PersonFilter
{
    public const int MaxSearchLength = 200;

    /// <summary>Each sortable column: its word in the address, its words for people, and whether the latest comes first by itself.</summary>
    public static readonly IReadOnlyList<(string Key, string Words, bool Down)> Sorts =
    [
        ("name", "User", false),
        ("email", "Email", false),
        ("role", "Role", false),
        ("status", "Status", false),
        ("active", "Last active", true),
        ("sign-in", "Last sign-in", true),
        ("api", "Last API use", true),
        ("id", "ID", false),
    ];

    /// <summary>Part of a name or address, or an id or its beginning.</summary>
    public string? Q { get; init; }

    public string? Status { get; init; }

    public string? Role { get; init; }

    /// <summary>Id of a group that they are in, or will be in when they accept.</summary>
    public string? Group { get; init; }

    /// <summary>A key of <see cref="Sorts"/>, after a minus for the other way round.</summary>
    public string? Sort { get; init; }

    public string Search => (Q is { Length: > MaxSearchLength } ? Q[..MaxSearchLength] : Q ?? "").Trim();

    public string Order => Sorts.Any(s => s.Key == Sort?.TrimStart('-')) ? Sort! : "name";

    public string Column => Order.TrimStart('-');

    public bool Descending => Order[0] == '-';

    public bool IsFiltered =>
        Search.Length > 0
        || !string.IsNullOrEmpty(Status)
        || !string.IsNullOrEmpty(Role)
        || !string.IsNullOrEmpty(Group);

    public bool TryReadStatus(out MemberStatus? standing) => TryRead(Status, out standing);

    public bool TryReadRole(out MemberRole? role) => TryRead(Role, out role);

    /// <summary>What follows the path, with the given page and order.</summary>
    public QueryString Query(int page = 1, string? sort = null)
    {
        var query = QueryString.Empty;
        if (Search.Length > 0)
            query = query.Add("q", Search);
        if (!string.IsNullOrEmpty(Status))
            query = query.Add("status", Status);
        if (!string.IsNullOrEmpty(Role))
            query = query.Add("role", Role);
        if (!string.IsNullOrEmpty(Group))
            query = query.Add("group", Group);
        if ((sort ?? Order) is not "name" and var order)
            query = query.Add("sort", order);
        return page > 1 ? query.Add("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture)) : query;
    }

    // Numbers are no words of an address, though Enum would read them.
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
