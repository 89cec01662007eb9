namespace ClearSettings.Benchmarks.Bare;

/// <summary>
/// What the server's own endpoints are compared with: the least that ASP.NET Core needs for an answer of that size.
/// They are branched off before the server's middleware, and exist only in a build with -p:Benchmark=true.
/// </summary>
public static class BareEndpoints
{
    public static void UseBareEndpoints(this WebApplication app)
    {
        app.MapGet("/bench/json", (int bytes) => BareAnswer.Of(bytes));
        app.MapGet("/bench/allocated", () => GC.GetTotalAllocatedBytes(precise: true));
        app.MapRazorPages();
        var sources = ((IEndpointRouteBuilder)app).DataSources;
        app.MapWhen(
            context => context.Request.Path.StartsWithSegments("/bench"),
            bare =>
                bare.UseRouting()
                    .UseEndpoints(branch =>
                    {
                        foreach (var source in sources)
                            branch.DataSources.Add(source);
                    })
        );
    }
}

/// <summary>An object of about the form of users.get_current_user.</summary>
public sealed record BareAnswer(
    Guid Id,
    string Name,
    string Email,
    DateTime Created,
    BareCompany Company,
    string[] Texts
)
{
    private const int RestBytes = 260;
    private const int TextLength = 32;

    private static volatile BareAnswer? _last;
    private static int _lastBytes;

    public static BareAnswer Of(int bytes)
    {
        if (_last is { } known && _lastBytes == bytes)
            return known;
        var text = new string('x', TextLength - 3);
        var made = new BareAnswer(
            Guid.NewGuid(),
            "Olga Owner",
            "olga@example.com",
            DateTime.UtcNow,
            new(Guid.NewGuid(), "Research"),
            [.. Enumerable.Repeat(text, Math.Clamp((bytes - RestBytes) / TextLength, 0, 1_000_000))]
        );
        _lastBytes = bytes;
        return _last = made;
    }
}

public sealed record BareCompany(Guid Id, string Name);
