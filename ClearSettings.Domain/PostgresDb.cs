using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain;

/// <summary>The database on a PostgreSQL server, for several nodes.</summary>
public sealed class PostgresDb(
    DbContextOptions<PostgresDb> options,
    Current current,
    SqliteWriteLock queue,
    WorkspaceVersions versions
) : ClearSettingsDb(options, current, queue, versions);
