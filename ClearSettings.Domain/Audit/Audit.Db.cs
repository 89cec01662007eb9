using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

        public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();
    }
}

namespace ClearSettings.Domain.Audit
{
    internal sealed class AuditEventTable : IEntityTypeConfiguration<AuditEvent>
    {
        public void Configure(EntityTypeBuilder<AuditEvent> table)
        {
            table.ToTable("audit_events");
            table.HasIndex(e => e.At);
            table.HasIndex(e => new { e.WorkspaceId, e.At });
            table.HasIndex(e => new { e.WorkspaceId, e.ActorId, e.At });
            table.HasIndex(e => new { e.WorkspaceId, e.Kind, e.At });
            table.Property(e => e.ActorName).HasMaxLength(Names.MaxLength * 3);
            table.Property(e => e.Kind).HasMaxLength(60);
            table.Property(e => e.Subject).HasMaxLength(300);
            table.Property(e => e.Detail).HasMaxLength(500);
            table.Property(e => e.Door).HasConversion<string>().HasMaxLength(20);
            table.Property(e => e.Address).HasMaxLength(64);
            table.Property(e => e.RequestId).HasMaxLength(64);
        }
    }

    internal sealed class AuditSealTable : IEntityTypeConfiguration<AuditSeal>
    {
        public void Configure(EntityTypeBuilder<AuditSeal> table)
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
