using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.AccessRules.History;

/// <summary>The URL of a version.</summary>
public sealed record RuleVersionQuery : ListQuery
{
    /// <summary>"current" for what differs from the rules as they are; the version before when left out.</summary>
    public string? With { get; init; }

    protected override IEnumerable<(string Name, string? Value)> Filters() => [("with", With)];
}

/// <summary>What one version changed, or how the rules differ from it now.</summary>
[Needs(Permission.ManageAccessRules)]
public sealed class Version(RuleHistory history, RuleDifferences differences) : AppPage
{
    public RuleVersionRow Row { get; private set; } = null!;

    public bool IsCurrent { get; private set; }

    public bool ComparesWithCurrent { get; private set; }

    public Listing List { get; private set; } = null!;

    public IReadOnlyList<RuleDifferenceRow> Differences { get; private set; } = [];

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(int number, RuleVersionQuery query)
    {
        if (await history.FindAsync(number) is not { } row)
            return NotFound();
        var latest = await history.GetLatestAsync();
        (Row, IsCurrent) = (row, number == latest);
        ComparesWithCurrent = query.With == "current" && !IsCurrent;
        var found = ComparesWithCurrent
            ? await history.CompareAsync(number, latest)
            : await history.CompareAsync(number - 1, number);
        Problem = found.Ok ? null : found.Problems[0].Message;
        var all = found.Ok ? found.Value : [];
        List = new(Links.AccessRuleVersion(Current.WorkspaceId, number), query, all.Count, "rule", "rules");
        Differences = await differences.DescribeAsync([.. all.Skip(List.Skip).Take(Listing.PageSize)]);
        return Page();
    }
}
