using ClearSettings.Domain;
using ClearSettings.Domain.Groups;

namespace ClearSettings.Web.Html;

/// <summary>What a row of a picker is.</summary>
public enum PickerKind
{
    Person,
    ServiceAccount,
    Group,
}

/// <summary>One that can be chosen.</summary>
/// <param name="Note">Below the name: an email address, a description.</param>
/// <param name="Fixed">Why it stays chosen; null where it can be cleared.</param>
public sealed record PickerRow(Guid Id, PickerKind Kind, string Name, string? Note, bool Chosen, string? Fixed = null);

/// <summary>
/// People, service accounts or groups to choose from: a search over a list with check boxes, as _Picker shows it.
/// Without <see cref="SearchUrl"/> all rows are there and the search narrows them in the browser. With it, the page
/// posts <see cref="PickerPost"/>, _PickerSearch stands behind the form, and one hidden field keeps what is chosen and
/// not listed.
/// </summary>
/// <param name="Field">Name of the form field; the id of each chosen row is a value of it.</param>
/// <param name="ErrorField">Key of its error.</param>
public sealed record Picker(string Field, string Legend, string ErrorField, IReadOnlyList<PickerRow> Rows)
{
    /// <summary>From so many rows on, there is a search.</summary>
    public const int SearchFrom = 8;

    public bool IsOptional { get; init; }

    public string? Hint { get; init; }

    /// <summary>Label of the search.</summary>
    public string SearchLabel { get; init; } = "Search";

    /// <summary>Where the search is posted, with the whole form; null where the browser searches.</summary>
    public string? SearchUrl { get; init; }

    public string? Q { get; init; }

    /// <summary>Name of the field of the search; another one for each picker of a form.</summary>
    public string SearchField { get; init; } = "q";

    /// <summary>Name of the hidden field that says what the list was searched for.</summary>
    public string ListedField { get; init; } = "listed";

    /// <summary>What the field "find" says when only this list is wanted.</summary>
    public string FindValue { get; init; } = "true";

    public string Placeholder { get; init; } = "Name or email";

    /// <summary>Chosen, and not among the rows.</summary>
    public IReadOnlyList<Guid> Hidden { get; init; } = [];

    /// <summary>How many the search finds, listed or not.</summary>
    public int Matching { get; init; }

    public string ListId => Field + "-list";

    public string HiddenText => string.Join(',', Hidden.Select(id => id.ToHex()));

    /// <summary>What the list leaves out.</summary>
    public string Remark
    {
        get
        {
            var left = Matching - Rows.Count;
            var shown = left > 0 ? $"{Rows.Count:N0} of {Matching:N0} shown. Search to see others." : "";
            return Hidden.Count == 0
                ? shown
                : $"{shown} {(Hidden.Count == 1 ? "1 more is chosen." : $"{Hidden.Count:N0} more are chosen.")}".Trim();
        }
    }
}

/// <summary>What a picker with a search sends with its form.</summary>
public sealed record PickerPost
{
    /// <summary>Of the form around a picker with a search.</summary>
    public const string FormId = "picker-form";

    /// <summary>Ids, also several in one with commas between them.</summary>
    public string[] User { get; init; } = [];

    /// <summary>What is being searched.</summary>
    public string? Q { get; init; }

    /// <summary>What the list that was sent was searched for.</summary>
    public string? Listed { get; init; }

    /// <summary>Only the list is wanted.</summary>
    public bool Find { get; init; }

    /// <summary>A search that was typed and not carried out comes first: Enter in its field must not save.</summary>
    public bool IsSearch => Find || (Q ?? "").Trim() != (Listed ?? "").Trim();

    public IReadOnlyList<Guid> Chosen => ReadIds(User);

    /// <summary>The ids of a picker's field. One more than a list can have is enough to refuse it.</summary>
    public static IReadOnlyList<Guid> ReadIds(IEnumerable<string> values, int most = GroupMembers.MaxMembers) =>
        [
            .. values
                .SelectMany(u => u.Split(',', StringSplitOptions.RemoveEmptyEntries))
                .Take(most + 1)
                .Select(u => EntityId.TryParse(u, out var id) ? id : Guid.Empty)
                .Distinct(),
        ];
}
