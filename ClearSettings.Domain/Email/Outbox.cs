using ClearSettings.Domain.Jobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Where use cases leave their emails. Call it inside a <see cref="Change"/>, so that email and change are committed
/// together.
/// </summary>
public sealed class Outbox(ClearSettingsDb db, MailServer server, JobQueue jobs, IDataProtectionProvider protection)
{
    /// <summary>
    /// Puts an email into the outbox. Writes nothing when no mail server is set up, so that nothing old goes out once
    /// there is one, or when it is a notice (<see cref="EmailMessage.IsNotification"/>) to a person who wants none, or
    /// when the account has no address.
    /// </summary>
    /// <param name="workspaceId">The workspace that causes it; null when it is about an account.</param>
    /// <param name="delay">How long the email waits before it is sent.</param>
    /// <returns>Whether the email goes out.</returns>
    public async Task<bool> AddAsync(EmailMessage email, Guid? workspaceId, TimeSpan delay = default)
    {
        db.RequireChange();
        if (!await server.IsSetUpAsync() || await IsOptedOutAsync(email))
            return false;
        return await jobs.AddAsync(EmailJobs.Create(email, workspaceId, protection) with { Delay = delay });
    }

    /// <summary>Whether email goes out. Where it does not, say so and show the link to copy.</summary>
    public Task<bool> IsSetUpAsync() => server.IsSetUpAsync();

    /// <summary>Retries all emails that wait after a failed attempt, in the surrounding <see cref="Change"/>.</summary>
    internal async Task RetryAllAsync(DateTime now)
    {
        await db
            .Emails.Where(m => m.State == JobState.Waiting && m.DueAt > now)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.DueAt, now));
        jobs.WakeAfterCommit();
    }

    /// <summary>
    /// An email about accounts that the caller sends. If it is added to the database and the caller fails, it goes out
    /// as all others.
    /// </summary>
    internal Job CreateLeased(EmailMessage email) =>
        jobs.CreateLeased(EmailJobs.Create(email, workspaceId: null, protection));

    private async Task<bool> IsOptedOutAsync(EmailMessage email)
    {
        if (email.To.EndsWith("@" + EmailAddress.NoMailDomain, StringComparison.OrdinalIgnoreCase))
            return true;
        if (!email.IsNotification)
            return false;
        return await db.IsOptedOutAsync(email.To);
    }
}
