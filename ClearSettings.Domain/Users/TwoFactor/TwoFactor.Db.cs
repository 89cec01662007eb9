using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<AuthenticatorApp> AuthenticatorApps => Set<AuthenticatorApp>();

        public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

        public DbSet<RecoveryLink> RecoveryLinks => Set<RecoveryLink>();
    }
}

namespace ClearSettings.Domain.Users.TwoFactor
{
    internal sealed class AuthenticatorAppTable : IEntityTypeConfiguration<AuthenticatorApp>
    {
        public void Configure(EntityTypeBuilder<AuthenticatorApp> table)
        {
            table.ToTable("authenticator_apps");
            table.HasKey(a => a.UserId);
            table.Property(a => a.ProtectedKey).HasMaxLength(400);
            table.HasOne<User>().WithOne().HasForeignKey<AuthenticatorApp>(a => a.UserId);
        }
    }

    internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
    {
        public void Configure(EntityTypeBuilder<RecoveryCode> table)
        {
            table.ToTable("recovery_codes");
            table.HasKey(c => new { c.UserId, c.Hash });
            table.Property(c => c.Hash).HasMaxLength(32);
            table.HasOne<User>().WithMany().HasForeignKey(c => c.UserId);
        }
    }

    internal sealed class RecoveryLinkTable : IEntityTypeConfiguration<RecoveryLink>
    {
        public void Configure(EntityTypeBuilder<RecoveryLink> table)
        {
            table.ToTable("recovery_links");
            table.HasKey(l => l.TokenHash);
            table.Property(l => l.TokenHash).HasMaxLength(32);
            table.HasOne<User>().WithMany().HasForeignKey(l => l.UserId);
        }
    }
}
