using System.Reflection;
using System.Text;
using ClearSettings.Domain;
using ClearSettings.Tests.SystemCredentials;
using ClearSettings.Web.Api;

namespace ClearSettings.Tests.Rules;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>For tests that count what the whole process allocates.</summary>
    public const string Name = "Alone";
}

/// <summary>
/// Sends every action and every page form values in shapes that no client sends: huge lists, deep names, long texts,
/// wrong types, invalid encodings. The answer is never a 5xx, takes less than 50 MB, and at twice the size costs at
/// most 2.5 times as much, counted in bytes allocated and queries.
/// </summary>
[Collection(AloneCollection.Name)]
public abstract partial class HostileShapesTests(TestApp app) : AppTests(app)
{
    private const long MaxBytes = 50_000_000;
    private const double MaxRatio = 2.5;
    private const int MaxTries = 5;

    // What background work of the process may allocate meanwhile.
    private const long Noise = 3_000_000;

    private static readonly int[] Sizes = [20_000, 40_000];

    [Fact]
    public async Task Every_action_and_page_answers_forms_that_cannot_be_read()
    {
        var client = App.Client();
        var key = await App.KeyAsync(App.Olga);
        var browser = await App.SignedInAsync(App.Olga);
        List<string> faults = [];
        foreach (var (type, body) in Unreadable)
        {
            foreach (var action in ApiActions.All(App))
                if (await CallAsync(client, KeyFor(action, key), action.Name, body, type) is >= 500 and var status)
                    faults.Add($"{action.Name}, {type}, {body}: {status}");
            foreach (var page in RazorPage.All(App).Where(p => p.Name != "/SignIn/Out"))
                if (
                    await PostAsync(browser, page.Url(App.Olga.Workspace, key.Id), "", body, type)
                    is >= 500
                        and var status
                )
                    faults.Add($"{page.Name}, {type}, {body}: {status}");
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(App.Log.Errors);
    }

    [Fact]
    public async Task Every_action_answers_hostile_values_in_linear_work()
    {
        var client = App.Client();
        List<string> faults = [];
        foreach (var action in ApiActions.All(App))
        {
            // Some of them revoke the key that they are called with.
            var key = KeyFor(action, await App.KeyAsync(App.Olga));
            foreach (var (shape, body) in Bodies(action))
                await CompareAsync(
                    $"{action.Name}, {shape}",
                    n => CallAsync(client, key, action.Name, body(n)),
                    faults
                );
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Every_page_answers_hostile_forms_in_linear_work()
    {
        var key = await App.KeyAsync(App.Olga);
        var browser = await App.SignedInAsync(App.Olga);
        List<string> faults = [];
        foreach (var page in RazorPage.All(App).OrderBy(p => p.Name == "/SignIn/Out"))
        {
            foreach (var (handler, names) in Handlers(page))
            {
                var url = page.Url(App.Olga.Workspace, key.Id) + (handler.Length == 0 ? "" : "?handler=" + handler);
                var token = (await browser.GetAsync("/settings/profile"))
                    .Document.QuerySelector("input[name=__RequestVerificationToken]")!
                    .GetAttribute("value")!;
                foreach (var (shape, write) in Forms)
                    await CompareAsync(
                        $"{page.Name} {handler}, {shape}",
                        n => PostAsync(browser, url, token, write(n, names)),
                        faults
                    );
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Every_page_answers_hostile_addresses()
    {
        var key = await App.KeyAsync(App.Olga);
        var browser = await App.SignedInAsync(App.Olga);
        foreach (var page in RazorPage.All(App))
        {
            foreach (var query in Queries)
            {
                var status = (int)
                    (
                        await browser.FetchAsync(HttpMethod.Get, $"{page.Url(App.Olga.Workspace, key.Id)}?{query}")
                    ).StatusCode;
                Assert.True(status < 500, $"{page.Name}?{query[..Math.Min(60, query.Length)]} is {status}");
            }
        }
        Assert.Empty(App.Log.Errors);
    }

    /// <summary>
    /// Sends one shape in two sizes, after one that warms the program up. Background work may fall into one
    /// measurement, but not into each of several.
    /// </summary>
    private static async Task CompareAsync(string what, Func<int, Task<int>> send, List<string> faults)
    {
        await send(Sizes[0]);
        List<string> found = [];
        for (var tries = 0; tries < MaxTries; tries++)
        {
            found = Compare(what, await MeasureAsync(() => send(Sizes[0])), await MeasureAsync(() => send(Sizes[1])));
            if (found.Count == 0)
                return;
        }
        faults.AddRange(found);
    }

    private static List<string> Compare(string what, Cost small, Cost large)
    {
        List<string> faults = [];
        if (small.Status >= 500 || large.Status >= 500)
            faults.Add($"{what}: {small.Status}, {large.Status}");
        if (large.Bytes > MaxBytes)
            faults.Add($"{what}: {large.Bytes:N0} bytes");
        if (large.Bytes > MaxRatio * small.Bytes + Noise)
            faults.Add($"{what}: {small.Bytes:N0} bytes, then {large.Bytes:N0}");
        if (large.Queries > MaxRatio * small.Queries + 2)
            faults.Add($"{what}: {small.Queries} queries, then {large.Queries}");
        return faults;
    }

    private static async Task<Cost> MeasureAsync(Func<Task<int>> send)
    {
        using var counter = new QueryCounter();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var status = await send();
        return new(status, GC.GetTotalAllocatedBytes(precise: true) - before, counter.Count);
    }

    private static Key KeyFor(ApiAction action, Key key) =>
        action.Permission == Permission.UseSystemActions
            ? new(Guid.Empty, SystemCredentialFixture.AccessKey, SystemCredentialFixture.SecretKey)
            : key;

    private static async Task<int> CallAsync(
        HttpClient client,
        Key key,
        string action,
        string body,
        string? type = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + action)
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)),
        };
        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TryAddWithoutValidation("Authorization", ApiClient.Basic(key.AccessKey, key.SecretKey));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(Stream.Null);
        return (int)response.StatusCode;
    }

    private static async Task<int> PostAsync(
        Browser browser,
        string url,
        string token,
        string body,
        string type = "application/x-www-form-urlencoded"
    )
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await browser.SendContentAsync(url, content, ("RequestVerificationToken", token));
        await response.Content.CopyToAsync(Stream.Null);
        return (int)response.StatusCode;
    }

    /// <summary>The POST handlers of a page, each with the names that it binds.</summary>
    private static IEnumerable<(string Handler, IReadOnlyList<string> Names)> Handlers(RazorPage page)
    {
        foreach (
            var method in page
                .Model.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal))
        )
        {
            var names = method
                .GetParameters()
                .Where(p => !p.IsDefined(typeof(Microsoft.AspNetCore.Mvc.FromServicesAttribute)))
                .SelectMany(p =>
                    IsSimple(p.ParameterType)
                        ? [p.Name!]
                        : p.ParameterType.GetProperties().Where(x => x.CanWrite).Select(x => x.Name)
                )
                .ToList();
            yield return (
                method.Name["OnPost".Length..].Replace("Async", "", StringComparison.Ordinal),
                names.Count == 0 ? ["anything"] : names
            );
        }
    }

    private static bool IsSimple(Type type) =>
        type.Namespace?.StartsWith("ClearSettings", StringComparison.Ordinal) != true || type.IsEnum;

    private readonly record struct Cost(int Status, long Bytes, int Queries);
}

public sealed class HostileShapesOnSqlite(SqliteApp app) : HostileShapesTests(app), IClassFixture<SqliteApp>;

public sealed class HostileShapesOnPostgres(PostgresApp app) : HostileShapesTests(app), IClassFixture<PostgresApp>;
