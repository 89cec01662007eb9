using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

        public DbSet<AuditChainLink> AuditChainLinks => Set<AuditChainLink>();
    }
}

namespace ClearSettings.Domain.Audit
{
    internal sealed class AuditEventTable : IEntityTypeConfiguration<AuditEvent>
    {
        public void Configure(EntityTypeBuilder<AuditEvent> table)
        {
            table.ToTable("audit_events");
            table.Property(e => e.Source).HasColumnName("Door");
            table.HasIndex(e => e.At);
            table.HasIndex(e => new { e.WorkspaceId, e.At });
            table.HasIndex(e => new
            {
                e.WorkspaceId,
                e.ActorId,
                e.At,
            });
            table.HasIndex(e => new
            {
                e.WorkspaceId,
                e.Kind,
                e.At,
            });
            table.Property(e => e.ActorName).HasMaxLength(NameRules.MaxLength * 3);
            table.Property(e => e.Kind).HasMaxLength(60);
            table.Property(e => e.Subject).HasMaxLength(300);
            table.Property(e => e.Detail).HasMaxLength(500);
            table.Property(e => e.Source).HasConversion<string>().HasMaxLength(20);
            table.Property(e => e.Address).HasMaxLength(64);
            table.Property(e => e.RequestId).HasMaxLength(64);
        }
    }

    internal sealed class AuditChainLinkTable : IEntityTypeConfiguration<AuditChainLink>
    {
        public void Configure(EntityTypeBuilder<AuditChainLink> table)
        {
            table.ToTable("audit_seals");
            table.HasKey(s => new { s.WorkspaceId, s.Number });
            table.HasIndex(s => s.EventId).IsUnique();
            table.HasIndex(s => s.SealedAt);
            table.Property(s => s.Number).ValueGeneratedNever();
            table.Property(s => s.Hash).HasMaxLength(32);
        }
    }
}
