using System.Diagnostics;

namespace ClearSettings.Benchmarks;

/// <summary>One measurement.</summary>
/// <param name="Allocated">Bytes that the server allocated for one request.</param>
internal sealed record Measured(double PerSecond, double Allocated);

/// <summary>
/// A few connections that ask one thing again and again: bounded in number, time and requests, and only on this
/// machine.
/// </summary>
internal static class LoadGenerator
{
    private const int Connections = 4;
    private const int MostRequests = 1_000_000;

    private static readonly byte[] AskAllocated = Requests.Get("/bench/allocated");

    public static Measured Measure(int port, byte[] request, double seconds)
    {
        using var control = new Connection(port);
        var before = Allocated(control);
        var watch = Stopwatch.StartNew();
        var count = Run(port, request, TimeSpan.FromSeconds(seconds), MostRequests);
        var took = watch.Elapsed.TotalSeconds;
        return new(count / took, (double)(Allocated(control) - before) / count);
    }

    /// <returns>How many were answered.</returns>
    public static long Run(int port, byte[] request, TimeSpan time, int most)
    {
        var watch = Stopwatch.StartNew();
        var clients = Enumerable
            .Range(0, Connections)
            .Select(_ => new Client(port, request, count => count < most / Connections && watch.Elapsed < time))
            .ToList();
        var threads = clients.ConvertAll(c => new Thread(c.Run));
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return clients.Find(c => c.Failure is not null)?.Failure is { } failure
            ? throw new InvalidOperationException(
                $"The load on {Requests.Line(request)} failed: {failure.Message}",
                failure
            )
            : clients.Sum(c => c.Count);
    }

    private sealed class Client(int port, byte[] request, Func<long, bool> goesOn)
    {
        /// <summary>Requests that were answered.</summary>
        public long Count { get; private set; }

        public Exception? Failure { get; private set; }

        public void Run()
        {
            try
            {
                using var connection = new Connection(port);
                for (; goesOn(Count); Count++)
                    connection.Send(request);
            }
            catch (Exception problem)
            {
                Failure = problem;
            }
        }
    }

    private static long Allocated(Connection connection)
    {
        var body = System.Text.Encoding.ASCII.GetString(connection.Send(AskAllocated));
        return body.Split("\r\n").Select(line => long.TryParse(line, out var number) ? number : 0).Max();
    }
}
