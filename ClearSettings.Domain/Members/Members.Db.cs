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
            table.Property(m => m.Role).HasConversion<string>().HasMaxLength(20);
            table.HasOne<Workspace>().WithMany().HasForeignKey(m => m.WorkspaceId);
            table.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
        }
    }
}
