using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Vaults;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Vault> Vaults => Set<Vault>();

        public DbSet<VaultGroup> VaultGroups => Set<VaultGroup>();

        public DbSet<VaultVersion> VaultVersions => Set<VaultVersion>();

        public DbSet<ServedForm> ServedForms => Set<ServedForm>();

        public DbSet<VaultOperation> VaultOperations => Set<VaultOperation>();
    }
}

namespace ClearSettings.Domain.Vaults
{
    internal sealed class VaultTable : IEntityTypeConfiguration<Vault>
    {
        public void Configure(EntityTypeBuilder<Vault> table)
        {
            table.ToTable("vaults");
            table.HasIndex(v => v.WorkspaceId);
            // One personal vault of a type for each person and workspace.
            table
                .HasIndex(v => new
                {
                    v.UserId,
                    v.WorkspaceId,
                    v.Target,
                    v.Type,
                })
                .IsUnique();
            table.Property(v => v.Scope).HasConversion<string>().HasMaxLength(20);
            table.Property(v => v.Target).HasConversion<string>().HasMaxLength(20);
            table.Property(v => v.Type).HasMaxLength(VaultType.MaxLength).HasDefaultValue("");
            table.Property(v => v.Format).HasConversion<string>().HasMaxLength(20);
            table.Property(v => v.Name).HasMaxLength(NameRules.MaxLength);
            table.Property(v => v.UpdatedByName).HasMaxLength(NameRules.MaxLength);
            table.Property(v => v.Review).HasConversion<string>().HasMaxLength(20).HasDefaultValue(VaultReview.None);
            table.Property(v => v.LeftOut).HasMaxLength(200);
            table.Property(v => v.RowVersion).IsConcurrencyToken();
            table.HasOne<Workspace>().WithMany().HasForeignKey(v => v.WorkspaceId);
            table.HasMany(v => v.Groups).WithOne().HasForeignKey(g => g.VaultId).OnDelete(DeleteBehavior.Cascade);
            table.Navigation(v => v.Groups).UsePropertyAccessMode(PropertyAccessMode.Field);
            table.HasOne<User>().WithMany().HasForeignKey(v => v.UserId);
        }
    }

    internal sealed class VaultGroupTable : IEntityTypeConfiguration<VaultGroup>
    {
        public void Configure(EntityTypeBuilder<VaultGroup> table)
        {
            table.ToTable("vault_groups");
            table.HasKey(g => new { g.VaultId, g.GroupId });
            table.HasIndex(g => g.GroupId);
            table.HasIndex(g => g.WorkspaceId);
            table.HasOne<Group>().WithMany().HasForeignKey(g => g.GroupId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class VaultVersionTable : IEntityTypeConfiguration<VaultVersion>
    {
        public void Configure(EntityTypeBuilder<VaultVersion> table)
        {
            table.ToTable("vault_versions");
            table.HasIndex(v => new { v.VaultId, v.Number }).IsUnique();
            table.Property(v => v.Format).HasConversion<string>().HasMaxLength(20);
            table.Property(v => v.Note).HasMaxLength(VaultInput.MaxNoteLength);
            table.Property(v => v.ByName).HasMaxLength(NameRules.MaxLength);
            table.HasOne<Vault>().WithMany().HasForeignKey(v => v.VaultId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class ServedFormTable : IEntityTypeConfiguration<ServedForm>
    {
        public void Configure(EntityTypeBuilder<ServedForm> table)
        {
            table.ToTable("vault_served_forms");
            table.HasKey(f => f.VaultId);
            table.HasOne<Vault>().WithOne().HasForeignKey<ServedForm>(f => f.VaultId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class VaultOperationTable : IEntityTypeConfiguration<VaultOperation>
    {
        public void Configure(EntityTypeBuilder<VaultOperation> table)
        {
            table.ToTable("vault_operations");
            table.Property(o => o.Source).HasColumnName("Door");
            table.HasIndex(o => new { o.WorkspaceId, o.At });
            table.HasIndex(o => new
            {
                o.WorkspaceId,
                o.VaultId,
                o.At,
            });
            table.Property(o => o.Scope).HasConversion<string>().HasMaxLength(20);
            table.Property(o => o.Action).HasConversion<string>().HasMaxLength(20);
            table.Property(o => o.Source).HasConversion<string>().HasMaxLength(20);
            table.Property(o => o.VaultName).HasMaxLength(NameRules.MaxLength);
            table.Property(o => o.ActorName).HasMaxLength(NameRules.MaxLength * 3);
            table.Property(o => o.Address).HasMaxLength(64);
            table.Property(o => o.Detail).HasMaxLength(500);
        }
    }
}
