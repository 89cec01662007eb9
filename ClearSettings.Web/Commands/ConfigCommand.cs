using System.CommandLine;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Commands;

/// <summary>
/// clearsettings config check, convert, merge, render: the configuration engine on files, without the server.
/// </summary>
public static class ConfigCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Files to read; - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<string?> Format = OneOf(
        "--format",
        "Format of all files. Default: by file extension.",
        "hocon",
        "json",
        "yaml"
    );
    private static readonly Option<string?> DialectName = OneOf(
        "--dialect",
        "strict: HOCON as specified. clearml (default): mistakes that ClearML clients tolerate are warnings.",
        "strict",
        "clearml"
    );
    private static readonly Option<string[]> Variables = new("--env")
    {
        Description = "A variable for ${NAME} references; can be repeated. The real environment is not read.",
        HelpName = "NAME=VALUE",
    };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one line of JSON per file." };
    private static readonly Option<bool> ForClients = new("--for-clients", "--vault")
    {
        Description = "Apply the rules of vaults. The output is what clients receive.",
    };

    private static readonly Option<bool> Shared = new("--shared")
    {
        Description = "With --vault: the rules of a vault shared with other users or service accounts.",
    };

    public static Command Create() =>
        new("config", "Check, convert, merge and resolve HOCON, JSON and YAML files; no server is needed.")
        {
            Check(),
            Convert(),
            Merge(),
            Render(),
        };

    private static Command Check() =>
        New(
            "check",
            "Read and resolve files and print their errors and warnings.",
            null,
            (job, parsed) => job.Check(parsed.GetValue(ForClients) || parsed.GetValue(Shared))
        );

    private static Command Convert()
    {
        var to = OneOf("--to", "The format to write.", "hocon", "json", "yaml");
        to.Required = true;
        return New(
            "convert",
            "Convert files to another format. What the format cannot express is an error.",
            [to],
            (job, parsed) =>
                parsed.GetValue(ForClients)
                    ? job.ForClients("text")
                    : job.Convert(ParseFormat(parsed.GetValue(to))!.Value)
        );
    }

    private static Command Merge()
    {
        var to = OneOf("--to", "The format to write; default hocon.", "hocon", "json", "yaml");
        var origins = new Option<bool>("--origins")
        {
            Description = "Print where each value was set and what it overrides, instead of a document.",
        };
        return New(
            "merge",
            "Merge files and print the result. Later files override earlier ones.",
            [to, origins],
            (job, parsed) =>
                job.Merge(
                    ParseFormat(parsed.GetValue(to)) ?? ConfigFormat.Hocon,
                    parsed.GetValue(ForClients),
                    parsed.GetValue(origins)
                )
        );
    }

    private static Command Render()
    {
        var to = OneOf("--to", "The format to write; default json.", "hocon", "json", "yaml");
        return New(
            "render",
            "Print files with all substitutions resolved.",
            [to],
            (job, parsed) =>
                parsed.GetValue(ForClients)
                    ? job.ForClients("value")
                    : job.Render(ParseFormat(parsed.GetValue(to)) ?? ConfigFormat.Json)
        );
    }

    private static Command New(string name, string description, Option[]? more, Func<ConfigJob, ParseResult, int> run)
    {
        var command = new Command(name, description)
        {
            Files,
            Format,
            DialectName,
            Variables,
            Json,
            ForClients,
            Shared,
        };
        foreach (var option in more ?? [])
            command.Options.Add(option);
        command.SetAction(parsed => Run(parsed, run));
        return command;
    }

    private static int Run(ParseResult parsed, Func<ConfigJob, ParseResult, int> run)
    {
        if (Environment(parsed.GetValue(Variables) ?? []) is not { } environment)
            return CommandLine.Refuse(Domain.Result.Refuse("env", "Use the form NAME=VALUE."));
        var dialect = parsed.GetValue(DialectName) == "strict" ? Dialect.Strict : Dialect.ClearML;
        var output = new ConfigOutput(Console.Out, Console.Error, parsed.GetValue(Json));
        return run(
            new ConfigJob(parsed.GetValue(Files)!, ParseFormat(parsed.GetValue(Format)), dialect, environment, output)
            {
                Audience = parsed.GetValue(Shared) ? VaultAudience.Others : VaultAudience.Author,
            },
            parsed
        );
    }

    private static Dictionary<string, string>? Environment(string[] variables)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            var equals = variable.IndexOf('=');
            if (equals <= 0)
                return null;
            environment[variable[..equals]] = variable[(equals + 1)..];
        }
        return environment;
    }

    private static ConfigFormat? ParseFormat(string? name) =>
        name is null ? null : Enum.Parse<ConfigFormat>(name, ignoreCase: true);

    private static Option<string?> OneOf(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
