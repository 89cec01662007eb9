using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Member> Members => Set<Member>();

        public DbSet<Invitation> Invitations => Set<Invitation>();

        public DbSet<OwnershipTransfer> OwnershipTransfers => Set<OwnershipTransfer>();
    }
}

namespace ClearSettings.Domain.Members
{
    internal sealed class MemberTable : IEntityTypeConfiguration<Member>
    {
        public void Configure(EntityTypeBuilder<Member> table)
        {
            table.ToTable("members");
            table.HasKey(m => new { m.WorkspaceId, m.UserId });
            table.HasIndex(m => m.UserId);
            table.Property(m => m.MayBeImpersonated).HasDefaultValue(true).HasSentinel(true);
            table.Property(m => m.Role).HasConversion<string>().HasMaxLength(20);
            table.HasOne<Workspace>().WithMany().HasForeignKey(m => m.WorkspaceId);
            table.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
        }
    }

    internal sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
    {
        public void Configure(EntityTypeBuilder<Invitation> table)
        {
            table.ToTable("invitations");
            table.HasIndex(i => i.TokenHash).IsUnique();
            table.HasIndex(i => i.EmailTokenHash).IsUnique();
            table.HasIndex(i => new { i.WorkspaceId, i.Email }).IsUnique().HasFilter("\"State\" = 'Pending'");
            table.HasIndex(i => i.Email);
            table.Property(i => i.Email).HasMaxLength(EmailAddress.MaxLength);
            table.Property(i => i.Role).HasConversion<string>().HasMaxLength(20);
            table.Property(i => i.State).HasConversion<string>().HasMaxLength(20);
            table.Property(i => i.RowVersion).IsConcurrencyToken();
            table.HasOne<Workspace>().WithMany().HasForeignKey(i => i.WorkspaceId);
            table.HasOne<User>().WithMany().HasForeignKey(i => i.InvitedById);
        }
    }

    internal sealed class OwnershipTransferTable : IEntityTypeConfiguration<OwnershipTransfer>
    {
        public void Configure(EntityTypeBuilder<OwnershipTransfer> table)
        {
            table.ToTable("ownership_offers");
            table.HasKey(o => o.WorkspaceId);
            table.HasIndex(o => o.ToUserId);
            table.HasOne<Workspace>().WithMany().HasForeignKey(o => o.WorkspaceId);
            table.HasOne<User>().WithMany().HasForeignKey(o => o.FromUserId);
            table.HasOne<User>().WithMany().HasForeignKey(o => o.ToUserId);
        }
    }
}
