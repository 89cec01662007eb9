using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Session> Sessions => Set<Session>();

        private static void MapIdentity(ModelBuilder model)
        {
            model.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
            model.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
            model.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        }
    }
}

namespace ClearSettings.Domain.Users
{
    internal sealed class UserTable : IEntityTypeConfiguration<User>
    {
        public void Configure(EntityTypeBuilder<User> table)
        {
            table.ToTable("users");
            table.HasIndex(u => u.NormalizedEmail).IsUnique();
            table.Property(u => u.Name).HasMaxLength(Names.MaxLength);
            table.Property(u => u.GivenName).HasMaxLength(Names.MaxLength);
            table.Property(u => u.FamilyName).HasMaxLength(Names.MaxLength);
            table.Property(u => u.RowVersion).IsConcurrencyToken();
            // Every account change writes a row version of ours, so Identity's stamp need not be a second token.
            table.Property(u => u.ConcurrencyStamp).IsConcurrencyToken(false);
        }
    }

    internal sealed class SessionTable : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> table)
        {
            table.ToTable("sessions");
            table.HasIndex(s => s.UserId);
            table.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
        }
    }
}
