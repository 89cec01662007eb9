using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Who did something, as a log stored it.</summary>
/// <param name="ActorId">Null where no account did it.</param>
/// <param name="ForUserId">For whom the actor acted; null when it was for no one else, or when the log does not keep
/// it.</param>
/// <param name="Name">The name at that time.</param>
public readonly record struct LoggedActor(Guid? ActorId, Guid? ForUserId, string Name);

/// <summary>
/// Tells entries of a log apart whose actors have the same name. Logs keep the name of the time, which says too little
/// then.
/// </summary>
public sealed class ActorLabels(
    ClearSettingsDb db,
    WorkspaceAccounts accounts,
    LookalikeNames lookalikes,
    Current current
)
{
    /// <summary>
    /// What to show beside each name: the email of a member, the shortened id of a service account and of an account
    /// that is no longer in the workspace. Null where the name is the account's present one and no other account has
    /// one like it. Costs one query.
    /// </summary>
    public async Task<IReadOnlyList<string?>> GetAsync(IReadOnlyList<LoggedActor> actors)
    {
        var ids = actors.SelectMany(a => new[] { a.ActorId, a.ForUserId }).OfType<Guid>().Distinct().ToList();
        var found =
            ids.Count == 0
                ? []
                : await db
                    .Users.Where(u => ids.Contains(u.Id))
                    .Select(u => new Account(u.Id, u.Name, u.Email, accounts.All.Any(a => a.Id == u.Id)))
                    .ToDictionaryAsync(u => u.Id);
        var unclear = await lookalikes.GetAsync(current.WorkspaceId);
        return [.. actors.Select(a => GetLabel(a, found, unclear))];
    }

    /// <summary>As above for one.</summary>
    public async Task<string?> GetOneAsync(LoggedActor actor) => (await GetAsync([actor]))[0];

    private static string? GetLabel(LoggedActor actor, Dictionary<Guid, Account> accounts, IReadOnlySet<Guid> unclear)
    {
        if (actor.ActorId is not { } id)
            return null;
        var who = accounts.GetValueOrDefault(id) ?? Account.Unknown(id);
        var other = actor.ForUserId is { } forId ? accounts.GetValueOrDefault(forId) ?? Account.Unknown(forId) : null;
        var name = other is null ? who.Name : $"{who.Name} for {other.Name}";
        bool IsClear(Account account) => account.IsActive && !unclear.Contains(account.Id);
        return name == actor.Name && IsClear(who) && (other is null || IsClear(other)) ? null
            : other is null ? who.Label
            : $"{who.Label} for {other.Label}";
    }

    private sealed record Account(Guid Id, string Name, string? Email, bool IsActive)
    {
        public string Label => IsActive && Email is not null ? Email : Shorten(Id);

        public static Account Unknown(Guid id) => new(id, "", null, false);

        // The first digits of ids are the time at which they were made, so the last ones have to go along.
        private static string Shorten(Guid id) => $"ID {id.ToHex()[..8]}…{id.ToHex()[^8..]}";
    }
}
