using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Tests.App;

/// <summary>Keeps everything that the program logs.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> _entries = new();

    public string Text => string.Join('\n', _entries.Select(e => e.Line));

    /// <summary>
    /// Without EF Core's question for its table of migrations, which fails on an empty PostgreSQL database.
    /// </summary>
    public IEnumerable<string> Errors =>
        _entries
            .Where(e =>
                e.Level >= LogLevel.Error && !e.Line.Contains("__EFMigrationsHistory", StringComparison.Ordinal)
            )
            .Select(e => e.Line);

    /// <summary>Runs within each line, so that a test can act at that very place of the program.</summary>
    public Action<string>? MessageLogged { get; set; }

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose() { }

    private sealed class Lines(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var line = $"{category}: {formatter(state, exception)} {exception}";
            log._entries.Enqueue((logLevel, line));
            log.MessageLogged?.Invoke(line);
        }
    }
}
