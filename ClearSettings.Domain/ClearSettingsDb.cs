using System.Linq.Expressions;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain;

/// <summary>
/// The database. Rows that belong to a workspace are seen through the filter named <see cref="InWorkspace"/>: without a
/// signed-in caller such a query throws, and another workspace's row does not exist.
/// </summary>
public abstract partial class ClearSettingsDb(
    DbContextOptions options,
    Current current,
    SqliteWriteLock queue,
    WorkspaceVersions versions
) : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    public const string InWorkspace = "workspace";

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Of the request that uses this unit of work.</summary>
    internal CancellationToken Aborted => current.Aborted;

    private Guid WorkspaceId => current.WorkspaceId;

    public override Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var entry in ChangeTracker.Entries().Where(e => e.State == EntityState.Modified))
        {
            if (entry.Metadata.FindProperty("RowVersion") is not null)
                entry.Property("RowVersion").CurrentValue = (int)entry.Property("RowVersion").OriginalValue! + 1;
        }
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        MapIdentity(builder);
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.ApplyConfigurationsFromAssembly(typeof(ClearSettingsDb).Assembly);
        FilterByWorkspace(builder);
    }

    private void FilterByWorkspace(ModelBuilder builder)
    {
        foreach (var type in builder.Model.GetEntityTypes().Select(e => e.ClrType).ToList())
        {
            if (!type.IsAssignableTo(typeof(IWorkspaceOwned)))
                continue;
            var row = Expression.Parameter(type, "row");
            var owner = Expression.Property(row, nameof(IWorkspaceOwned.WorkspaceId));
            var caller = Expression.Property(Expression.Constant(this, typeof(ClearSettingsDb)), nameof(WorkspaceId));
            var filter = Expression.Equal(owner, Expression.Convert(caller, owner.Type));
            builder.Entity(type).HasQueryFilter(InWorkspace, Expression.Lambda(filter, row));
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();
    }
}
