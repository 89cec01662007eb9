using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<AccessRule> AccessRules => Set<AccessRule>();

        public DbSet<RuleAssignee> RuleAssignees => Set<RuleAssignee>();

        public DbSet<RuleSetVersion> RuleSetVersions => Set<RuleSetVersion>();

        public DbSet<RuleSetChange> RuleSetChanges => Set<RuleSetChange>();
    }
}

namespace ClearSettings.Domain.AccessRules
{
    internal sealed class AccessRuleTable : IEntityTypeConfiguration<AccessRule>
    {
        public void Configure(EntityTypeBuilder<AccessRule> table)
        {
            table.ToTable("access_rules");
            table.HasIndex(r => new
            {
                r.WorkspaceId,
                r.Type,
                r.ResourceId,
            });
            table.HasIndex(r => new { r.WorkspaceId, r.UpdatedAt });
            table.Property(r => r.ResourceId).HasMaxLength(ResourceKey.MaxIdLength);
            table.Property(r => r.UpdatedByName).HasMaxLength(300);
            table.Property(r => r.RowVersion).IsConcurrencyToken();
            table.HasOne<Workspace>().WithMany().HasForeignKey(r => r.WorkspaceId);
        }
    }

    internal sealed class RuleAssigneeTable : IEntityTypeConfiguration<RuleAssignee>
    {
        public void Configure(EntityTypeBuilder<RuleAssignee> table)
        {
            table.ToTable("access_rule_assignees");
            table.HasKey(a => new { a.RuleId, a.AssigneeId });
            table.HasIndex(a => new { a.WorkspaceId, a.AssigneeId });
            table.HasOne<AccessRule>().WithMany().HasForeignKey(a => a.RuleId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class RuleSetVersionTable : IEntityTypeConfiguration<RuleSetVersion>
    {
        public void Configure(EntityTypeBuilder<RuleSetVersion> table)
        {
            table.ToTable("access_rule_versions");
            table.HasKey(v => new { v.WorkspaceId, v.Number });
            table.HasIndex(v => new { v.WorkspaceId, v.WorkspaceVersion });
            table.Property(v => v.Number).ValueGeneratedNever();
            table.Property(v => v.ByName).HasMaxLength(300);
            table.Property(v => v.Summary).HasMaxLength(RuleSetVersion.MaxSummaryLength);
            table.Property(v => v.Note).HasMaxLength(RuleSetVersion.MaxNoteLength);
            table.HasOne<Workspace>().WithMany().HasForeignKey(v => v.WorkspaceId);
        }
    }

    internal sealed class RuleSetChangeTable : IEntityTypeConfiguration<RuleSetChange>
    {
        public void Configure(EntityTypeBuilder<RuleSetChange> table)
        {
            table.ToTable("access_rule_changes");
            table.HasKey(c => new
            {
                c.WorkspaceId,
                c.Number,
                c.RuleId,
            });
            table
                .HasOne<RuleSetVersion>()
                .WithMany()
                .HasForeignKey(c => new { c.WorkspaceId, c.Number })
                .OnDelete(DeleteBehavior.Cascade);
        }
    }
}
