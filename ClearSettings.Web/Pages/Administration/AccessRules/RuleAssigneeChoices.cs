using ClearSettings.Domain;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>Users, service accounts and groups that a rule names, for the filter of the list.</summary>
public sealed class RuleAssigneeChoices(ClearSettingsDb db)
{
    private sealed record Named
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required string What { get; init; }
    }

    /// <summary>By name; the chosen one is always among them.</summary>
    /// <param name="search">Part of a name; blank finds all.</param>
    /// <param name="chosen">ID of the one that the page is filtered by, or any other text.</param>
    public async Task<FilterChoices> ReadAsync(string? search, string? chosen)
    {
        var found = All;
        if (FilterChoices.Cut(search) is { Length: > 0 } part)
        {
            var lower = part.ToLowerInvariant();
            found = found.Where(n => n.Name.ToLower().Contains(lower) || n.Name.Contains(part));
        }
        var rows = await found
            .OrderBy(n => n.Name.ToLower())
            .ThenBy(n => n.Id)
            .Take(FilterChoices.MaxItems + 1)
            .ToListAsync();
        var hasMore = rows.Count > FilterChoices.MaxItems;
        if (hasMore)
            rows.RemoveAt(FilterChoices.MaxItems);
        if (Domain.EntityId.TryParse(chosen, out var id) && rows.TrueForAll(r => r.Id != id))
            rows.AddRange(await All.Where(n => n.Id == id).ToListAsync());
        return new([.. rows.Select(r => (r.Id.ToHex(), $"{r.Name}{r.What}"))], hasMore);
    }

    private IQueryable<Named> All =>
        db
            .Users.Where(u => db.RuleAssignees.Any(a => a.AssigneeId == u.Id))
            .Select(u => new Named
            {
                Id = u.Id,
                Name = u.Name,
                What = u.Email == null ? " (service account)" : "",
            })
            .Concat(
                db.Groups.Where(g => db.RuleAssignees.Any(a => a.AssigneeId == g.Id))
                    .Select(g => new Named
                    {
                        Id = g.Id,
                        Name = g.Name,
                        What = " (group)",
                    })
            );
}
