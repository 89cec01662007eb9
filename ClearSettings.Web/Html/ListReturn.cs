namespace ClearSettings.Web.Html;

/// <summary>
/// Leads back from a page to the list it was opened from. htmx names the page in the browser; without it, the page is
/// the Referer of the first request, which a hidden field of the form keeps.
/// </summary>
public static class ListReturn
{
    /// <summary>Name of the hidden field.</summary>
    public const string Field = "returnTo";

    /// <returns>URL of the list with its query, or without where none is known.</returns>
    public static string Find(HttpRequest request, string list)
    {
        string?[] candidates =
        [
            request.HasFormContentType ? request.Form[Field] : (string?)null,
            request.Headers["HX-Current-URL"],
            request.Headers.Referer,
        ];
        return candidates.Select(c => Match(request, c, list)).FirstOrDefault(found => found is not null) ?? list;
    }

    // Only a query is taken over, so it always leads to the list.
    private static string? Match(HttpRequest request, string? candidate, string list)
    {
        if (
            !Uri.TryCreate(new Uri($"{request.Scheme}://{request.Host}"), candidate, out var url)
            || !url.AbsolutePath.Equals(request.PathBase + list, StringComparison.Ordinal)
        )
            return null;
        return list + url.Query;
    }
}
