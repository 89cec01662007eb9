using ClearSettings.Web.Commands;

namespace ClearSettings.Tests.App;

/// <summary>What a command of the binary did.</summary>
public sealed record CommandRun(int Code, string Output, string Errors);

/// <summary>Runs commands in this process, each with a console of its own.</summary>
public static class CommandRunner
{
    private static readonly AsyncLocal<(StringWriter Output, StringWriter Errors, StringReader Input)?> Here = new();

    static CommandRunner()
    {
        Console.SetOut(new Router(Console.Out, c => c.Output));
        Console.SetError(new Router(Console.Error, c => c.Errors));
        Console.SetIn(new InputRouter(Console.In));
    }

    public static async Task<CommandRun> RunAsync(string input, params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        Here.Value = (output, errors, new StringReader(input));
        var code = await CommandLine.RunAsync(arguments);
        Here.Value = null;
        return new(code, output.ToString().Trim(), errors.ToString().Trim());
    }

    private sealed class Router(
        TextWriter otherwise,
        Func<(StringWriter Output, StringWriter Errors, StringReader Input), TextWriter> choose
    ) : TextWriter
    {
        public override System.Text.Encoding Encoding => otherwise.Encoding;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void Flush() => Target.Flush();

        private TextWriter Target => Here.Value is { } console ? choose(console) : otherwise;
    }

    private sealed class InputRouter(TextReader otherwise) : TextReader
    {
        public override int Read() => (Here.Value?.Input ?? otherwise).Read();

        public override int Peek() => (Here.Value?.Input ?? otherwise).Peek();

        public override Task<string?> ReadLineAsync() => (Here.Value?.Input ?? otherwise).ReadLineAsync();
    }
}
