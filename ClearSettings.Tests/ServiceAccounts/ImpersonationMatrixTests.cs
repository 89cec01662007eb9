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
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var excluded = await server.AddAsync("Ewa Excluded", MemberRole.Member);
        Assert.True(
            (
                await server.InAsync(
                    server.Olga,
                    s => s.GetRequiredService<SetImpersonation>().RunAsync(excluded.Id, false)
                )
            ).Ok
        );
        var (bot, agent, admin) = (
            await server.BotAsync(server.Olga, impersonates: false),
            await server.BotAsync(server.Olga),
            await server.BotAsync(server.Olga, impersonates: false, admin: true)
        );
        var others = await server.BotAsync(server.Eve);
        var adam = await server.KeyAsync(server.Adam);
        var acting = (
            await server
                .Api(adam)
                .CallAsync("auth.login", "{}", (ServiceAccountFixture.ActAs, server.Mia.Id.ToString("N")))
        )
            .Ok.GetProperty("token")
            .GetString()!;
        Dictionary<string, (ApiClient Client, Guid Id)> callers = new()
        {
            ["owner"] = (server.Api(await server.KeyAsync(server.Olga)), server.Olga.Id),
            ["admin"] = (server.Api(adam), server.Adam.Id),
            ["adminbot"] = (server.Api(admin.Key), admin.Id),
            ["agent"] = (server.Api(agent.Key), agent.Id),
            ["bot"] = (server.Api(bot.Key), bot.Id),
            ["member"] = (server.Api(await server.KeyAsync(server.Mia)), server.Mia.Id),
            ["excluded"] = (server.Api(await server.KeyAsync(excluded)), excluded.Id),
            ["impersonated admin"] = (
                server.WithToken(await server.TokenForAsync(agent.Key, server.Adam.Id)),
                server.Adam.Id
            ),
            ["acting as member"] = (server.WithToken(acting), server.Mia.Id),
            ["stranger"] = (server.Api(await server.KeyAsync(server.Eve)), server.Eve.Id),
        };
        Assert.Equal(Expected.Keys.Order(), callers.Keys.Order());
        foreach (var (name, (client, id)) in callers)
        {
            Guid[] targets =
            [
                server.Olga.Id,
                server.Adam.Id,
                server.Mia.Id,
                excluded.Id,
                bot.Id,
                agent.Id,
                admin.Id,
                id,
                server.Eve.Id,
                others.Id,
                Guid.NewGuid(),
            ];
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
                    $"{name} {header} {action}: {await TryAsync(client, action, header, targets)}"
                );
            }
            foreach (var text in new[] { "x", server.Mia.Id.ToString("D"), $"{server.Mia.Id:N},{server.Olga.Id:N}" })
                Assert.Equal(No, await CodeAsync(client, "users.get_current_user", (ServiceAccountFixture.As, text)));
            Assert.Equal(
                "400/5",
                await CodeAsync(
                    client,
                    "users.get_current_user",
                    (ServiceAccountFixture.As, server.Mia.Id.ToString("N")),
                    (ServiceAccountFixture.ActAs, server.Mia.Id.ToString("N"))
                )
            );
            // In the workspace of the other: none of these callers is in both.
            var foreign = name == "stranger" ? server.Olga.Workspace : server.Eve.Workspace;
            Assert.Equal(
                "403/20",
                await CodeAsync(
                    client,
                    "users.get_current_user",
                    (ServiceAccountFixture.As, server.Mia.Id.ToString("N")),
                    (ServiceAccountFixture.Tenant, foreign.ToString("N"))
                )
            );
            Assert.Equal(
                "400/92",
                await CodeAsync(
                    client,
                    "auth.login",
                    (ServiceAccountFixture.As, server.Mia.Id.ToString("N")),
                    (ServiceAccountFixture.Tenant, foreign.ToString("N"))
                )
            );
        }
    }

    [Fact]
    public async Task What_is_left_to_anyone_who_acts_is_this()
    {
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var (agent, adam) = (await server.BotAsync(server.Olga), await server.KeyAsync(server.Adam));
        string[] reads =
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
        string[] keys =
        [
            "auth.create_credentials",
            "auth.edit_credentials",
            "auth.get_credentials",
            "auth.revoke_credentials",
        ];
        string[] personal = [.. keys, "users.add_or_update_vault", "users.delete_vaults", "users.update"];
        string[] byAdmins = [.. reads, "users.set_preferences"];
        Assert.Equal(
            byAdmins.Order(StringComparer.Ordinal),
            await AllowedAsync(server, adam, ServiceAccountFixture.As, server.Olga.Id)
        );
        Assert.Equal(
            byAdmins.Order(StringComparer.Ordinal),
            await AllowedAsync(server, adam, ServiceAccountFixture.As, server.Mia.Id)
        );
        Assert.Equal(reads, await AllowedAsync(server, agent.Key, ServiceAccountFixture.As, server.Mia.Id));
        Assert.Equal(
            byAdmins.Concat(keys).Order(StringComparer.Ordinal),
            await AllowedAsync(server, adam, ServiceAccountFixture.As, agent.Id)
        );
        var own = await AllowedAsync(server, adam, null, null);
        Assert.Equal(
            own.Except(personal),
            await AllowedAsync(server, adam, ServiceAccountFixture.ActAs, server.Olga.Id)
        );
        Assert.Equal(
            own.Except(personal),
            await AllowedAsync(server, adam, ServiceAccountFixture.ActAs, server.Mia.Id)
        );
        Assert.Equal(own.Except(personal), await AllowedAsync(server, adam, ServiceAccountFixture.ActAs, agent.Id));
        Assert.DoesNotContain(
            "server.config",
            await AllowedAsync(server, adam, ServiceAccountFixture.ActAs, server.Olga.Id)
        );
        // The server is administered in one's own name only.
        var olga = await server.KeyAsync(server.Olga);
        string[] ofServer = ["server.config", "server.endpoints"];
        var all = await AllowedAsync(server, olga, null, null);
        Assert.Equal(ofServer, all.Intersect(ofServer));
        Assert.Equal(
            all.Except(personal).Except(ofServer),
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
