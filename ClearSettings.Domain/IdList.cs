namespace ClearSettings.Domain;

/// <summary>
/// How many ids, or names that stand for one, a request may list: more than any page sends, and few enough for one
/// query.
/// </summary>
public static class IdList
{
    public const int MaxCount = 500;

    /// <summary>
    /// The refusal of a longer list, or null. Ask it before the database is asked and before a transaction starts.
    /// </summary>
    /// <param name="field">The property of the input that holds the list, or "".</param>
    public static Result? Check(int count, string field = "") =>
        count <= MaxCount
            ? null
            : Result.Refuse(field, $"The list has {count:N0} entries. Send at most {MaxCount} at a time.");

    /// <summary>As above for two lists of one request.</summary>
    public static Result? Check(int count, int otherCount, string field = "") =>
        Check(count, field) ?? Check(otherCount, field);
}
