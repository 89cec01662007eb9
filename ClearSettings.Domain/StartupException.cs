namespace ClearSettings.Domain;

/// <summary>
/// The server cannot start, for a reason that its administrator can mend; the message is the sentence to print.
/// </summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner)
{
    public StartupException(IReadOnlyList<string> sentences)
        : this(string.Join(' ', sentences)) => Messages = sentences;

    /// <summary>What to print, one a line. Several settings can be wrong.</summary>
    public IReadOnlyList<string> Messages { get; } = [message];
}
