using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Group> Groups => Set<Group>();

        public DbSet<GroupMember> GroupMembers => Set<GroupMember>();

        public DbSet<InvitationGroup> InvitationGroups => Set<InvitationGroup>();
    }
}

namespace ClearSettings.Domain.Groups
{
    internal sealed class GroupTable : IEntityTypeConfiguration<Group>
    {
        public void Configure(EntityTypeBuilder<Group> table)
        {
            table.ToTable("groups");
            table.HasIndex(g => new { g.WorkspaceId, g.NameKey }).IsUnique();
            table.HasIndex(g => new { g.WorkspaceId, g.BuiltIn }).IsUnique();
            table.Property(g => g.Name).HasMaxLength(NameRules.MaxLength);
            table.Property(g => g.NameKey).HasMaxLength(NameRules.MaxLength);
            table.Property(g => g.Description).HasMaxLength(GroupInput.MaxDescriptionLength);
            table.Property(g => g.BuiltIn).HasConversion<string>().HasMaxLength(20);
            table.Property(g => g.RowVersion).IsConcurrencyToken();
            table.Ignore(g => g.ListsMembers);
            table.HasOne<Workspace>().WithMany().HasForeignKey(g => g.WorkspaceId);
        }
    }

    internal sealed class GroupMemberTable : IEntityTypeConfiguration<GroupMember>
    {
        public void Configure(EntityTypeBuilder<GroupMember> table)
        {
            table.ToTable("group_members");
            table.HasKey(m => new { m.GroupId, m.UserId });
            table.HasIndex(m => new { m.WorkspaceId, m.UserId });
            table.HasOne<Group>().WithMany().HasForeignKey(m => m.GroupId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
        }
    }

    internal sealed class InvitationGroupTable : IEntityTypeConfiguration<InvitationGroup>
    {
        public void Configure(EntityTypeBuilder<InvitationGroup> table)
        {
            table.ToTable("invitation_groups");
            table.HasKey(i => new { i.InvitationId, i.GroupId });
            table.HasIndex(i => i.GroupId);
            table.HasOne<Group>().WithMany().HasForeignKey(i => i.GroupId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Invitation>().WithMany().HasForeignKey(i => i.InvitationId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
