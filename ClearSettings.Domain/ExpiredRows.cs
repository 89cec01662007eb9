namespace ClearSettings.Domain;

/// <summary>
/// Rows that mean nothing any more after their own end. Every noun that has such rows registers them, and
/// <see cref="Jobs.ExpiredRowCleanup"/> removes them.
/// </summary>
/// <param name="Name">For the log: "sessions".</param>
/// <param name="RemoveAsync">Deletes those whose end is before the given time (UTC) and returns their number; in a
/// transaction of its own.</param>
public sealed record ExpiredRows(
    string Name,
    Func<ClearSettingsDb, DateTime, CancellationToken, Task<int>> RemoveAsync
);
