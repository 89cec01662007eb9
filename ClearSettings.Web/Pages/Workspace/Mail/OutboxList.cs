using ClearSettings.Domain;
using ClearSettings.Domain.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Workspace.Mail;

/// <summary>A mail that waits or was given up.</summary>
public sealed record OutboxRow(Guid Id, string To, string Kind, MailState State, int Tries, string? Problem, DateTime CreatedAt, DateTime NextTryAt, DateTime? EndedAt)
{
    public string KindWords => OutgoingMail.WordsOf(Kind);

    public bool Waits => State == MailState.Waiting;
}

/// <summary>One page of the outbox.</summary>
public sealed record OutboxPage(IReadOnlyList<OutboxRow> Rows, int Total, int Number, int Pages);

/// <summary>What did not go out yet or at all, newest first. Whoever runs the server sees the mails of every workspace, and those about accounts.</summary>
public sealed class OutboxList(ClearSettingsDb db)
{
    private const int PageSize = 50;

    public async Task<OutboxPage> ReadAsync(int number)
    {
        var mails = Mails();
        var total = await mails.CountAsync();
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        number = Math.Clamp(number, 1, pages);
        var rows = await Rows(mails.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Skip((number - 1) * PageSize).Take(PageSize)).ToListAsync();
        return new(rows, total, number, pages);
    }

    public Task<int> CountWaitingAsync() => Mails().CountAsync(m => m.State == MailState.Waiting);

    public Task<OutboxRow?> FindAsync(string id) => Id.TryParse(id, out var key) ? Rows(Mails().Where(m => m.Id == key)).SingleOrDefaultAsync() : Task.FromResult<OutboxRow?>(null);

    private IQueryable<OutgoingMail> Mails() => db.OutgoingMails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.State == MailState.Waiting || m.State == MailState.Failed);

    private static IQueryable<OutboxRow> Rows(IQueryable<OutgoingMail> mails) =>
        mails.Select(m => new OutboxRow(m.Id, m.To, m.Kind, m.State, m.Tries, m.Problem, m.CreatedAt, m.NextTryAt, m.EndedAt));
}
