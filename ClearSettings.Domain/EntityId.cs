using System.Diagnostics.CodeAnalysis;

namespace ClearSettings.Domain;

/// <summary>
/// Identifiers: UUID version 7, written as 32 lower-case hex digits in URLs and JSON, as ClearML does.
/// </summary>
public static class EntityId
{
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());

    public static string ToHex(this Guid id) => id.ToString("N");

    /// <summary>
    /// Accepts only the form that <see cref="ToHex"/> writes (any case), so one thing has one address.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Guid id)
    {
        id = default;
        // TryParseExact alone would trim.
        return text?.Length == 32 && Guid.TryParseExact(text, "N", out id);
    }
}
