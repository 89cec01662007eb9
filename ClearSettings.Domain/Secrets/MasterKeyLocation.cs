using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Secrets;

/// <summary>Where the master key of this server is looked for.</summary>
/// <param name="Setting">Secrets:MasterKey, which takes the place of the file; null when it is not set.</param>
public sealed record MasterKeyLocation(string DataFolder, string? Setting)
{
    public bool HasKey => MasterKey.Find(DataFolder, Setting) is not null;

    public string File => Path.Combine(DataFolder, MasterKey.FileName);

    public override string ToString() => File;
}

/// <summary>
/// Refuses to start on a database whose master key is missing. A new key could not read anything that is encrypted
/// there, and would be mistaken for the right one later. Run it before anything uses the <see cref="MasterKey"/>, which
/// is created on first use.
/// </summary>
public sealed class MissingKeyCheck(ClearSettingsDb db, MasterKeyLocation location) : IUpgradeCheck
{
    /// <exception cref="StartupException">The database has keys that were wrapped with a master key, and there is
    /// none.</exception>
    public async Task RunAsync()
    {
        if (
            location.HasKey
            || !(await db.Database.GetAppliedMigrationsAsync()).Any()
            || !await db.DataProtectionKeys.AnyAsync()
        )
            return;
        throw new StartupException(
            "This database was encrypted with a master key, and the key is missing: there is no file "
                + $"{location.File}, and Secrets:MasterKey is not set. "
                + $"Restore {MasterKey.FileName} from your backup into the data folder, or set Secrets:MasterKey "
                + "to its content. No new key was created, because it could not read the secrets in this database."
        );
    }
}
