using System.CommandLine;

namespace ClearSettings.Web.Commands;

/// <summary>clearsettings migrate</summary>
public static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Apply pending database migrations and exit. The server also does this when it starts.");
        command.SetAction(async (parsed, cancel) =>
        {
            await using var app = ProgramHost.Build(parsed.GetValue(CommandLine.Data), []);
            await ProgramHost.MigrateAsync(app.Services);
            Console.WriteLine("The database is up to date.");
            return 0;
        });
        return command;
    }
}
