using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClearSettings.Domain
{
    public partial class ClearSettingsDb
    {
        public DbSet<Session> Sessions => Set<Session>();

        public DbSet<SignUpRequest> SignUpRequests => Set<SignUpRequest>();

        public DbSet<FailedSignIns> FailedSignIns => Set<FailedSignIns>();

        public DbSet<PasswordResetToken> PasswordResetTokens => Set<PasswordResetToken>();

        /// <summary>Whether the person with the address wants no notices (EmailMessage.IsNotification).</summary>
        internal Task<bool> IsOptedOutAsync(string address)
        {
            var normalized = address.ToUpperInvariant();
            return Users.AnyAsync(u => u.NormalizedEmail == normalized && !u.EmailNotificationsEnabled);
        }

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
            table.Property(u => u.EmailNotificationsEnabled).HasColumnName("WantsNotices");
            table.Property(u => u.IsServerAdmin).HasColumnName("RunsServer");
            table.HasIndex(u => u.NormalizedEmail).IsUnique();
            table.Property(u => u.Name).HasMaxLength(NameRules.MaxLength);
            table.Property(u => u.GivenName).HasMaxLength(NameRules.MaxLength);
            table.Property(u => u.FamilyName).HasMaxLength(NameRules.MaxLength);
            table.Property(u => u.LastSignInBy).HasMaxLength(60);
            table.Property(u => u.EmailNotificationsEnabled).HasDefaultValue(true).HasSentinel(true);
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
            table.Property(s => s.ReauthenticatedAt).HasColumnName("ProvedAt");
            table.Property(s => s.UserAgent).HasMaxLength(Session.MaxUserAgentLength);
            table.Property(s => s.Method).HasMaxLength(60).HasDefaultValue(SignInMethod.Password.Name);
            table.HasIndex(s => s.UserId);
            table.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
        }
    }

    internal sealed class FailedSignInsTable : IEntityTypeConfiguration<FailedSignIns>
    {
        public void Configure(EntityTypeBuilder<FailedSignIns> table)
        {
            table.ToTable("failed_sign_ins");
            table.HasKey(f => f.AddressHash);
            table.HasIndex(f => f.LastAt);
            table.Property(f => f.AddressHash).HasMaxLength(32);
        }
    }

    internal sealed class SignUpRequestTable : IEntityTypeConfiguration<SignUpRequest>
    {
        public void Configure(EntityTypeBuilder<SignUpRequest> table)
        {
            table.ToTable("sign_up_requests");
            table.HasIndex(r => r.TokenHash).IsUnique();
            table.HasIndex(r => r.Email);
            table.Property(r => r.Email).HasMaxLength(EmailAddress.MaxLength);
            table.Property(r => r.Name).HasMaxLength(NameRules.MaxLength);
        }
    }

    internal sealed class PasswordResetTokenTable : IEntityTypeConfiguration<PasswordResetToken>
    {
        public void Configure(EntityTypeBuilder<PasswordResetToken> table)
        {
            table.ToTable("password_reset_tokens");
            table.HasKey(t => t.TokenHash);
            table.HasOne<User>().WithMany().HasForeignKey(t => t.UserId);
        }
    }
}
