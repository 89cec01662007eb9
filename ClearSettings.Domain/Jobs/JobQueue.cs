using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Jobs;

/// <summary>Where use cases leave jobs, which <see cref="JobWorker"/> carries out.</summary>
public sealed class JobQueue(ClearSettingsDb db, JobWorker worker, TimeProvider time)
{
    /// <summary>
    /// Writes a job in the surrounding <see cref="Change"/>: it is carried out if and only if that commits.
    /// </summary>
    /// <returns>False when one with its <see cref="Job.DedupeKey"/> waits already.</returns>
    public async Task<bool> AddAsync(NewJob job)
    {
        // The queue serves every workspace.
        var jobs = db.Jobs.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        if (job.DedupeKey is { } key && await jobs.AnyAsync(j => j.DedupeKey == key))
            return false;
        db.Jobs.Add(Job.Create(job, time));
        WakeAfterCommit();
        return true;
    }

    /// <summary>
    /// A job in the hands of the caller, that is not written yet. Others see it once the lease is over.
    /// </summary>
    internal Job CreateLeased(NewJob job)
    {
        var leased = Job.Create(job, time);
        leased.Lease(time.GetUtcNow().UtcDateTime + JobLeases.DefaultLease);
        return leased;
    }

    /// <summary>The worker looks for due jobs as soon as the surrounding <see cref="Change"/> commits.</summary>
    internal void WakeAfterCommit() => db.AfterCommit(worker.Wake);
}
