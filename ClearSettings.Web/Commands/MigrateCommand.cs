using System.CommandLine;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Commands;

/// <summary>clearsettings migrate</summary>
public static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command(
            "migrate",
            "Apply pending database migrations and exit. The server also does this when it starts."
        );
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var app = ProgramHost.Build(parsed.GetValue(CommandLine.Data), []);
                await ProgramHost.MigrateAsync(app.Services);
                Report(await ProgramHost.UpgradeVaultsAsync(app.Services, logs: false, cancel));
                Console.WriteLine("The database is up to date.");
                return 0;
            }
        );
        return command;
    }

    private static void Report(VaultUpgrade upgrade)
    {
        if (upgrade.Checked > 0)
            Console.WriteLine(
                $"{TimeText.Count(upgrade.Checked, "vault")} checked against the rules of this version, "
                    + $"{upgrade.Refused.Count:N0} of them break the current rules."
            );
        foreach (var vault in upgrade.Refused)
            Console.WriteLine($"  {vault}");
        if (upgrade.Unreadable > 0)
            Console.WriteLine(
                $"{TimeText.Count(upgrade.Unreadable, "vault")} could not be read. Clients do not receive them. "
                    + "Restore the database or its keys from a backup."
            );
    }
}
