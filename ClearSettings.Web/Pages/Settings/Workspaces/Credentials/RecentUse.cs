using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>
/// Lists the clients that used API credentials in the last 24 hours, for the question before they are revoked.
/// </summary>
public sealed class RecentUse(ClearSettingsDb db, CredentialUsageRecorder log, TimeProvider time)
{
    private const int Named = 3;

    /// <param name="credentialId">One of the caller's own.</param>
    /// <param name="consequence">The sentence that follows when there were any.</param>
    public async Task<string> DescribeAsync(Guid credentialId, string consequence)
    {
        await log.FlushAsync(all: false);
        var since = time.GetUtcNow().UtcDateTime.AddHours(-24);
        var uses = await db
            .CredentialUses.Where(u => u.CredentialId == credentialId && u.LastUsedAt > since)
            .OrderByDescending(u => u.LastUsedAt)
            .Select(u => new { u.Worker, u.Address })
            .ToListAsync();
        var names = uses.Select(u => u.Worker.Length > 0 ? u.Worker : u.Address)
            .Where(n => n.Length > 0)
            .Distinct()
            .ToList();
        if (names.Count == 0)
            return "No client used these credentials in the last 24 hours.";
        var list = names.Count <= Named ? Join(names) : Join([.. names.Take(Named), $"{names.Count - Named} more"]);
        return $"{(names.Count == 1 ? "1 client" : $"{names.Count} clients")} used these credentials in the last 24 "
            + $"hours: {list}. {consequence}";
    }

    /// <summary>
    /// How many of several credentials were used, as a subject with its use case: "none was", "2 were".
    /// </summary>
    public static string Count(int used) =>
        used switch
        {
            0 => "none was",
            1 => "1 was",
            _ => $"{used} were",
        };

    private static string Join(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}
