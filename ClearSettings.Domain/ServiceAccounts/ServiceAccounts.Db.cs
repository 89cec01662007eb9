using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

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
            table
                .Property(s => s.GrantedPermissions)
                .HasConversion(new GrantConverter(), new GrantComparer())
                .HasMaxLength(200)
                .HasDefaultValueSql("''");
            table.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
            table.HasOne<Workspace>().WithMany().HasForeignKey(s => s.WorkspaceId);
        }
    }

    // Names with commas between them. One that this version does not know is left out.
    internal sealed class GrantConverter()
        : ValueConverter<IReadOnlyList<Permission>, string>(
            list => string.Join(',', list),
            text => Permissions.Grantable.Where(p => text.Split(',').Contains(p.ToString())).ToArray()
        );

    internal sealed class GrantComparer()
        : ValueComparer<IReadOnlyList<Permission>>(
            (one, other) => one!.SequenceEqual(other!),
            list => list.Aggregate(0, (hash, p) => HashCode.Combine(hash, p)),
            list => list.ToArray()
        );

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
