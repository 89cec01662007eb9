using System.Globalization;
using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>All rules that the filters let through, as CSV (RFC 4180).</summary>
[Needs(Permission.ManageAccessRules)]
public sealed class Export(RuleList rules, TimeProvider time) : AppPage
{
    private const int Chunk = 500;

    private static readonly string[] Heads =
    [
        "Resource type",
        "Object",
        "Object ID",
        "Permission",
        "Users",
        "Service accounts",
        "Groups",
        "Last update",
        "Updated by",
        "ID",
    ];

    public async Task<IActionResult> OnGetAsync(RuleFilter filter)
    {
        var query = filter.ToRuleQuery();
        var text = new CsvText();
        text.Add(Heads);
        for (var skip = 0; ; skip += Chunk)
        {
            var rows = await rules.ReadAsync(query, skip, Chunk, int.MaxValue);
            foreach (var row in rows)
                text.Add(
                    row.State.Type.GetName(),
                    row.ResourceName ?? RuleText.DescribeResource(row.State.Type, null),
                    row.State.ResourceId,
                    RuleText.GetLabel(row.State.Level),
                    Join(row.Users),
                    Join(row.ServiceAccounts),
                    Join(row.Groups),
                    row.UpdatedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                    row.UpdatedByName,
                    row.Id.ToHex()
                );
            if (rows.Count < Chunk)
                return text.ToFile($"access-rules-{time.GetUtcNow():yyyy-MM-dd}.csv");
        }
    }

    private static string Join(IEnumerable<NamedAssignee> assignees) =>
        string.Join(", ", assignees.Select(a => a.Name));
}
