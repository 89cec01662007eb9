using ClearSettings.Domain;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.SetUp;

/// <summary>One line of the set-up page's check list.</summary>
public sealed record ServerCheckResult(bool Passed, string Title, string Detail);

/// <summary>Looks at what a new owner should know of the machine.</summary>
public sealed class ServerCheck(
    ClearSettingsDb db,
    DataFolder folder,
    PublicUrls addresses,
    IConfiguration configuration
)
{
    public async Task<IReadOnlyList<ServerCheckResult>> RunAsync(HttpRequest request) =>
        [
            new(
                true,
                "Database ready",
                $"{(db is SqliteDb ? "SQLite" : "PostgreSQL")} {await VersionAsync()}, schema "
                    + $"{(await db.Database.GetAppliedMigrationsAsync()).Count()}"
            ),
            new(
                true,
                "Master key present",
                string.IsNullOrWhiteSpace(configuration["Secrets:MasterKey"])
                    ? $"{MasterKey.FileName}, readable by the service only"
                    : "From the setting Secrets:MasterKey"
            ),
            Space(),
            addresses.IsHttps(request)
                ? new(true, "On HTTPS", "Passwords and keys are encrypted in transit")
                : new(false, "No HTTPS", "Fine for access from this machine, required for others"),
        ];

    private async Task<string> VersionAsync()
    {
        var versions =
            db is SqliteDb
                ? db.Database.SqlQuery<string>($"select sqlite_version() as \"Value\"")
                : db.Database.SqlQuery<string>($"select current_setting('server_version') as \"Value\"");
        return (await versions.SingleAsync()).Split(' ')[0];
    }

    private ServerCheckResult Space()
    {
        var free = new DriveInfo(folder.Path).AvailableFreeSpace / 1_000_000_000.0;
        return new(
            free >= 1,
            free >= 1 ? "Data folder writable" : "Low disk space",
            free >= 10 ? $"{free:N0} GB free" : $"{free:N1} GB free"
        );
    }
}
