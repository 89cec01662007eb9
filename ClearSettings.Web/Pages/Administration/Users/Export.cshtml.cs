using System.Globalization;
using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>All rows that the filters let through, as CSV (RFC 4180).</summary>
[Needs(Permission.ManageUsers)]
public sealed class Export(PersonList people, PersonGroups groups, TimeProvider time) : AppPage
{
    private static readonly string[] Heads =
    [
        "Name",
        "Email",
        "Role",
        "Status",
        "Member or invited since",
        "Invited by",
        "Link expires",
        "Last sign-in",
        "Sign-in method",
        "Last API use",
        "Last active",
        "Groups",
        "ID",
    ];

    public async Task<IActionResult> OnGetAsync(PersonFilter filter)
    {
        var rows = await people.Find(filter).ToListAsync();
        var inviters = await people.InvitersAsync(rows);
        var groupsOf = await groups.GetAsync(rows);
        var text = new CsvText();
        text.Add(Heads);
        foreach (var row in rows)
        {
            text.Add([
                row.IsMember ? row.Name : "",
                row.Email,
                row.RoleText,
                row.Status.ToString(),
                At(row.Since),
                row.InvitedById is { } by ? inviters.GetValueOrDefault(by) : "",
                At(row.ExpiresAt),
                At(row.SignedInAt),
                row.SignedInBy,
                At(row.ApiUsedAt),
                At(row.SeenAt),
                string.Join(", ", groupsOf[row.Id].Select(g => g.Name)),
                row.Id.ToHex(),
            ]);
        }
        return text.ToFile($"users-{time.GetUtcNow():yyyy-MM-dd}.csv");
    }

    private static string? At(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
