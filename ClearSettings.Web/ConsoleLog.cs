using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ClearSettings.Web;

/// <summary>Registers the console's format of this program.</summary>
internal static class ConsoleLog
{
    /// <summary>In place of the usual format; json and systemd can still be chosen.</summary>
    public static void AddEscapedConsole(this ILoggingBuilder logging)
    {
        logging.Services.AddSingleton<ConsoleFormatter, EscapingConsoleFormatter>();
        logging.Services.PostConfigure<ConsoleLoggerOptions>(options =>
        {
            if (options.FormatterName is null or ConsoleFormatterNames.Simple)
                options.FormatterName = EscapingConsoleFormatter.FormatterName;
        });
    }
}

/// <summary>
/// The console's usual format with control characters escaped, so that a value which someone sent (a worker's name, a
/// path) can neither begin a line of its own nor send escape sequences to a terminal. Line breaks of stack traces stay.
/// </summary>
internal sealed class EscapingConsoleFormatter : ConsoleFormatter, IDisposable
{
    public const string FormatterName = "clearsettings";

    // The usual formatter is internal to its package, so it comes from a container of its own.
    private readonly ServiceProvider _services;
    private readonly ConsoleFormatter _inner;

    public EscapingConsoleFormatter(IConfiguration configuration)
        : base(FormatterName)
    {
        _services = new ServiceCollection()
            .AddLogging(logging =>
                logging.AddSimpleConsole(options =>
                    configuration.GetSection("Logging:Console:FormatterOptions").Bind(options)
                )
            )
            .BuildServiceProvider();
        _inner = _services.GetServices<ConsoleFormatter>().Single(f => f.Name == ConsoleFormatterNames.Simple);
    }

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var message = EscapedText.Escape(logEntry.Formatter(logEntry.State, logEntry.Exception));
        var text = logEntry.Exception is { } problem
            ? $"{message}{Environment.NewLine}{EscapedText.Escape(problem)}"
            : message;
        var escaped = new LogEntry<string>(
            logEntry.LogLevel,
            logEntry.Category,
            logEntry.EventId,
            text,
            null,
            (state, _) => state
        );
        _inner.Write(escaped, scopeProvider is null ? null : new EscapedScopes(scopeProvider), textWriter);
    }

    public void Dispose() => _services.Dispose();

    private sealed class EscapedScopes(IExternalScopeProvider inner) : IExternalScopeProvider
    {
        public void ForEachScope<TState>(Action<object?, TState> callback, TState state) =>
            inner.ForEachScope((scope, s) => callback(EscapedText.Escape(scope?.ToString() ?? ""), s), state);

        public IDisposable Push(object? state) => inner.Push(state);
    }
}

/// <summary>Text for a terminal or log, with characters that could change how other text is shown as \uXXXX.</summary>
internal static class EscapedText
{
    public static string Escape(string text)
    {
        if (!text.Any(MustEscape))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            Append(escaped, c);
        return escaped.ToString();
    }

    /// <summary>
    /// Message and stack trace. Only the messages are what someone outside can have chosen, so other line breaks stay.
    /// </summary>
    public static string Escape(Exception problem)
    {
        var text = new StringBuilder(problem.ToString());
        foreach (var message in Messages(problem).Where(m => m.Any(MustEscape)).OrderByDescending(m => m.Length))
            text.Replace(message, Escape(message));
        return string.Join(Environment.NewLine, text.ToString().ReplaceLineEndings("\n").Split('\n').Select(Escape));
    }

    private static IEnumerable<string> Messages(Exception problem) =>
        problem switch
        {
            AggregateException all => all.InnerExceptions.SelectMany(Messages).Append(all.Message),
            { InnerException: { } inner } => Messages(inner).Append(problem.Message),
            _ => [problem.Message],
        };

    private static void Append(StringBuilder text, char c)
    {
        if (!MustEscape(c))
            text.Append(c);
        else if (c == '\n')
            text.Append("\\n");
        else if (c == '\r')
            text.Append("\\r");
        else if (c == '\t')
            text.Append("\\t");
        else
            text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
    }

    // Controls (C0, DEL, C1), line separators, and the marks that turn the direction of text.
    private static bool MustEscape(char c) =>
        char.IsControl(c)
        || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
