using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ClearSettings.Benchmarks;

/// <summary>
/// What a client's start costs where there are many vaults: 200 of 20 KB, one for each of 200 groups, and a person in
/// 50 of them.
/// </summary>
internal static class VaultLoad
{
    private const int Groups = 200;
    private const int Joined = 50;
    private const int Bytes = 20 * 1024;
    private const double Needed = 0.30;

    public static async Task<int> RunAsync(Options options)
    {
        var binary = options.Host is null ? await Binary.PublishAsync() : new Binary(options.Host);
        var folder = Server.NewFolder();
        var pair = await binary.SetUpAsync(folder);
        using var server = Server.Start(binary, folder);
        var token = await FillAsync(server, pair);
        var request = Requests.Bearer("/api/users.get_vaults?enabled=true&types=config&types=config", token);
        var subject = new Subject(
            $"users.get_vaults, {Joined} of {Groups} vaults of 20 KB",
            request,
            Subject.SameSize(server.Port, "/bench/json", request),
            Needed
        );
        var report = new Report();
        Measure(server, subject, options, report);
        report.Print();
        return report.AllMet ? 0 : 1;
    }

    private static void Measure(Server server, Subject subject, Options options, Report report)
    {
        var side = new Side(false, server, [subject]);
        foreach (var request in new[] { subject.Bare, subject.Request })
            LoadGenerator.Measure(server.Port, request, 4);
        for (var round = 0; round < options.Rounds; round++)
            side.Measure(0, options.Seconds);
        using var connection = new Connection(server.Port);
        report.Figure("Size of the answer", connection.Send(subject.Request).Length / 1024.0, "KB");
        report.Bare("Bare JSON of the same size", side.Bare(0));
        report.AtLeast(subject.Name, Median.Of(side.Ratios(0)), subject.Needed, side.Own(0));
    }

    private static async Task<string> FillAsync(Server server, KeyPair pair)
    {
        using var http = new HttpClient { BaseAddress = new($"http://localhost:{server.Port}/api/") };
        http.DefaultRequestHeaders.Authorization = new(
            "Basic",
            Convert.ToBase64String(Encoding.ASCII.GetBytes($"{pair.AccessKey}:{pair.SecretKey}"))
        );
        var me = (await CallAsync(http, "users.get_current_user", new { }))
            .GetProperty("user")
            .GetProperty("id")
            .GetString();
        for (var i = 0; i < Groups; i++)
            await AddVaultAsync(http, i, i < Joined ? [me] : []);
        return (await CallAsync(http, "auth.login", new { })).GetProperty("token").GetString()!;
    }

    private static async Task AddVaultAsync(HttpClient http, int number, string?[] users)
    {
        var made = await CallAsync(
            http,
            "permissions.add_or_update_user_group",
            new { name = $"Group {number}", users }
        );
        var group = made.GetProperty("id").GetString();
        var vault = new
        {
            description = $"Vault {number}",
            scope = "group",
            data = Text(number),
            enabled = true,
        };
        await CallAsync(http, "users.add_or_update_vault", new { vault, group });
    }

    private static string Text(int vault)
    {
        var text = new StringBuilder("environment {\n");
        for (var i = 0; text.Length < Bytes; i++)
            text.Append($"  VARIABLE_{vault}_{i} = \"the value number {i} of vault {vault}\"\n");
        return text.Append("}\n").ToString();
    }

    private static async Task<JsonElement> CallAsync(HttpClient http, string action, object body)
    {
        using var response = await http.PostAsJsonAsync(action, body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{action}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("data");
    }
}
