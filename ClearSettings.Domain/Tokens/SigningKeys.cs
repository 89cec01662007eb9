using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ClearSettings.Domain.Tokens;

/// <summary>The keys that sign and verify API tokens: made when first needed, replaced by age, kept while a token could still carry them.</summary>
public sealed class SigningKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptions<TokenSettings> settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly IDataProtector protector = protection.CreateProtector("ClearSettings.SigningKeys");
    private readonly SemaphoreSlim gate = new(1);
    private volatile Ring ring = new([], 0);

    /// <summary>The key that signs now.</summary>
    public async ValueTask<SymmetricSecurityKey> CurrentAsync()
    {
        var newest = ring.Keys.Count > 0 ? ring.Keys[0] : null;
        return newest is not null && !IsOld(newest) ? newest.Key : await RenewAsync();
    }

    /// <summary>The key of that kid, or null. An unknown kid may come from another node, so it costs one look, at most once a second.</summary>
    public async ValueTask<SymmetricSecurityKey?> FindAsync(string kid)
    {
        if (ring.Find(kid) is { } known) return known;
        if (ring.Keys.Count > 0 && time.GetElapsedTime(ring.ReadAt) < LookAgainAfter) return null;
        await gate.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await ReadAsync(scope.ServiceProvider.GetRequiredService<ClearSettingsDb>());
            return ring.Find(kid);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<SymmetricSecurityKey> RenewAsync()
    {
        await gate.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
            await ReadAsync(db);
            if (ring.Keys.Count == 0 || IsOld(ring.Keys[0]))
            {
                await db.WriteAsync(() =>
                {
                    db.SigningKeys.Add(SigningKey.Of(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), protector.Protect(RandomNumberGenerator.GetBytes(32)), Now));
                    return Task.FromResult(true);
                });
                var outlived = Now - settings.Value.KeyLifetime - settings.Value.LongestLifetime;
                await db.SigningKeys.Where(k => k.CreatedAt < outlived).ExecuteDeleteAsync();
                await ReadAsync(db);
            }
            return ring.Keys[0].Key;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task ReadAsync(ClearSettingsDb db)
    {
        var readAt = time.GetTimestamp();
        var rows = await db.SigningKeys.AsNoTracking().OrderByDescending(k => k.CreatedAt).ToListAsync();
        ring = new([.. rows.Select(row => new RingKey(new SymmetricSecurityKey(protector.Unprotect(row.Protected)) { KeyId = row.Id }, row.CreatedAt))], readAt);
    }

    private bool IsOld(RingKey key) => Now - key.CreatedAt >= settings.Value.KeyLifetime;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private sealed record RingKey(SymmetricSecurityKey Key, DateTime CreatedAt);

    private sealed record Ring(IReadOnlyList<RingKey> Keys, long ReadAt)
    {
        public SymmetricSecurityKey? Find(string kid) => Keys.FirstOrDefault(k => k.Key.KeyId == kid)?.Key;
    }
}
