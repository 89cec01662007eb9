using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Credential> Credentials => Set<Credential>();

        public DbSet<CredentialUse> CredentialUses => Set<CredentialUse>();
    }
}

namespace ClearSettings.Domain.Credentials
{
    internal sealed class CredentialTable : IEntityTypeConfiguration<Credential>
    {
        public void Configure(EntityTypeBuilder<Credential> table)
        {
            table.ToTable("credentials");
            table.HasIndex(c => c.AccessKey).IsUnique();
            table.HasIndex(c => c.FormId).IsUnique();
            table.HasIndex(c => new { c.UserId, c.WorkspaceId });
            table.Property(c => c.AccessKey).HasMaxLength(64);
            table.Property(c => c.Label).HasMaxLength(NameRules.MaxLength);
            table
                .Property(c => c.Access)
                .HasConversion<string>()
                .HasMaxLength(20)
                .HasDefaultValue(CredentialAccess.Full);
            table.Property(c => c.LastUsedWorker).HasMaxLength(200);
            table.Property(c => c.LastUsedAddress).HasMaxLength(64);
            table.Property(c => c.RowVersion).IsConcurrencyToken();
            table.Ignore(c => c.DisplayName);
            table.HasOne<Workspace>().WithMany().HasForeignKey(c => c.WorkspaceId);
            table.HasOne<User>().WithMany().HasForeignKey(c => c.UserId);
        }
    }

    internal sealed class CredentialUseTable : IEntityTypeConfiguration<CredentialUse>
    {
        public void Configure(EntityTypeBuilder<CredentialUse> table)
        {
            table.ToTable("credential_uses");
            table.HasKey(u => new
            {
                u.CredentialId,
                u.Worker,
                u.Address,
            });
            table.Property(u => u.Worker).HasMaxLength(200);
            table.Property(u => u.Address).HasMaxLength(64);
            table.HasOne<Credential>().WithMany().HasForeignKey(u => u.CredentialId);
        }
    }
}
