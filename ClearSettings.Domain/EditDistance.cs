namespace ClearSettings.Domain;

/// <summary>
/// How many letters two names differ by; two letters that changed places count once, capitals do not count.
/// </summary>
public static class EditDistance
{
    private const int MaxLength = 100;

    /// <summary>Null when it is more than the limit, or when a name is too long to be one.</summary>
    public static int? IsWithin(string a, string b, int limit)
    {
        if (limit < 0 || Math.Abs(a.Length - b.Length) > limit || Math.Max(a.Length, b.Length) > MaxLength)
            return null;
        var rows = new Rows(
            stackalloc int[MaxLength + 2],
            stackalloc int[MaxLength + 2],
            stackalloc int[MaxLength + 2]
        );
        for (var j = 0; j <= b.Length; j++)
            rows.Above[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            if (FillRow(rows, a, b, i, limit) > limit)
                return null;
            rows = rows.Next();
        }
        return rows.Above[b.Length] <= limit ? rows.Above[b.Length] : null;
    }

    /// <summary>The distances of the first <paramref name="i"/> letters of a to the beginnings of b.</summary>
    /// <returns>The least of them.</returns>
    private static int FillRow(Rows rows, string a, string b, int i, int limit)
    {
        var (before, above, row) = rows;
        // Further from the diagonal the distance is above the limit anyhow.
        var (from, to) = (Math.Max(1, i - limit), Math.Min(b.Length, i + limit));
        var least = row[from - 1] = from == 1 ? i : limit + 1;
        row[to + 1] = limit + 1;
        for (var j = from; j <= to; j++)
        {
            var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
            row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + cost);
            if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                row[j] = Math.Min(row[j], before[j - 2] + 1);
            least = Math.Min(least, row[j]);
        }
        return least;
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);

    /// <summary>The row that is being filled and the two above it.</summary>
    private readonly ref struct Rows(Span<int> before, Span<int> above, Span<int> current)
    {
        private readonly Span<int> _before = before;
        private readonly Span<int> _current = current;

        public Span<int> Above { get; } = above;

        public Rows Next() => new(Above, _current, _before);

        public void Deconstruct(out Span<int> before, out Span<int> above, out Span<int> current)
        {
            before = _before;
            above = Above;
            current = _current;
        }
    }
}
