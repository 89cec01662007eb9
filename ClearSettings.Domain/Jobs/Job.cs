namespace ClearSettings.Domain.Jobs;

/// <summary>How far a job has come.</summary>
public enum JobState
{
    Waiting,
    Done,

    /// <summary>Given up, with <see cref="Job.Problem"/>.</summary>
    Failed,
}

/// <summary>
/// Work that must not get lost, such as an email: a row that is written in the transaction that causes it. A worker of
/// any node leases it and repeats it until it is done, so its <see cref="IJobHandler"/> has to bear that it runs twice
/// when a process dies.
/// </summary>
public sealed class Job : IWorkspaceOwned
{
    public const int MaxProblemLength = 500;

    private Job() { }

    /// <summary>
    /// The same for each try. An email has it as its Message-ID, so that one sent twice is recognised as one.
    /// </summary>
    public Guid Id { get; private set; }

    /// <summary>The workspace that caused it; null for what concerns an account or the server.</summary>
    public Guid? WorkspaceId { get; private set; }

    Guid IWorkspaceOwned.WorkspaceId => WorkspaceId ?? Guid.Empty;

    /// <summary>Names its <see cref="IJobHandler"/>.</summary>
    public string Type { get; private set; } = "";

    /// <summary>What the handler tells apart, such as the kind of an email; "" where it does not.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Where it goes, such as an email address; "" where it goes nowhere.</summary>
    public string To { get; private set; } = "";

    /// <summary>What the handler needs, encrypted where it holds a secret; null once the job has ended.</summary>
    public string? Payload { get; private set; }

    /// <summary>Of all jobs that wait, only one has this key; null for what can wait any number of times.</summary>
    public string? DedupeKey { get; private set; }

    public JobState State { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime DueAt { get; private set; }

    /// <summary>Until then one worker has it in hand.</summary>
    public DateTime? LeasedUntil { get; private set; }

    public int Attempts { get; private set; }

    public DateTime? EndedAt { get; private set; }

    /// <summary>
    /// Why the last attempt failed, for an administrator; at most <see cref="MaxProblemLength"/> characters.
    /// </summary>
    public string? Problem { get; private set; }

    internal void Lease(DateTime until) => LeasedUntil = until;

    /// <summary>A job that something causes.</summary>
    internal static Job Create(NewJob job, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new()
        {
            Id = Domain.EntityId.New(time),
            WorkspaceId = job.WorkspaceId,
            Type = job.Type,
            Kind = job.Kind,
            To = job.To,
            Payload = job.Payload?.Reveal(),
            DedupeKey = job.DedupeKey,
            CreatedAt = now,
            DueAt = now + job.Delay,
        };
    }
}

/// <summary>What a job is to do; see the properties of <see cref="Job"/>.</summary>
public sealed record NewJob(string Type)
{
    public Guid? WorkspaceId { get; init; }

    public string Kind { get; init; } = "";

    public string To { get; init; } = "";

    public Secret? Payload { get; init; }

    public string? DedupeKey { get; init; }

    /// <summary>How long it waits before its first attempt.</summary>
    public TimeSpan Delay { get; init; }
}
