using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users.TwoFactor;

/// <summary>What two-factor authentication keeps in the database.</summary>
public abstract class TwoFactorTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_code_works_once()
    {
        var (mia, phone) = await AddAsync();
        var code = phone.NextCode();
        var pending = await phone.StartAsync();
        Assert.True((await phone.CompleteAsync(pending, code)).Ok);
        Assert.Equal(nameof(SecondFactorAnswer.Code), (await phone.CompleteAsync(pending, code)).Problems[0].Field);
        Assert.Equal(
            "Password and authenticator app",
            await App.DbAsync(null, db => db.Users.Where(u => u.Id == mia.Id).Select(u => u.LastSignInBy).SingleAsync())
        );
    }

    [Fact]
    public async Task Of_two_sign_ins_with_one_code_at_once_one_succeeds()
    {
        var (_, phone) = await AddAsync();
        var code = phone.NextCode();
        var pending = await phone.StartAsync();
        var done = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => phone.CompleteAsync(pending, code)));
        Assert.Single(done, d => d.Ok);
        Assert.Equal(1, await phone.CountSessionsAsync());
    }

    [Fact]
    public async Task The_code_that_confirmed_the_app_and_codes_before_the_last_one_do_not_work()
    {
        var (_, phone) = await AddAsync();
        var pending = await phone.StartAsync();
        Assert.False((await phone.CompleteAsync(pending, phone.Code())).Ok);
        var (older, newer) = (phone.NextCode(), phone.Code(1));
        Assert.True((await phone.CompleteAsync(pending, newer)).Ok);
        Assert.False((await phone.CompleteAsync(pending, older)).Ok);
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_phone_may_be_one_step_early_or_late(int steps, bool accepted)
    {
        var (_, phone) = await AddAsync();
        App.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(accepted, (await phone.CompleteAsync(await phone.StartAsync(), phone.Code(steps))).Ok);
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed()
    {
        var (mia, phone) = await AddAsync();
        var pending = await phone.StartAsync();
        var typed = " " + phone.RecoveryCodes[0].Replace('-', ' ').ToUpperInvariant();
        var done = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => phone.CompleteAsync(pending, recovery: typed))
        );
        Assert.Single(done, d => d.Ok);
        Assert.True((await phone.CompleteAsync(pending, recovery: phone.RecoveryCodes[1])).Ok);
        Assert.Equal(8, await App.DbAsync(null, db => db.RecoveryCodes.CountAsync(c => c.UserId == mia.Id)));
        Assert.Equal(
            ["9 left", "8 left"],
            await App.DbAsync(
                App.Olga,
                db =>
                    db.AuditEvents.Where(e => e.Kind == AuditKind.RecoveryCodeUsed && e.ActorId == mia.Id)
                        .OrderBy(e => e.At)
                        .Select(e => e.Detail)
                        .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task There_are_ten_recovery_codes_of_80_bits_and_only_their_hashes_are_stored()
    {
        var (mia, phone) = await AddAsync();
        Assert.Equal(10, phone.RecoveryCodes.Distinct().Count());
        Assert.All(phone.RecoveryCodes, c => Assert.Matches("^([a-z2-7]{4}-){3}[a-z2-7]{4}$", c));
        var stored = await App.DbAsync(
            null,
            db => db.RecoveryCodes.Where(c => c.UserId == mia.Id).Select(c => c.Hash).ToListAsync()
        );
        var hashes = phone.RecoveryCodes.Select(c =>
            LinkToken.Hash(c.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant())
        );
        Assert.Equal(hashes.Select(Convert.ToHexString).Order(), stored.Select(Convert.ToHexString).Order());
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_earlier_ones()
    {
        var (mia, phone) = await AddAsync();
        var made = await App.InAsync(mia, s => s.GetRequiredService<RenewRecoveryCodes>().RunAsync());
        Assert.Equal(10, made.Value.Count);
        var pending = await phone.StartAsync();
        Assert.False((await phone.CompleteAsync(pending, recovery: phone.RecoveryCodes[0])).Ok);
        Assert.True((await phone.CompleteAsync(pending, recovery: made.Value[0].Reveal())).Ok);
    }

    [Fact]
    public async Task The_key_of_the_app_is_encrypted_for_its_owner()
    {
        var (mia, _) = await AddAsync();
        var (adam, _) = await AddAsync();
        var keys = App.Services.GetRequiredService<AuthenticatorKeys>();
        var stored = await App.DbAsync(
            null,
            db => db.AuthenticatorApps.Where(a => a.UserId == mia.Id).Select(a => a.ProtectedKey).SingleAsync()
        );
        var key = keys.Unprotect(stored, mia.Id);
        Assert.Equal((20, -1), (key.Length, stored.AsSpan().IndexOf(key)));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => keys.Unprotect(stored, adam.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_wrong_codes_lock_though_the_password_was_right_each_time(bool recovery)
    {
        var (_, phone) = await AddAsync();
        var wrong = phone.WrongCode();
        for (var i = 0; i < 10; i++)
        {
            var pending = await phone.StartAsync();
            var refused = recovery
                ? await phone.CompleteAsync(pending, recovery: "aaaa-bbbb-cccc-dddd")
                : await phone.CompleteAsync(pending, wrong);
            Assert.StartsWith("Incorrect", refused.Problems[0].Message);
        }
        var another = PendingSignIn.Start((await FindAsync(phone))!, keep: false, App.Time);
        var locked = await phone.CompleteAsync(another, phone.NextCode());
        Assert.StartsWith("Too many failed attempts.", locked.Problems[0].Message);
        App.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await phone.CompleteAsync(another, phone.Code())).Ok);
        Assert.True((await phone.CompleteAsync(await phone.StartAsync(), phone.NextCode())).Ok);
    }

    [Fact]
    public async Task A_new_password_ends_the_pending_sign_in_and_keeps_the_second_factor()
    {
        var (mia, phone) = await AddAsync();
        var pending = await phone.StartAsync();
        var reset = await App.InAsync(
            null,
            s => s.GetRequiredService<ResetPasswordByOperator>().RunAsync(mia.Email, Person.Password)
        );
        Assert.True(reset.Ok);
        Assert.Equal(Refusal.NotFound, (await phone.CompleteAsync(pending, phone.NextCode())).Refusal);
        Assert.True((await phone.CompleteAsync(await phone.StartAsync(), phone.NextCode())).Ok);
    }

    [Fact]
    public async Task A_new_password_lets_in_but_does_not_forget_wrong_codes()
    {
        var (mia, phone) = await AddAsync();
        var pending = await phone.StartAsync();
        for (var i = 0; i < 10; i++)
            await phone.CompleteAsync(pending, phone.WrongCode());
        await App.InAsync(
            null,
            s => s.GetRequiredService<ResetPasswordByOperator>().RunAsync(mia.Email, Person.Password)
        );
        pending = await phone.StartAsync();
        Assert.StartsWith("Incorrect", (await phone.CompleteAsync(pending, phone.WrongCode())).Problems[0].Message);
        Assert.StartsWith("Too many", (await phone.CompleteAsync(pending, phone.NextCode())).Problems[0].Message);
    }

    [Fact]
    public async Task A_pending_sign_in_lasts_ten_minutes()
    {
        var (_, phone) = await AddAsync();
        var pending = await phone.StartAsync();
        App.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.True((await phone.CompleteAsync(pending, phone.Code())).Ok);
        App.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Refusal.NotFound, (await phone.CompleteAsync(pending, phone.NextCode())).Refusal);
    }

    [Fact]
    public async Task Without_an_app_recovery_codes_ask_for_nothing_and_go_with_it()
    {
        var (mia, _) = await AddAsync();
        var done = await App.InAsync(
            mia,
            s => s.GetRequiredService<DisableTwoFactor>().RunAsync(SecondFactorKind.AuthenticatorApp)
        );
        Assert.True(done.Ok);
        Assert.False(await App.DbAsync(null, db => db.RecoveryCodes.AnyAsync(c => c.UserId == mia.Id)));
        var opened = await App.InAsync(
            null,
            s =>
                s.GetRequiredService<SignIn>()
                    .RunAsync(new() { Email = mia.Email, Password = Person.Password }, _ => false)
        );
        Assert.NotNull(opened.Value.Session);
    }

    [Fact]
    public async Task Whoever_takes_over_an_unconfirmed_account_does_not_meet_the_second_factor_of_its_creator()
    {
        var (mia, _) = await AddAsync();
        await App.InAsync(
            null,
            async services =>
            {
                var db = services.GetRequiredService<ClearSettingsDb>();
                await db.WriteAsync(async () =>
                {
                    foreach (var takeover in services.GetServices<IAccountTakeover>())
                        await takeover.ApplyAsync(mia.Id);
                    return true;
                });
                return true;
            }
        );
        Assert.False(await App.InAsync(null, s => s.GetRequiredService<SecondFactors>().AnyAsync(mia.Id)));
    }

    private async Task<(Person, Authenticator)> AddAsync()
    {
        var person = await App.AddAsync("Mia Meyer", MemberRole.Member);
        return (person, await Authenticator.AddAsync(App, person));
    }

    private Task<User?> FindAsync(Authenticator phone) =>
        App.DbAsync(null, db => db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == phone.Owner.Id));
}

public sealed class TwoFactorOnSqlite(SqliteApp app) : TwoFactorTests(app), IClassFixture<SqliteApp>;

public sealed class TwoFactorOnPostgres(PostgresApp app) : TwoFactorTests(app), IClassFixture<PostgresApp>;
