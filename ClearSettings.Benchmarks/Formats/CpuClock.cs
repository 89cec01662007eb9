using System.Diagnostics;

namespace ClearSettings.Benchmarks.Formats;

/// <summary>
/// Time that work has needed: what has passed, or the processor time of this process where that is less, since then the
/// machine was busy with something else.
/// </summary>
internal readonly struct CpuClock
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _used = Environment.CpuUsage.TotalTime;

    public CpuClock() { }

    public double Milliseconds =>
        Math.Min(
            Stopwatch.GetElapsedTime(_started).TotalMilliseconds,
            (Environment.CpuUsage.TotalTime - _used).TotalMilliseconds
        );
}
