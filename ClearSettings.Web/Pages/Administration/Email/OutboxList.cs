using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Jobs;
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

/// <summary>One page of the outbox.</summary>
public sealed record OutboxPage(IReadOnlyList<OutboxRow> Rows, int Total, int Number, int Pages);

/// <summary>
/// What did not go out yet or at all, newest first. Whoever runs the server sees the emails of every workspace, and
/// those about accounts.
/// </summary>
public sealed class OutboxList(ClearSettingsDb db)
{
    private const int PageSize = 50;

    public async Task<OutboxPage> ReadAsync(int number)
    {
        var emails = Emails();
        var total = await emails.CountAsync();
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        number = Math.Clamp(number, 1, pages);
        var rows = await Rows(
                emails
                    .OrderByDescending(m => m.CreatedAt)
                    .ThenByDescending(m => m.Id)
                    .Skip((number - 1) * PageSize)
                    .Take(PageSize)
            )
            .ToListAsync();
        return new(rows, total, number, pages);
    }

    public Task<int> CountWaitingAsync() => Emails().CountAsync(m => m.State == JobState.Waiting);

    public Task<OutboxRow?> FindAsync(string id) =>
        EntityId.TryParse(id, out var key)
            ? Rows(Emails().Where(m => m.Id == key)).SingleOrDefaultAsync()
            : Task.FromResult<OutboxRow?>(null);

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
