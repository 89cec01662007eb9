using ClearSettings.Domain;

namespace ClearSettings.Tests.App;

/// <summary>Rows that a test writes itself.</summary>
internal static class TestChanges
{
    /// <summary>Commits what the code adds to the unit of work, without a permission.</summary>
    public static Task<T> WriteAsync<T>(this ClearSettingsDb db, Func<Task<T>> write) =>
        db.RunInTransactionAsync(write, null);
}
