using System.CommandLine;
using ClearSettings.Domain;

namespace ClearSettings.Web.Commands;

/// <summary>The binary's sub-commands. Without one it serves.</summary>
public static class CommandLine
{
    /// <summary>
    /// The exit code when the server or a command cannot do its work for a reason that its user can fix.
    /// </summary>
    public const int CannotRun = 1;

    public static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of the database and the master key. Default: ./data, or the setting Data:Folder.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await CreateRoot().Parse(args).InvokeAsync(settings);
        }
        catch (StartupException problem)
        {
            foreach (var message in problem.Messages)
                await Console.Error.WriteLineAsync($"clearsettings: {message}");
            return CannotRun;
        }
        catch (Exception problem) when (Domain.StorageFailure.Explain(problem) is { } message)
        {
            await Console.Error.WriteLineAsync($"clearsettings: {message}");
            return CannotRun;
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("ClearSettings: the settings and administration server for ClearML clients.")
        {
            Data,
        };
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(AdminCommand.Create());
        root.Subcommands.Add(CredentialsCommand.Create());
        root.Subcommands.Add(ConfigCommand.Create());
        root.SetAction((parsed, cancel) => ServeCommand.RunAsync(parsed.GetValue(Data), [], cancel));
        return root;
    }

    /// <summary>Prints the reasons of a refusal, one a line.</summary>
    public static int Refuse(Domain.Result result)
    {
        foreach (var problem in result.Problems)
            Console.Error.WriteLine(
                problem.Field.Length == 0
                    ? $"clearsettings: {problem.Message}"
                    : $"clearsettings: {problem.Field.ToLowerInvariant()}: {problem.Message}"
            );
        return CannotRun;
    }
}
