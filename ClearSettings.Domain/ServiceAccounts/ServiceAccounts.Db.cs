using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<ServiceAccount> ServiceAccounts => Set<ServiceAccount>();

        public DbSet<ImpersonationUse> ImpersonationUses => Set<ImpersonationUse>();
    }
}

namespace ClearSettings.Domain.ServiceAccounts
{
    internal sealed class ServiceAccountTable : IEntityTypeConfiguration<ServiceAccount>
    {
        public void Configure(EntityTypeBuilder<ServiceAccount> table)
        {
            table.ToTable("service_accounts");
            table.HasKey(s => s.UserId);
            table.HasIndex(s => s.WorkspaceId);
            table.Property(s => s.RowVersion).IsConcurrencyToken();
            table.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
            table.HasOne<Workspace>().WithMany().HasForeignKey(s => s.WorkspaceId);
        }
    }

    internal sealed class ImpersonationUseTable : IEntityTypeConfiguration<ImpersonationUse>
    {
        public void Configure(EntityTypeBuilder<ImpersonationUse> table)
        {
            table.ToTable("impersonation_uses");
            table.HasKey(u => new
            {
                u.WorkspaceId,
                u.ActorId,
                u.UserId,
            });
            table.HasIndex(u => new { u.WorkspaceId, u.UserId });
            table.HasOne<Workspace>().WithMany().HasForeignKey(u => u.WorkspaceId);
        }
    }
}
