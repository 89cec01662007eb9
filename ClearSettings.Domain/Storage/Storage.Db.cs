using ClearSettings.Domain.Storage;
using ClearSettings.Domain.Storage.Cleanup;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<UserStorage> UserStorage => Set<UserStorage>();

        public DbSet<WorkspaceStorage> WorkspaceStorage => Set<WorkspaceStorage>();
    }
}

namespace ClearSettings.Domain.Storage
{
    internal sealed class UserStorageTable : IEntityTypeConfiguration<UserStorage>
    {
        public void Configure(EntityTypeBuilder<UserStorage> table)
        {
            table.ToTable("user_storage");
            table.HasKey(s => s.UserId);
            table.Property(s => s.RowVersion).IsConcurrencyToken();
            table.HasOne<User>().WithOne().HasForeignKey<UserStorage>(s => s.UserId);
        }
    }
}

namespace ClearSettings.Domain.Storage.Cleanup
{
    internal sealed class WorkspaceStorageTable : IEntityTypeConfiguration<WorkspaceStorage>
    {
        public void Configure(EntityTypeBuilder<WorkspaceStorage> table)
        {
            table.ToTable("workspace_storage");
            table.HasKey(s => s.WorkspaceId);
            table.Property(s => s.RowVersion).IsConcurrencyToken();
            table.HasOne<Workspace>().WithOne().HasForeignKey<WorkspaceStorage>(s => s.WorkspaceId);
        }
    }
}
