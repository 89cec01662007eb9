using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.SystemCredentials;

/// <summary>
/// Refuses to start with system credentials whose access key is that of API credentials in the database: one pair of
/// keys would have two owners.
/// </summary>
public sealed class SystemCredentialCheck(ClearSettingsDb db, SystemCredentialList systems)
{
    /// <exception cref="StartupException">There are such credentials.</exception>
    public async Task RunAsync()
    {
        if (systems.All.Count == 0)
            return;
        var keys = systems.All.Select(s => s.AccessKey).ToList();
        var taken = await db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c => keys.Contains(c.AccessKey))
            .Select(c => c.AccessKey)
            .ToListAsync();
        if (systems.All.FirstOrDefault(s => taken.Contains(s.AccessKey)) is not { } wrong)
            return;
        throw new StartupException(
            $"SystemCredentials:{wrong.Name}:AccessKey is the access key of API credentials on this server; create "
                + "another one."
        );
    }
}
