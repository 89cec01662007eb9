using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Html;

/// <summary>Someone who is in a log. Filled by an initializer, through which EF Core can filter and sort.</summary>
public sealed record FilterPerson
{
    public required Guid Id { get; init; }

    /// <summary>The present one.</summary>
    public required string Name { get; init; }

    /// <summary>When they were in it last.</summary>
    public required DateTime At { get; init; }
}

/// <summary>
/// What a filter of a long list offers: the latest ones, by name, and whether a search would find others.
/// </summary>
public sealed record FilterChoices(IReadOnlyList<(string Id, string Name)> Items, bool HasMore)
{
    /// <summary>So many at once.</summary>
    public const int MaxItems = 100;

    public const int MaxSearchLength = 100;

    public static readonly FilterChoices None = new([], false);

    public FilterChoices Prepend(string id, string name) => this with { Items = [(id, name), .. Items] };

    /// <summary>
    /// Those who were in the log last, with what tells people of one name apart. The chosen one is always among them.
    /// </summary>
    /// <param name="search">Part of a name; blank finds all.</param>
    /// <param name="chosen">Id of the one that the page is filtered by, or any other text.</param>
    public static async Task<FilterChoices> ReadPeopleAsync(
        IQueryable<FilterPerson> people,
        string? search,
        string? chosen,
        ActorLabels marks
    )
    {
        var found = people;
        if (Cut(search) is { Length: > 0 } part)
        {
            // The databases' own lower() knows ASCII alone, so other capitals are found as they were typed.
            var lower = part.ToLowerInvariant();
            found = people.Where(p => p.Name.ToLower().Contains(lower) || p.Name.Contains(part));
        }
        var rows = await found.OrderByDescending(p => p.At).Take(MaxItems + 1).ToListAsync();
        var hasMore = rows.Count > MaxItems;
        if (hasMore)
            rows.RemoveAt(MaxItems);
        if (Domain.EntityId.TryParse(chosen, out var id) && rows.TrueForAll(r => r.Id != id))
            rows.AddRange(await people.Where(p => p.Id == id).ToListAsync());
        rows = [.. rows.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
        var marked = await marks.GetAsync([.. rows.Select(r => new LoggedActor(r.Id, null, r.Name))]);
        return new(
            [.. rows.Zip(marked, (r, mark) => (r.Id.ToHex(), mark is null ? r.Name : $"{r.Name} ({mark})"))],
            hasMore
        );
    }

    /// <summary>As typed into a search, within its limit.</summary>
    public static string Cut(string? text) => TextLimits.ToSearch(text, MaxSearchLength);
}
