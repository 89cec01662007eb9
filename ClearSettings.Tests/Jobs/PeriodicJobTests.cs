using ClearSettings.Domain;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ClearSettings.Tests.Jobs;

public sealed class PeriodicJobTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_runs_each_time_the_interval_is_over()
    {
        using var job = new Job(_time);
        await job.StartAsync(Cancel);
        await job.ReadyAsync(_time);
        await job.StartedRunAsync();
        job.Finish.Release();
        _time.Advance(TimeSpan.FromMinutes(1));
        await job.StartedRunAsync();
        job.Finish.Release();
        await job.StopAsync(Cancel);
        Assert.True(job.Last);
    }

    [Fact]
    public async Task Several_calls_during_a_run_lead_to_one_more_run_and_none_beside_it()
    {
        using var job = new Job(_time);
        await job.StartAsync(Cancel);
        job.Wake();
        await job.StartedRunAsync();
        for (var i = 0; i < 5; i++)
            job.Wake();
        job.Finish.Release();
        await job.StartedRunAsync();
        job.Finish.Release();
        await job.StopAsync(Cancel);
        Assert.Equal((2, 1), (job.Runs, job.MaxParallelRuns));
    }

    [Fact]
    public async Task A_run_that_fails_does_not_end_the_job()
    {
        using var job = new Job(_time) { Failure = new InvalidOperationException("No.") };
        await job.StartAsync(Cancel);
        for (var i = 0; i < 3; i++)
        {
            job.Wake();
            await job.StartedRunAsync();
            job.Finish.Release();
        }
        await job.StopAsync(Cancel);
        Assert.Equal((3, true), (job.Runs, job.Last));
    }

    [Fact]
    public async Task What_a_queue_holds_at_shutdown_is_done_and_one_failure_keeps_no_other()
    {
        using var queue = new Queue(_time);
        await queue.StartAsync(Cancel);
        queue.Take(0);
        await queue.First.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        foreach (var item in (int[])[1, -1, 2, 3])
            queue.Take(item);
        await queue.StopAsync(Cancel);
        Assert.Equal([0, 1, 2, 3], queue.Done);
    }

    [Fact]
    public void Every_background_service_is_a_periodic_job()
    {
        var services = typeof(PeriodicJob)
            .Assembly.GetTypes()
            .Concat(typeof(Web.Program).Assembly.GetTypes())
            .Where(t => t.IsAssignableTo(typeof(IHostedService)));
        Assert.All(services, s => Assert.True(s.IsAssignableTo(typeof(PeriodicJob)), s.FullName));
    }

    private sealed class Job(FakeTimeProvider time) : PeriodicJob(time, NullLogger.Instance)
    {
        private readonly SemaphoreSlim _started = new(0);
        private int _running;

        public SemaphoreSlim Finish { get; } = new(0);

        public Exception? Failure { get; init; }

        public int Runs { get; private set; }

        public int MaxParallelRuns { get; private set; }

        public bool Last { get; private set; }

        protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

        protected override string FailureMessage => "It failed";

        public Task StartedRunAsync() => _started.WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        /// <summary>Moves the clock until the first run has begun: the timer is made on another thread.</summary>
        public async Task ReadyAsync(FakeTimeProvider clock)
        {
            while (_started.CurrentCount == 0)
            {
                clock.Advance(Interval);
                await Task.Delay(5, Cancel);
            }
        }

        protected override async Task RunOnceAsync(CancellationToken stop)
        {
            Runs++;
            MaxParallelRuns = Math.Max(MaxParallelRuns, Interlocked.Increment(ref _running));
            _started.Release();
            await Finish.WaitAsync(CancellationToken.None);
            Interlocked.Decrement(ref _running);
            if (Failure is not null)
                throw Failure;
        }

        protected override Task RunLastAsync()
        {
            Last = true;
            return Task.CompletedTask;
        }
    }

    private sealed class Queue(FakeTimeProvider time) : BackgroundQueue<int>(time, NullLogger.Instance)
    {
        public List<int> Done { get; } = [];

        public TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override string FailureMessage => "An item failed";

        public void Take(int item) => Add(item);

        protected override Task RunAsync(int item)
        {
            if (item < 0)
                throw new InvalidOperationException("No.");
            Done.Add(item);
            First.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
