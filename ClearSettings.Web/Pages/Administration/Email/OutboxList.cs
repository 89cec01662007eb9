using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Jobs;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Email;

/// <summary>An email that waits or was given up.</summary>
public sealed record OutboxRow(
    Guid Id,
    string To,
    string Kind,
    JobState State,
    int Tries,
    string? Problem,
    DateTime CreatedAt,
    DateTime NextTryAt,
    DateTime? EndedAt
)
{
    public string KindLabel => EmailJobs.GetKindLabel(Kind);

    public bool IsWaiting => State == JobState.Waiting;
}

/// <summary>The page of the outbox that the URL names.</summary>
public sealed record OutboxQuery : ListQuery;

/// <summary>
/// What did not go out yet or at all, newest first. Whoever runs the server sees the emails of every workspace, and
/// those about accounts.
/// </summary>
public sealed class OutboxList(ClearSettingsDb db)
{
    public Task<int> CountAsync() => Emails().CountAsync();

    public async Task<IReadOnlyList<OutboxRow>> ReadAsync(Listing list) =>
        await Rows(
                Emails()
                    .OrderByDescending(m => m.CreatedAt)
                    .ThenByDescending(m => m.Id)
                    .Skip(list.Skip)
                    .Take(Listing.PageSize)
            )
            .ToListAsync();

    public Task<int> CountWaitingAsync() => Emails().CountAsync(m => m.State == JobState.Waiting);

    public Task<OutboxRow?> FindAsync(Guid id) => Rows(Emails().Where(m => m.Id == id)).SingleOrDefaultAsync();

    private IQueryable<Job> Emails() => db.Emails.Where(m => m.State == JobState.Waiting || m.State == JobState.Failed);

    private static IQueryable<OutboxRow> Rows(IQueryable<Job> emails) =>
        emails.Select(m => new OutboxRow(
            m.Id,
            m.To,
            m.Kind,
            m.State,
            m.Attempts,
            m.Problem,
            m.CreatedAt,
            m.DueAt,
            m.EndedAt
        ));
}
