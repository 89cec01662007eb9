using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Workspace> Workspaces => Set<Workspace>();

        public DbSet<SetUpToken> SetUpTokens => Set<SetUpToken>();
    }
}

namespace ClearSettings.Domain.Workspaces
{
    internal sealed class WorkspaceTable : IEntityTypeConfiguration<Workspace>
    {
        public void Configure(EntityTypeBuilder<Workspace> table)
        {
            table.ToTable("workspaces");
            table.Property(w => w.Name).HasMaxLength(NameRules.MaxLength);
            table.Property(w => w.Plan).HasMaxLength(60).HasDefaultValue(Billing.Plans.Free);
            table.HasIndex(w => w.PersonalOf).IsUnique();
        }
    }

    internal sealed class SetUpTokenTable : IEntityTypeConfiguration<SetUpToken>
    {
        public void Configure(EntityTypeBuilder<SetUpToken> table)
        {
            table.ToTable("set_up_tokens");
            table.Property(t => t.Id).ValueGeneratedNever();
        }
    }
}
