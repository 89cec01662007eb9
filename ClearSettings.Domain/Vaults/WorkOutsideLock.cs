using System.Diagnostics.CodeAnalysis;

namespace ClearSettings.Domain.Vaults;

/// <summary>The work that a <see cref="VaultChange"/> waits for, and what has been done of it.</summary>
internal sealed class WorkOutsideLock
{
    private readonly Dictionary<object, object> _results = [];
    private (object Key, Func<object> Work)? _wanted;

    internal void Begin() => _wanted = null;

    /// <summary>Does what the change asked for.</summary>
    /// <returns>Whether there was something, so that the change has to run again.</returns>
    internal bool DoNext()
    {
        if (_wanted is not { } wanted)
            return false;
        _results[wanted.Key] = wanted.Work();
        _wanted = null;
        return true;
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

    /// <summary>Rolls the change back; <see cref="VaultChange"/> runs it again when the work is done.</summary>
    public static Result<T> Later<T>() => Result<T>.Conflict("");
}
