using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

/// <summary>
/// Every kind of caller tries to act for every kind of target, in its own workspace and another, by both headers.
/// </summary>
public abstract partial class ImpersonationMatrixTests(TestApp app) : AppTests(app)
{
    private const string No = "400/6";
    private const string Yes = "200/0";

    // The targets, in this order, for each caller: with Impersonate-As, then with Act-As.
    private static readonly string[] Targets =
    [
        "owner",
        "admin",
        "member",
        "excluded",
        "bot",
        "agent",
        "adminbot",
        "oneself",
        "elsewhere",
        "other bot",
        "nobody",
    ];

    private static readonly Dictionary<string, (string As, string ActAs)> Expected = new()
    {
        ["owner"] = ("+ + + - + + + + - - -", "+ + + - + + + + - - -"),
        ["admin"] = ("+ + + - + + + + - - -", "+ + + - + + + + - - -"),
        ["adminbot"] = ("+ + + - + + + + - - -", "+ + + - + + + + - - -"),
        ["agent"] = ("+ + + - - - - - - - -", "- - - - - - - - - - -"),
        ["bot"] = ("- - - - - - - - - - -", "- - - - - - - - - - -"),
        ["member"] = ("- - - - - - - - - - -", "- - - - - - - - - - -"),
        ["excluded"] = ("- - - - - - - - - - -", "- - - - - - - - - - -"),
        ["impersonated admin"] = ("- - - - - - - - - - -", "- - - - - - - - - - -"),
        ["acting as member"] = ("- - - - - - - - - - -", "- - - - - - - - - - -"),
        ["stranger"] = ("- - - - - - - + + + -", "- - - - - - - + + + -"),
    };

    [Fact]
    public async Task Who_may_act_for_whom_is_this()
    {
        await using var cast = await Cast.CreateAsync(App);
        Assert.Equal(Expected.Keys.Order(), cast.Callers.Keys.Order());
        foreach (var (name, (client, id)) in cast.Callers)
        foreach (
            var (header, expected) in new[]
            {
                (ServiceAccountFixture.As, Expected[name].As),
                (ServiceAccountFixture.ActAs, Expected[name].ActAs),
            }
        )
        foreach (var action in new[] { "users.get_current_user", "auth.login" })
        {
            Assert.Equal(
                $"{name} {header} {action}: {expected}",
                $"{name} {header} {action}: {await TryAsync(client, action, header, cast.TargetsOf(id))}"
            );
        }
    }

    [Fact]
    public async Task Headers_that_name_no_one_or_two_people_are_refused()
    {
        await using var cast = await Cast.CreateAsync(App);
        var (mia, olga) = (cast.Server.Mia.Id, cast.Server.Olga.Id);
        (string, string)[] both =
        [
            (ServiceAccountFixture.As, mia.ToString("N")),
            (ServiceAccountFixture.ActAs, mia.ToString("N")),
        ];
        foreach (var (client, _) in cast.Callers.Values)
        {
            foreach (var text in new[] { "x", mia.ToString("D"), $"{mia:N},{olga:N}" })
                Assert.Equal(No, await CodeAsync(client, "users.get_current_user", (ServiceAccountFixture.As, text)));
            Assert.Equal("400/5", await CodeAsync(client, "users.get_current_user", both));
        }
    }

    [Fact]
    public async Task No_one_acts_in_a_workspace_that_they_are_not_in()
    {
        await using var cast = await Cast.CreateAsync(App);
        foreach (var (name, (client, _)) in cast.Callers)
        {
            // In the workspace of the other: none of these callers is in both.
            var foreign = name == "stranger" ? cast.Server.Olga.Workspace : cast.Server.Eve.Workspace;
            (string, string)[] headers =
            [
                (ServiceAccountFixture.As, cast.Server.Mia.Id.ToString("N")),
                (ServiceAccountFixture.Tenant, foreign.ToString("N")),
            ];
            Assert.Equal("403/20", await CodeAsync(client, "users.get_current_user", headers));
            Assert.Equal("400/92", await CodeAsync(client, "auth.login", headers));
        }
    }

    /// <summary>A server with every kind of caller and target.</summary>
    private sealed class Cast(TestApp server, Person excluded, Bot[] bots, Bot foreignBot) : IAsyncDisposable
    {
        public TestApp Server => server;

        public Dictionary<string, (ApiClient Client, Guid Id)> Callers { get; } = [];

        public static async Task<Cast> CreateAsync(TestApp app)
        {
            var server = await app.AnotherAsync(settings: ServiceAccountFixture.Admins);
            var excluded = await server.AddAsync("Ewa Excluded", MemberRole.Member);
            var set = await server.InAsync(
                server.Olga,
                s => s.GetRequiredService<SetImpersonation>().RunAsync(excluded.Id, false)
            );
            Assert.True(set.Ok);
            Bot[] bots =
            [
                await server.BotAsync(server.Olga, impersonates: false),
                await server.BotAsync(server.Olga),
                await server.BotAsync(server.Olga, impersonates: false, admin: true),
            ];
            var cast = new Cast(server, excluded, bots, await server.BotAsync(server.Eve));
            await cast.AddCallersAsync();
            return cast;
        }

        /// <summary>In the order of <see cref="Targets"/>.</summary>
        public Guid[] TargetsOf(Guid caller) =>
            [
                server.Olga.Id,
                server.Adam.Id,
                server.Mia.Id,
                excluded.Id,
                .. bots.Select(b => b.Id),
                caller,
                server.Eve.Id,
                foreignBot.Id,
                Guid.NewGuid(),
            ];

        public ValueTask DisposeAsync() => server.DisposeAsync();

        private async Task AddCallersAsync()
        {
            foreach (
                var (name, person) in new[]
                {
                    ("owner", server.Olga),
                    ("admin", server.Adam),
                    ("member", server.Mia),
                    ("excluded", excluded),
                    ("stranger", server.Eve),
                }
            )
                Callers[name] = (server.Api(await server.KeyAsync(person)), person.Id);
            foreach (var (name, bot) in new[] { "bot", "agent", "adminbot" }.Zip(bots))
                Callers[name] = (server.Api(bot.Key), bot.Id);
            var impersonated = await server.TokenForAsync(bots[1].Key, server.Adam.Id);
            Callers["impersonated admin"] = (server.WithToken(impersonated), server.Adam.Id);
            var acting = await Callers["admin"]
                .Client.OkAsync("auth.login", "{}", (ServiceAccountFixture.ActAs, server.Mia.Id.ToString("N")));
            Callers["acting as member"] = (server.WithToken(acting.GetProperty("token").GetString()!), server.Mia.Id);
        }
    }

    private static async Task<string> TryAsync(ApiClient client, string action, string header, Guid[] targets)
    {
        Assert.Equal(Targets.Length, targets.Length);
        List<string> codes = [];
        foreach (var target in targets)
        {
            var code = await CodeAsync(client, action, (header, target.ToString("N")));
            codes.Add(
                code switch
                {
                    Yes => "+",
                    No => "-",
                    _ => code,
                }
            );
        }
        return string.Join(' ', codes);
    }

    private static async Task<string> CodeAsync(ApiClient client, string action, params (string, string)[] headers)
    {
        var answer = await client.CallAsync(action, "{}", headers);
        return $"{answer.Code}/{answer.Subcode}";
    }
}

public sealed class ImpersonationMatrixOnSqlite(SqliteApp app)
    : ImpersonationMatrixTests(app),
        IClassFixture<SqliteApp>;
