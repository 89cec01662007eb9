using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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
public abstract class HostileShapesTests(TestApp app) : AppTests(app)
{
    private const long MaxBytes = 50_000_000;
    private const double MaxRatio = 2.5;
    private const int MaxTries = 5;

    // What background work of the process may allocate meanwhile.
    private const long Noise = 3_000_000;

    private static readonly int[] Sizes = [20_000, 40_000];

    /// <summary>Shapes of a value, as JSON, by size.</summary>
    private static readonly (string Name, Func<int, string> Write)[] Values =
    [
        ("long text", n => $"\"{new string('x', n)}\""),
        ("escaped text", n => $"\"{string.Concat(Enumerable.Repeat("\\u0041", n / 6))}\""),
        ("dots", n => $"\"{new string('.', n)}\""),
        ("brackets", n => $"\"{string.Concat(Enumerable.Repeat("[a-", n / 3))}\""),
        ("list of texts", n => $"[{string.Join(',', Enumerable.Repeat("\"name\"", n))}]"),
        (
            "list of ids",
            n =>
                $"[{string.Join(',', Enumerable.Range(0, n / 40).Select(i => $"\"{new Guid(i, 0, 0, new byte[8]):N}\""))}]"
        ),
        ("list of lists", n => $"[{string.Join(',', Enumerable.Repeat("[]", n))}]"),
        ("deep lists", n => new string('[', n) + new string(']', n)),
        ("deep objects", n => string.Concat(Enumerable.Repeat("{\"a\":", n)) + "1" + new string('}', n)),
        ("many fields", n => $"{{{string.Join(',', Enumerable.Range(0, n / 10).Select(i => $"\"f{i}\":1"))}}}"),
        ("long names", n => $"{{\"{new string('n', n)}\":1}}"),
        ("dotted names", n => $"{{\"{string.Concat(Enumerable.Repeat("a.", n / 2))}a\":1}}"),
        ("long number", n => new string('9', n)),
        ("number", _ => "7"),
        ("fraction", _ => "-0.5e300"),
        ("true", _ => "true"),
        ("null", _ => "null"),
        ("empty list", _ => "[]"),
        ("empty object", _ => "{}"),
        ("list of nulls", _ => "[null,null]"),
        ("mixed", _ => "[1,\"a\",{},[],null,true]"),
        ("half a character", _ => "\"\\ud800\""),
        ("nul", _ => "\"a\\u0000b\""),
        ("a byte that is no text", _ => "\"a\u00FF\""),
        ("a name that is no text", _ => "{\"a\u00FF\":1}"),
        ("half a character in bytes", _ => "\"\u00ED\u00A0\u0080\""),
    ];

    /// <summary>Shapes of a form, by size, made of the names that the page binds.</summary>
    private static readonly (string Name, Func<int, IReadOnlyList<string>, string> Write)[] Forms =
    [
        ("long texts", (n, names) => Join(names.Select(name => (name, new string('x', n * 8 / names.Count))))),
        (
            "lines",
            (n, names) => Join(names.Select(name => (name, string.Concat(Enumerable.Repeat("a, ", n / names.Count)))))
        ),
        (
            "many values",
            (n, names) =>
                Join(names.SelectMany(name => Enumerable.Repeat((name, "1"), Math.Min(1_000, n / 40) / names.Count)))
        ),
        (
            "many ids",
            (n, names) =>
                Join(
                    names.SelectMany(name =>
                        Enumerable
                            .Range(0, Math.Min(1_000, n / 40) / names.Count)
                            .Select(i => (name, $"{new Guid(i, 1, 0, new byte[8]):N}"))
                    )
                )
        ),
        (
            "deep names",
            (n, names) =>
                Join(names.Select(name => (name + string.Concat(Enumerable.Repeat(".a", Math.Min(140, n / 200))), "1")))
        ),
        (
            "indexes",
            (n, names) =>
                Join(names.Select(name => (name + string.Concat(Enumerable.Repeat("[0]", Math.Min(90, n / 300))), "1")))
        ),
        ("brackets", (_, names) => Join(names.Select(name => (name + "[b[", "1")))),
        ("odd characters", (_, names) => Join(names.Select(name => (name, "\0\u0007\u202E\uFFFF<b>'\"%")))),
        ("invalid encodings", (_, names) => string.Join('&', names.Select(name => name + "=%FF%C0%80%ED%A0%80%"))),
        ("too many fields", (_, _) => string.Join('&', Enumerable.Range(0, 3_000).Select(i => $"f{i}=1"))),
        ("wrong types", (_, names) => Join(names.Select(name => (name, "9999999999999999999999")))),
    ];

    /// <summary>Forms that cannot be read, with their types.</summary>
    private static readonly (string Type, string Body)[] Unreadable =
    [
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhello"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\""),
        ("multipart/form-data; boundary=x", "--x\r\n" + new string('h', 40_000)),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; "
                + "charset=utf-7\r\n\r\n+AGE-\r\n--x--\r\n"
        ),
        ("multipart/form-data; boundary=x", ""),
        ("multipart/form-data", "a=1"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a[b[\"\r\n\r\n1\r\n--x--\r\n"
        ),
        ("application/x-www-form-urlencoded; charset=utf-7", "a=1"),
        ("application/x-www-form-urlencoded; charset=nonsense", "a=1"),
        ("application/x-www-form-urlencoded; charset=utf-16", "a=1"),
        ("application/x-www-form-urlencoded", "a=%FF%ED%A0%80&%FF=1&%=%"),
        ("application/x-www-form-urlencoded", "\u00FF=\u00FF"),
    ];

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
        string[] queries =
        [
            "a[b[=1",
            "p=99999999999999999999",
            "p=-1",
            "q=%FF%C0%80%",
            "q=" + new string('x', 6_000),
            string.Join('&', Enumerable.Repeat("q=1", 1_500)),
            string.Concat(Enumerable.Repeat("q.", 3_000)) + "=1",
            "handler=%00",
            "sort=%00&p=%00&id=%00&kind=%00&person=%00&state=%00&role=%00&group=%00&vault=%00&from=%00&to=%00",
        ];
        foreach (var page in RazorPage.All(App))
        {
            foreach (var query in queries)
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

    /// <summary>Each shape in each member, in an unknown one, and in a member of a member.</summary>
    private static IEnumerable<(string Shape, Func<int, string> Body)> Bodies(ApiAction action)
    {
        foreach (var (name, write) in Values)
        {
            foreach (var path in Paths(action.Input))
                yield return ($"{name} in {path}", n => Wrap(path, write(n)));
        }
        yield return ("invalid UTF-8", _ => "\u00FF\u00C0");
        yield return ("cut off", n => "{\"a\": [" + new string('1', n));
        yield return ("white space", n => new string(' ', n * 10) + "{}");
    }

    private static IEnumerable<string> Paths(Type input)
    {
        yield return "unknown";
        foreach (var property in input.GetProperties().Where(p => p.Name is not ("FormId" or "Members")))
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            yield return name;
            if (property.PropertyType == typeof(JsonObject))
                yield return name + ".a";
            if (
                property.PropertyType.IsClass
                && property.PropertyType.Namespace!.StartsWith("ClearSettings", StringComparison.Ordinal)
            )
                foreach (var inner in property.PropertyType.GetProperties())
                    yield return $"{name}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(inner.Name)}";
        }
    }

    private static string Wrap(string path, string value) =>
        path.Split('.').Reverse().Aggregate(value, (inner, name) => $"{{\"{name}\":{inner}}}");

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

    private static string Join(IEnumerable<(string Name, string Value)> fields) =>
        string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}"));

    private readonly record struct Cost(int Status, long Bytes, int Queries);
}

public sealed class HostileShapesOnSqlite(SqliteApp app) : HostileShapesTests(app), IClassFixture<SqliteApp>;

public sealed class HostileShapesOnPostgres(PostgresApp app) : HostileShapesTests(app), IClassFixture<PostgresApp>;
