using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ClearSettings.Domain.ApiTokens;

/// <summary>
/// The keys that sign and verify API tokens: made when first needed, replaced by age, kept while a token could still
/// carry them.
/// </summary>
public sealed class SigningKeys(
    IServiceScopeFactory scopes,
    IDataProtectionProvider protection,
    IOptions<TokenSettings> settings,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(1);

    private readonly IDataProtector _protector = protection.CreateProtector("ClearSettings.SigningKeys");
    private readonly SemaphoreSlim _gate = new(1);
    private volatile Ring _ring = new([], 0);

    /// <summary>The key that signs now.</summary>
    public async ValueTask<SymmetricSecurityKey> CurrentAsync()
    {
        var newest = _ring.Keys.Count > 0 ? _ring.Keys[0] : null;
        return newest is not null && !IsOld(newest) ? newest.Key : await RenewAsync();
    }

    /// <summary>
    /// The key of that kid, or null. An unknown kid may come from another node, so it costs one look, at most once a
    /// second.
    /// </summary>
    public async ValueTask<SymmetricSecurityKey?> FindAsync(string kid)
    {
        if (_ring.Find(kid) is { } known)
            return known;
        if (_ring.Keys.Count > 0 && time.GetElapsedTime(_ring.ReadAt) < RefreshAfter)
            return null;
        await _gate.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await ReadAsync(scope.ServiceProvider.GetRequiredService<ClearSettingsDb>());
            return _ring.Find(kid);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<SymmetricSecurityKey> RenewAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
            await ReadAsync(db);
            if (_ring.Keys.Count == 0 || IsOld(_ring.Keys[0]))
            {
                await scope.ServiceProvider.GetRequiredService<Change>().RunAsServerAsync(() => ReplaceAsync(db));
                await ReadAsync(db);
            }
            return _ring.Keys[0].Key;
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task<int> ReplaceAsync(ClearSettingsDb db)
    {
        db.SigningKeys.Add(
            SigningKey.Create(
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
                _protector.Protect(RandomNumberGenerator.GetBytes(32)),
                Now
            )
        );
        var outlived = Now - settings.Value.KeyLifetime - settings.Value.LongestLifetime;
        return db.SigningKeys.Where(k => k.CreatedAt < outlived).ExecuteDeleteAsync();
    }

    private async Task ReadAsync(ClearSettingsDb db)
    {
        var readAt = time.GetTimestamp();
        var rows = await db.SigningKeys.AsNoTracking().OrderByDescending(k => k.CreatedAt).ToListAsync();
        _ring = new(
            [
                .. rows.Select(row => new RingKey(
                    new SymmetricSecurityKey(_protector.Unprotect(row.Protected)) { KeyId = row.Id },
                    row.CreatedAt
                )),
            ],
            readAt
        );
    }

    private bool IsOld(RingKey key) => Now - key.CreatedAt >= settings.Value.KeyLifetime;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private sealed record RingKey(SymmetricSecurityKey Key, DateTime CreatedAt);

    private sealed record Ring(IReadOnlyList<RingKey> Keys, long ReadAt)
    {
        public SymmetricSecurityKey? Find(string kid) => Keys.FirstOrDefault(k => k.Key.KeyId == kid)?.Key;
    }
}
