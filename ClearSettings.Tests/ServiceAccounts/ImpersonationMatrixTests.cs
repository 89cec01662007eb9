using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

/// <summary>
/// Every kind of caller tries to act for every kind of target, in its own workspace and another, by both headers.
/// </summary>
public abstract class ImpersonationMatrixTests(TestApp app) : AppTests(app)
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

    private static readonly string[] Reads =
    [
        "access.check",
        "access.check_many",
        "access.explain",
        "access.list",
        "auth.login",
        "auth.logout",
        "organization.get_user_companies",
        "server.info",
        "server.report_stats_option",
        "users.get_all",
        "users.get_all_ex",
        "users.get_by_id",
        "users.get_current_user",
        "users.get_preferences",
        "users.get_vaults",
    ];

    private static readonly string[] ForCredentials =
    [
        "auth.create_credentials",
        "auth.edit_credentials",
        "auth.get_credentials",
        "auth.revoke_credentials",
    ];

    private static readonly string[] Personal =
    [
        .. ForCredentials,
        "users.add_or_update_vault",
        "users.delete_vaults",
        "users.update",
    ];

    [Fact]
    public async Task What_is_left_to_anyone_who_impersonates_is_this()
    {
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var (agent, adam) = (await server.BotAsync(server.Olga), await server.KeyAsync(server.Adam));
        var byAdmins = Reads.Append("users.set_preferences").Order(StringComparer.Ordinal).ToList();
        foreach (var person in new[] { server.Olga, server.Mia })
            Assert.Equal(byAdmins, await AllowedAsync(server, adam, ServiceAccountFixture.As, person.Id));
        Assert.Equal(Reads, await AllowedAsync(server, agent.Key, ServiceAccountFixture.As, server.Mia.Id));
        Assert.Equal(
            byAdmins.Concat(ForCredentials).Order(StringComparer.Ordinal),
            await AllowedAsync(server, adam, ServiceAccountFixture.As, agent.Id)
        );
    }

    [Fact]
    public async Task What_is_left_to_anyone_who_acts_with_own_rights_is_this()
    {
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var (agent, adam) = (await server.BotAsync(server.Olga), await server.KeyAsync(server.Adam));
        var own = await AllowedAsync(server, adam, null, null);
        foreach (var target in new[] { server.Olga.Id, server.Mia.Id, agent.Id })
            Assert.Equal(own.Except(Personal), await AllowedAsync(server, adam, ServiceAccountFixture.ActAs, target));
        Assert.DoesNotContain("server.config", own);
        // The server is administered in one's own name only.
        var olga = await server.KeyAsync(server.Olga);
        string[] ofServer = ["server.config", "server.endpoints"];
        var all = await AllowedAsync(server, olga, null, null);
        Assert.Equal(ofServer, all.Intersect(ofServer));
        Assert.Equal(
            all.Except(Personal).Except(ofServer),
            await AllowedAsync(server, olga, ServiceAccountFixture.ActAs, server.Adam.Id)
        );
    }

    // Actions for which the caller has the role; their input may be refused all the same.
    private static async Task<List<string>> AllowedAsync(TestApp server, Key key, string? header, Guid? user)
    {
        List<string> allowed = [];
        foreach (
            var action in ApiActions
                .All(server)
                .Where(a => a.Permission is not null)
                .OrderBy(a => a.Name, StringComparer.Ordinal)
        )
        {
            var answer = await server
                .Api(key)
                .CallAsync(action.Name, "{}", header is null ? [] : [(header, user!.Value.ToString("N"))]);
            if (answer.Code != 403)
                allowed.Add(action.Name);
        }
        return allowed;
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
