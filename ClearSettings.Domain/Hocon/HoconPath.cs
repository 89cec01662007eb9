namespace ClearSettings.Domain.Hocon;

/// <summary>Paths as text: <c>a.b."x.y"</c>.</summary>
public static class HoconPath
{
    /// <summary>The keys of a path; throws <see cref="HoconException"/> when the text is no path.</summary>
    public static IReadOnlyList<string> Parse(string text) => throw new NotImplementedException(text);

    /// <summary>Writes keys as a path, with quotes where they are needed.</summary>
    public static string Write(IEnumerable<string> keys) => throw new NotImplementedException(string.Join('.', keys));
}
