namespace ClearSettings.Domain.Jobs;

/// <summary>Carries out the jobs of one type. One instance serves up to a hundred of them, one after another.</summary>
public interface IJobHandler
{
    /// <summary>At most 60 characters.</summary>
    string Type { get; }

    /// <summary>
    /// For work that repeats: how long after one run the next is due. Null for jobs that something causes.
    /// </summary>
    TimeSpan? Every => null;

    /// <summary>Longer than one job may take. When a process dies, its job is repeated after this time.</summary>
    TimeSpan Lease => JobLeases.DefaultLease;

    /// <summary>
    /// Why jobs cannot be carried out now, such as a missing setting; null when they can. Those that something caused
    /// wait at most a day.
    /// </summary>
    Task<JobFailure?> CheckAsync() => Task.FromResult<JobFailure?>(null);

    /// <param name="abandon">The server stops: throw <see cref="OperationCanceledException"/>, and the job is put
    /// back.</param>
    /// <returns>Null when it is done.</returns>
    Task<JobFailure?> RunAsync(Job job, CancellationToken abandon);
}

/// <summary>Why a job could not be carried out.</summary>
/// <param name="Message">For an administrator.</param>
/// <param name="Permanent">Trying again has no sense.</param>
public sealed record JobFailure(string Message, bool Permanent = false);
