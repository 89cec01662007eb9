using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace ClearSettings.Tests.Html;

public sealed class ConsoleLogTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    private const string Nasty = "worker\r\ninfo: Forged[0]\n\u001b[2J\u009b31m\u0007\u202Etxt";
    private const string Escaped = "worker\\r\\ninfo: Forged[0]\\n\\u001B[2J\\u009B31m\\u0007\\u202Etxt";

    [Fact]
    public void A_value_with_control_characters_makes_no_line_and_no_terminal_sequence()
    {
        var text = Write(Nasty, null);
        Assert.Contains($"Used by {Escaped}", text);
        CheckControls(text);
        Assert.Equal(2, text.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void The_message_of_an_exception_is_escaped_and_its_stack_trace_keeps_its_lines()
    {
        var text = Write(
            "x",
            Thrown(new InvalidOperationException(Nasty, Thrown(new ArgumentException("inner " + Nasty))))
        );
        Assert.Contains($"System.InvalidOperationException: {Escaped}", text);
        Assert.Contains($"System.ArgumentException: inner {Escaped}", text);
        Assert.Equal(
            2,
            text.Split('\n')
                .Count(l =>
                    l.Contains("   at ", StringComparison.Ordinal)
                    && l.Contains(nameof(Thrown), StringComparison.Ordinal)
                )
        );
        CheckControls(text);
        Assert.DoesNotContain(text.Split('\n').Skip(1), l => l.StartsWith("info:", StringComparison.Ordinal));
    }

    [Fact]
    public void Ordinary_text_is_written_as_usual() =>
        Assert.Equal(
            "info: Test[7]\n      Used by Ölga “gpu-01” C:\\x\n",
            Write("Ölga “gpu-01” C:\\x", null).ReplaceLineEndings("\n")
        );

    private static void CheckControls(string text) =>
        Assert.DoesNotContain(text, c => c != '\n' && c != '\r' && (char.IsControl(c) || c is '\u202E'));

    private string Write(string value, Exception? problem)
    {
        var name = app.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.FormatterName;
        var formatter = app.Services.GetServices<ConsoleFormatter>().Single(f => f.Name == name);
        using var writer = new StringWriter();
        formatter.Write(
            new LogEntry<string>(LogLevel.Information, "Test", 7, value, problem, (state, _) => $"Used by {state}"),
            null,
            writer
        );
        return writer.ToString();
    }

    private static Exception Thrown(Exception problem)
    {
        try
        {
            throw problem;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
