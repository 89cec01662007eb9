using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Work that a change depends on and that may take long, such as parsing a text or checking keys. It must not run while the database is
/// locked for writing: a change that needs it is rolled back, the work is done, and the change runs again.
/// </summary>
internal sealed class WorkOutsideLock
{
    // Each round has one more result; a change needs two at most, unless others keep changing the vault meanwhile.
    private const int MaxRounds = 8;

    private readonly Dictionary<object, object> _results = [];
    private (object Key, Func<object> Work)? _wanted;

    private WorkOutsideLock() { }

    /// <summary>Why a change of a vault that cannot be read is refused.</summary>
    public const string Unreadable =
        "This vault cannot be decrypted: its key is missing or its contents are damaged. Restore the database or its keys from a backup.";

    public static async Task<Result<T>> WriteAsync<T>(ClearSettingsDb db, Func<WorkOutsideLock, Task<Result<T>>> change)
    {
        var work = new WorkOutsideLock();
        for (var round = 1; round <= MaxRounds; round++)
        {
            var result = await db.WriteAsync(async () =>
            {
                work._wanted = null;
                try
                {
                    return await change(work);
                }
                catch (CryptographicException)
                {
                    return Result<T>.Refuse("", Unreadable);
                }
            });
            if (work._wanted is not { } wanted)
                return result;
            work._results[wanted.Key] = wanted.Work();
        }
        return Result<T>.Conflict("This vault is being changed by others right now. Try again.");
    }

    /// <summary>Whether the work is done. When it is not, return <see cref="Later{T}"/>.</summary>
    /// <param name="key">Everything that the work depends on.</param>
    public bool Has<T>(object key, Func<T> work, [NotNullWhen(true)] out T? result)
        where T : class
    {
        result = _results.GetValueOrDefault(key) as T;
        if (result is null)
            _wanted = (key, work);
        return result is not null;
    }

    /// <summary>Rolls the change back; <see cref="WriteAsync"/> runs it again when the work is done.</summary>
    public static Result<T> Later<T>() => Result<T>.Conflict("");
}
