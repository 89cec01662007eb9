using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Job> Jobs => Set<Job>();
    }
}

namespace ClearSettings.Domain.Jobs
{
    internal sealed class JobTable : IEntityTypeConfiguration<Job>
    {
        public void Configure(EntityTypeBuilder<Job> table)
        {
            table.ToTable("jobs");
            table.HasIndex(j => new { j.State, j.DueAt });
            table.HasIndex(j => j.DedupeKey).IsUnique();
            // What went to an address, and what a workspace caused, is counted.
            table.HasIndex(j => new
            {
                j.To,
                j.Kind,
                j.CreatedAt,
            });
            table.HasIndex(j => new
            {
                j.WorkspaceId,
                j.Kind,
                j.CreatedAt,
            });
            table.Property(j => j.State).HasConversion<string>().HasMaxLength(20);
            table.Property(j => j.Type).HasMaxLength(60);
            table.Property(j => j.Kind).HasMaxLength(60);
            table.Property(j => j.To).HasMaxLength(254);
            table.Property(j => j.DedupeKey).HasMaxLength(200);
            table.Property(j => j.Problem).HasMaxLength(Job.MaxProblemLength);
        }
    }
}
