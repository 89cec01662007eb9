using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Workspace> Workspaces => Set<Workspace>();

        public DbSet<SetUpToken> SetUpTokens => Set<SetUpToken>();

        /// <summary>For nouns below, which do not know workspaces.</summary>
        internal IQueryable<Guid> WorkspaceIds => Workspaces.Select(w => w.Id);

        /// <summary>Oldest first.</summary>
        internal Task<List<KeyValuePair<Guid, string>>> ListWorkspaceNamesAsync(CancellationToken cancel) =>
            Workspaces.OrderBy(w => w.CreatedAt).Select(w => KeyValuePair.Create(w.Id, w.Name)).ToListAsync(cancel);
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
