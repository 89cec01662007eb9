using System.Linq.Expressions;

namespace ClearSettings.Web.Html;

/// <summary>Orders rows by a column in either direction.</summary>
internal static class Sorting
{
    public static IOrderedQueryable<TRow> OrderBy<TRow, TKey>(
        this IQueryable<TRow> rows,
        Expression<Func<TRow, TKey>> key,
        bool descending
    ) => descending ? rows.OrderByDescending(key) : rows.OrderBy(key);

    public static IOrderedQueryable<TRow> ThenBy<TRow, TKey>(
        this IOrderedQueryable<TRow> rows,
        Expression<Func<TRow, TKey>> key,
        bool descending
    ) => descending ? rows.ThenByDescending(key) : rows.ThenBy(key);
}
