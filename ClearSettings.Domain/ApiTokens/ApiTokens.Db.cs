using ClearSettings.Domain.ApiTokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

        public DbSet<RevokedToken> RevokedTokens => Set<RevokedToken>();
    }
}

namespace ClearSettings.Domain.ApiTokens
{
    internal sealed class SigningKeyTable : IEntityTypeConfiguration<SigningKey>
    {
        public void Configure(EntityTypeBuilder<SigningKey> table)
        {
            table.ToTable("signing_keys");
            table.Property(k => k.Id).HasMaxLength(32);
        }
    }

    internal sealed class RevokedTokenTable : IEntityTypeConfiguration<RevokedToken>
    {
        public void Configure(EntityTypeBuilder<RevokedToken> table)
        {
            table.ToTable("revoked_tokens");
            table.HasKey(t => t.SessionId);
            table.HasIndex(t => t.RevokedAt);
        }
    }
}
