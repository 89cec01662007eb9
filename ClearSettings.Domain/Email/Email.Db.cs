using ClearSettings.Domain.Email;
using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        /// <summary>The emails among the jobs, of every workspace and of none.</summary>
        public IQueryable<Job> Emails => Jobs.IgnoreQueryFilters([InWorkspace]).Where(j => j.Type == EmailJobs.Type);

        public DbSet<SmtpServerSettings> SmtpServerSettings => Set<SmtpServerSettings>();
    }
}

namespace ClearSettings.Domain.Email
{
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
