namespace ClearSettings.Domain;

/// <summary>Writes many items in few transactions, without letting one bad item hold up the others.</summary>
internal static class Batches
{
    /// <summary>
    /// Writes all items together. When that fails, it tries each half by itself, down to single items, so that only the
    /// bad ones are left out.
    /// </summary>
    /// <param name="write">Writes all of the given items or none, in a unit of work of its own.</param>
    /// <param name="failed">Is called for each item that cannot be written even alone.</param>
    /// <exception cref="Exception">No item can be written now, see <see cref="StorageFailure"/>.</exception>
    public static async Task WriteAsync<T>(
        ArraySegment<T> items,
        Func<ArraySegment<T>, Task> write,
        Action<T, Exception> failed
    )
    {
        if (items.Count == 0)
            return;
        try
        {
            await write(items);
            return;
        }
        catch (Exception problem) when (IsAboutItems(problem))
        {
            if (items.Count == 1)
            {
                failed(items[0], problem);
                return;
            }
        }
        var half = items.Count / 2;
        await WriteAsync(items[..half], write, failed);
        await WriteAsync(items[half..], write, failed);
    }

    /// <summary>Whether other items may still work.</summary>
    public static bool IsAboutItems(Exception problem) =>
        problem is not (OutOfMemoryException or OperationCanceledException) && StorageFailure.Explain(problem) is null;
}
