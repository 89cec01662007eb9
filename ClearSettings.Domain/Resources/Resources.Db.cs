using ClearSettings.Domain.Resources;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Resource> Resources => Set<Resource>();

        public DbSet<ResourceCatalog> ResourceCatalogs => Set<ResourceCatalog>();

        /// <summary>
        /// Raises the version of the resource catalog of a workspace. Changes of the catalog wait for each other until
        /// the end of the change, and for nothing else.
        /// </summary>
        internal async Task TouchCatalogAsync(Guid workspaceId)
        {
            RequireChange();
            var raised = await ResourceCatalogs
                .IgnoreQueryFilters([InWorkspace])
                .Where(c => c.WorkspaceId == workspaceId)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.Version, x => x.Version + 1));
            if (raised > 0)
                return;
            // Of two that make the first one, the second runs again.
            ResourceCatalogs.Add(ResourceCatalog.Create(workspaceId));
            await SaveChangesAsync();
        }
    }
}

namespace ClearSettings.Domain.Resources
{
    internal sealed class ResourceTable : IEntityTypeConfiguration<Resource>
    {
        public void Configure(EntityTypeBuilder<Resource> table)
        {
            table.ToTable("resources");
            table.HasKey(r => new
            {
                r.WorkspaceId,
                r.Type,
                r.ResourceId,
            });
            table.HasIndex(r => new { r.WorkspaceId, r.Version });
            table.HasIndex(r => new { r.WorkspaceId, r.ParentId });
            table.HasIndex(r => new { r.WorkspaceId, r.DeletedAt }).HasFilter("\"DeletedAt\" IS NOT NULL");
            table.HasIndex(r => new
            {
                r.WorkspaceId,
                r.Type,
                r.NameKey,
            });
            table.HasIndex(r => new { r.WorkspaceId, r.NameKey });
            table.Property(r => r.ResourceId).HasMaxLength(ResourceKey.MaxIdLength);
            table.Property(r => r.Name).HasMaxLength(Resource.MaxNameLength);
            table.Property(r => r.NameKey).HasMaxLength(Resource.MaxNameKeyLength);
            table.Property(r => r.ParentId).HasMaxLength(ResourceKey.MaxIdLength);
            table.Ignore(r => r.Key);
            table.HasOne<Workspace>().WithMany().HasForeignKey(r => r.WorkspaceId);
        }
    }

    internal sealed class ResourceCatalogTable : IEntityTypeConfiguration<ResourceCatalog>
    {
        public void Configure(EntityTypeBuilder<ResourceCatalog> table)
        {
            table.ToTable("resource_catalogs");
            table.HasKey(c => c.WorkspaceId);
            table.HasOne<Workspace>().WithOne().HasForeignKey<ResourceCatalog>(c => c.WorkspaceId);
        }
    }
}
