using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ClearSettings.Domain;

/// <summary>For `dotnet ef migrations add NAME --context SqliteDb --output-dir Migrations/Sqlite`.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options,
            new Current(),
            new SqliteWriteLock(true),
            new WorkspaceVersions(TimeProvider.System)
        );
}

/// <summary>For `dotnet ef migrations add NAME --context PostgresDb --output-dir Migrations/Postgres`.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=localhost").Options,
            new Current(),
            new SqliteWriteLock(false),
            new WorkspaceVersions(TimeProvider.System)
        );
}
