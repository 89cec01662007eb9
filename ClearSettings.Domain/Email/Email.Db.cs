using ClearSettings.Domain.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<OutgoingEmail> OutgoingEmails => Set<OutgoingEmail>();

        public DbSet<SmtpServerSettings> SmtpServerSettings => Set<SmtpServerSettings>();
    }
}

namespace ClearSettings.Domain.Email
{
    internal sealed class OutgoingEmailTable : IEntityTypeConfiguration<OutgoingEmail>
    {
        public void Configure(EntityTypeBuilder<OutgoingEmail> table)
        {
            table.ToTable("outgoing_mails");
            table.HasIndex(m => new { m.State, m.NextTryAt });
            table.HasIndex(m => new
            {
                m.To,
                m.Kind,
                m.CreatedAt,
            });
            table.HasIndex(m => new
            {
                m.WorkspaceId,
                m.Kind,
                m.CreatedAt,
            });
            table.Property(m => m.State).HasConversion<string>().HasMaxLength(20);
            table.Property(m => m.Kind).HasMaxLength(60);
            table.Property(m => m.To).HasMaxLength(254);
            table.Property(m => m.Problem).HasMaxLength(500);
            table.Ignore(m => m.KindLabel);
        }
    }

    internal sealed class SmtpServerSettingsTable : IEntityTypeConfiguration<SmtpServerSettings>
    {
        public void Configure(EntityTypeBuilder<SmtpServerSettings> table)
        {
            table.ToTable("smtp_server_settings");
            table.Property(s => s.Id).ValueGeneratedNever();
            table.Property(s => s.Security).HasConversion<string>().HasMaxLength(20);
            table.Property(s => s.Host).HasMaxLength(253);
            table.Property(s => s.UserName).HasMaxLength(254);
            table.Property(s => s.FromAddress).HasMaxLength(254);
            table.Property(s => s.FromName).HasMaxLength(NameRules.MaxLength);
            table.Property(s => s.LinkBase).HasMaxLength(300);
            table.Property(s => s.RowVersion).IsConcurrencyToken();
        }
    }
}
