using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>A line of the box.</summary>
/// <param name="Fixed">Why it stays chosen; null when the box can be unticked.</param>
public sealed record MemberChoice(WorkspaceAccount Who, bool Chosen, string? Fixed);

/// <summary>
/// People and service accounts to choose from: a search over a list with boxes, _MemberBox.cshtml inside a form and _MemberSearch.cshtml behind
/// it. The page posts <see cref="MemberPost"/>. Whoever is chosen and not listed goes along in one hidden field.
/// </summary>
/// <param name="Url">Where the form goes; the search goes there too.</param>
/// <param name="Rows">Chosen ones first.</param>
/// <param name="Hidden">Chosen, and not among the rows.</param>
/// <param name="Matching">How many the search finds, listed or not.</param>
public sealed record MemberPicker(
    string Url,
    string? Q,
    IReadOnlyList<MemberChoice> Rows,
    IReadOnlyList<Guid> Hidden,
    int Matching
)
{
    /// <summary>Of the form around it.</summary>
    public const string Form = "member-form";

    public string HiddenText => string.Join(',', Hidden.Select(id => id.ToHex()));

    /// <summary>What the list leaves out.</summary>
    public string Remark
    {
        get
        {
            var left = Matching - Rows.Count;
            var shown = left > 0 ? $"{Rows.Count:N0} of {Matching:N0} shown. Search to find others." : "";
            return Hidden.Count == 0
                ? shown
                : $"{shown} {(Hidden.Count == 1 ? "1 more is chosen." : $"{Hidden.Count:N0} more are chosen.")}".Trim();
        }
    }
}

/// <summary>What the box sends with its form.</summary>
public sealed record MemberPost
{
    /// <summary>Ids, also several in one with commas between them.</summary>
    public string[] User { get; init; } = [];

    /// <summary>What is being searched.</summary>
    public string? Q { get; init; }

    /// <summary>What the list that was sent was searched for.</summary>
    public string? Listed { get; init; }

    public bool Find { get; init; }

    /// <summary>A search that was typed and not carried out comes first: Enter in its field must not save.</summary>
    public bool IsSearch => Find || (Q ?? "").Trim() != (Listed ?? "").Trim();

    public IReadOnlyList<Guid> Chosen =>
        [
            .. User.SelectMany(u => u.Split(',', StringSplitOptions.RemoveEmptyEntries))
                .Take(GroupMembers.MaxMembers + 1)
                .Select(u => Domain.EntityId.TryParse(u, out var id) ? id : Guid.Empty)
                .Distinct(),
        ];
}

/// <summary>Fills the box.</summary>
public sealed class MemberPickers(WorkspaceAccounts colleagues)
{
    private const int Shown = 50;

    /// <param name="forAdmins">Service accounts become administrators elsewhere, so only those that are stand in it.</param>
    /// <param name="reason">Why somebody who is chosen stays chosen, or null.</param>
    public async Task<MemberPicker> ListAsync(
        string url,
        IReadOnlyCollection<Guid> chosen,
        string? q,
        bool forAdmins = false,
        Func<WorkspaceAccount, string?>? reason = null
    )
    {
        IQueryable<WorkspaceAccount> Allowed(IQueryable<WorkspaceAccount> some) =>
            (forAdmins ? some.Where(c => !c.IsServiceAccount || c.IsAdmin) : some)
                .OrderBy(c => c.Name.ToLower())
                .ThenBy(c => c.Id);
        var matches = Allowed(colleagues.Find(q));
        var ticked = await matches.Where(c => chosen.Contains(c.Id)).Take(Shown).ToListAsync();
        var others = await matches.Where(c => !chosen.Contains(c.Id)).Take(Shown).ToListAsync();
        var there = await Allowed(colleagues.All).Where(c => chosen.Contains(c.Id)).Select(c => c.Id).ToListAsync();
        List<MemberChoice> rows =
        [
            .. ticked.Select(c => new MemberChoice(c, true, reason?.Invoke(c))),
            .. others.Select(c => new MemberChoice(c, false, null)),
        ];
        return new(url, q, rows, [.. there.Except(ticked.Select(c => c.Id))], await matches.CountAsync());
    }
}
