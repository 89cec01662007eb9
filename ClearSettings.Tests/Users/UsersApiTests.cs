using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract class UsersApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_current_user_has_what_clients_read()
    {
        var data = (await (await ClientAsync(App.Mia)).CallAsync("users.get_current_user", new { method = "get" })).Ok;
        var user = data.GetProperty("user");
        Assert.Equal(App.Mia.Id.ToString("N"), user.GetProperty("id").GetString());
        Assert.Equal(
            ("Mia Meyer", "user", App.Mia.Email),
            (
                user.GetProperty("name").GetString(),
                user.GetProperty("role").GetString(),
                user.GetProperty("email").GetString()
            )
        );
        Assert.Equal(
            $$"""{"id":"{{App.Mia.Workspace:N}}","name":"Research"}""",
            user.GetProperty("company").GetRawText()
        );
        Assert.True(user.GetProperty("created").TryGetDateTime(out _));
        Assert.False(user.TryGetProperty("preferences", out _));
        Assert.Equal(
            """{"agentName":"clearml","configure":"clearml-init","install":"pip install clearml","packageName":"clearml"}""",
            data.GetProperty("getting_started").GetRawText()
        );
        Assert.Equal("""{"max_download_items":1000}""", data.GetProperty("settings").GetRawText());
        Assert.Equal(
            "admin",
            (await (await ClientAsync(App.Adam)).CallAsync("users.get_current_user"))
                .Ok.GetProperty("user")
                .GetProperty("role")
                .GetString()
        );
    }

    [Fact]
    public async Task Someone_of_the_workspace_is_found_by_id_and_others_are_not()
    {
        var client = await ClientAsync(App.Mia);
        var user = (await client.CallAsync("users.get_by_id", new { user = App.Olga.Id.ToString("N") })).Ok.GetProperty(
            "user"
        );
        Assert.Equal(
            ("Olga Orlova", App.Olga.Workspace.ToString("N")),
            (user.GetProperty("name").GetString(), user.GetProperty("company").GetString())
        );
        foreach (
            var other in new[]
            {
                App.Eve.Id.ToString("N"),
                Guid.NewGuid().ToString("N"),
                "nonsense",
                App.Olga.Id.ToString(),
            }
        )
            (await client.CallAsync("users.get_by_id", new { user = other })).IsRefused(400, 301);
        (await client.CallAsync("users.get_by_id")).IsRefused(400, 11);
    }

    [Fact]
    public async Task A_list_is_filtered_sorted_and_paged()
    {
        var client = await ClientAsync(App.Mia);
        Assert.Equal(
            ["Olga Orlova", "Mia Meyer", "Adam Ames"],
            await NamesAsync(client, new { order_by = "-name", name = "^(Olga|Mia M|Adam)" })
        );
        Assert.Equal(
            ["Adam Ames", "Mia Meyer"],
            await NamesAsync(
                client,
                new
                {
                    order_by = new[] { "name" },
                    id = new[]
                    {
                        App.Mia.Id.ToString("N"),
                        App.Adam.Id.ToString("N"),
                        App.Eve.Id.ToString("N"),
                        "nonsense",
                    },
                }
            )
        );
        Assert.Equal(["Mia Meyer"], await NamesAsync(client, new { id = App.Mia.Id.ToString("N") }));
        Assert.Equal(
            ["Mia Meyer"],
            await NamesAsync(
                client,
                new
                {
                    name = "^(Olga|Mia M|Adam)",
                    order_by = "name",
                    page = 1,
                    page_size = 1,
                }
            )
        );
        Assert.Equal(
            ["Olga Orlova"],
            await NamesAsync(
                client,
                new
                {
                    name = "^(Olga|Mia M|Adam)",
                    order_by = "name",
                    start = 2,
                    size = 5,
                }
            )
        );
        Assert.Empty(await NamesAsync(client, new { name = "^olga" }));
        Assert.Empty(await NamesAsync(client, new { page = int.MaxValue, page_size = 500 }));
        Assert.Empty(await NamesAsync(client, new { active_in_projects = Array.Empty<string>() }));
        Assert.DoesNotContain("Eve Eden", await NamesAsync(client, new { page_size = 1000 }));
    }

    [Theory]
    [InlineData("""{"name": "("}""", 21)]
    [InlineData("""{"name": "[z-a]"}""", 21)]
    [InlineData("""{"page": -1}""", 12)]
    [InlineData("""{"page_size": 0}""", 12)]
    [InlineData("""{"size": -5}""", 12)]
    [InlineData("""{"only_fields": ["password"]}""", 12)]
    [InlineData("""{"only_fields": ["password_hash", "name"]}""", 12)]
    [InlineData("""{"order_by": "email"}""", 12)]
    [InlineData("""{"order_by": [1]}""", 12)]
    [InlineData("""{"id": {"a": 1}}""", 12)]
    public async Task A_filter_that_makes_no_sense_gets_400(string body, int subcode)
    {
        foreach (var action in new[] { "users.get_all", "users.get_all_ex" })
            (await (await ClientAsync(App.Mia)).CallAsync(action, body)).IsRefused(400, subcode);
    }

    [Fact]
    public async Task A_pattern_that_would_backtrack_for_ever_is_answered()
    {
        var nina = await App.AddAsync(new string('a', 60) + "!", MemberRole.Member);
        Assert.Equal(
            0,
            (await (await ClientAsync(nina)).CallAsync("users.get_all", new { name = "^(a+)+$" }))
                .Ok.GetProperty("users")
                .GetArrayLength()
        );
    }

    [Fact]
    public async Task Fields_are_chosen_and_left_out()
    {
        var client = await ClientAsync(App.Mia);
        Assert.Equal(["id", "name"], await FieldsAsync(client, "users.get_all", new[] { "name" }));
        Assert.Equal(["id", "name", "company"], await FieldsAsync(client, "users.get_all", new[] { "-created" }));
        Assert.Equal(["id", "company"], await FieldsAsync(client, "users.get_all_ex", new[] { "company.name" }));
        var user = (
            await client.CallAsync(
                "users.get_all_ex",
                new { id = App.Mia.Id.ToString("N"), only_fields = "company.name" }
            )
        ).Ok.GetProperty("users")[0];
        Assert.Equal(
            $$"""{"id":"{{App.Mia.Workspace:N}}","name":"Research"}""",
            user.GetProperty("company").GetRawText()
        );
        user = (await client.CallAsync("users.get_all_ex", new { id = App.Mia.Id.ToString("N") })).Ok.GetProperty(
            "users"
        )[0];
        Assert.Equal($$"""{"id":"{{App.Mia.Workspace:N}}"}""", user.GetProperty("company").GetRawText());
    }

    [Fact]
    public async Task A_person_changes_their_own_names()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var client = await ClientAsync(nina);
        Assert.Equal(
            """{"updated":1,"fields":{"name":"Nina Newer","given_name":"Nina"}}""",
            (
                await client.CallAsync(
                    "users.update",
                    new
                    {
                        user = nina.Id.ToString("N"),
                        name = "Nina Newer",
                        given_name = "Nina",
                    }
                )
            ).Ok.GetRawText()
        );
        Assert.Equal(
            """{"updated":0,"fields":{}}""",
            (
                await client.CallAsync("users.update", new { user = nina.Id.ToString("N"), name = "Nina Newer" })
            ).Ok.GetRawText()
        );
        Assert.Equal("Nina Newer", await NameAsync(client));
        (await client.CallAsync("users.update", new { user = nina.Id.ToString("N"), name = "  " })).IsRefused(400, 12);
    }

    [Fact]
    public async Task Administrators_of_a_workspace_do_not_change_the_names_of_its_members()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        var nina = await server.AddAsync("Nina New", MemberRole.Member);
        await server.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                    Task.FromResult(
                        db.Members.Add(Member.Join(server.Eve.Workspace, nina.Id, MemberRole.Member, server.Time))
                    )
                )
        );
        var client = server.Api(await server.KeyAsync(nina));
        var user = nina.Id.ToString("N");
        // Eve owns another workspace that Nina is in, Adam is an administrator of this one, Mia a member.
        foreach (var person in new[] { server.Eve, server.Adam, server.Mia })
        foreach (
            var body in new object[]
            {
                new { user, name = "Taken over" },
                new { user, given_name = "x" },
                new { user, family_name = "x" },
            }
        )
        {
            (await server.Api(await server.KeyAsync(person)).CallAsync("users.update", body)).IsRefused(400, 301);
        }
        Assert.Equal("Nina New", await NameAsync(client));
        Assert.Empty(
            await server.DbAsync(
                null,
                db => db.AuditEvents.IgnoreQueryFilters().Where(e => e.Kind == AuditKind.UserRenamed).ToListAsync()
            )
        );
        (
            await server
                .Api(await server.KeyAsync(server.Olga))
                .CallAsync("users.update", new { user, name = "By the server's administrator" })
        ).IsOk();
        Assert.Equal("By the server's administrator", await NameAsync(client));
    }

    [Fact]
    public async Task On_a_self_hosted_server_the_owner_alone_changes_the_names_of_others()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        (
            await (await ClientAsync(App.Adam)).CallAsync(
                "users.update",
                new { user = nina.Id.ToString("N"), name = "By Adam" }
            )
        ).IsRefused(400, 301);
        (
            await (await ClientAsync(App.Olga)).CallAsync(
                "users.update",
                new { user = nina.Id.ToString("N"), name = "By Olga" }
            )
        ).IsOk();
        (
            await (await ClientAsync(App.Eve)).CallAsync(
                "users.update",
                new { user = nina.Id.ToString("N"), name = "By Eve" }
            )
        ).IsRefused(400, 301);
        Assert.Equal("By Olga", await NameAsync(await ClientAsync(nina)));
    }

    [Fact]
    public async Task Whoever_impersonates_a_person_never_changes_their_profile()
    {
        var (bot, nina) = (await App.BotAsync(App.Olga), await App.AddAsync("Nina New", MemberRole.Member));
        var (olga, user) = (await ClientAsync(App.Olga), nina.Id.ToString("N"));
        List<ApiClient> tokens = [App.WithToken(await App.TokenForAsync(bot.Key, nina.Id))];
        foreach (var header in new[] { ServiceAccountFixture.As, ServiceAccountFixture.ActAs })
        {
            foreach (var target in new[] { user, App.Mia.Id.ToString("N"), bot.Id.ToString("N") })
                (
                    await olga.CallAsync("users.update", new { user = target, name = "Taken over" }, (header, user))
                ).IsRefused(403, 20);
            tokens.Add(
                App.WithToken(
                    (await olga.CallAsync("auth.login", "{}", (header, user))).Ok.GetProperty("token").GetString()!
                )
            );
        }
        foreach (var token in tokens)
            (await token.CallAsync("users.update", new { user, name = "Taken over" })).IsRefused(403, 20);
        // Also where the rule is asked without the API's permission before it.
        foreach (var ownRights in new[] { false, true })
            Assert.False(
                (
                    await ActingAsync(
                        App.Olga,
                        nina,
                        ownRights,
                        s => s.GetRequiredService<RenameUser>().RunAsync(nina.Id, new() { Name = "Taken over" })
                    )
                ).Ok
            );
        Assert.Equal("Nina New", await NameAsync(await ClientAsync(nina)));
    }

    [Fact]
    public async Task Preferences_of_another_are_written_by_administrators_alone_and_that_is_recorded()
    {
        var (bot, nina) = (await App.BotAsync(App.Olga), await App.AddAsync("Nina New", MemberRole.Member));
        var (adam, own) = (await ClientAsync(App.Adam), await ClientAsync(nina));
        foreach (var header in new[] { ServiceAccountFixture.As, ServiceAccountFixture.ActAs })
        {
            var value = header == ServiceAccountFixture.As ? 1 : 2;
            (
                await adam.CallAsync(
                    "users.set_preferences",
                    new { preferences = new Dictionary<string, int> { ["views.theme"] = value } },
                    (header, nina.Id.ToString("N"))
                )
            ).IsOk();
            Assert.Equal(
                value,
                (await adam.CallAsync("users.get_preferences", "{}", (header, nina.Id.ToString("N"))))
                    .Ok.GetProperty("preferences")
                    .GetProperty("views")
                    .GetProperty("theme")
                    .GetInt32()
            );
        }
        Assert.Equal(
            2,
            (await own.CallAsync("users.get_preferences"))
                .Ok.GetProperty("preferences")
                .GetProperty("views")
                .GetProperty("theme")
                .GetInt32()
        );
        (
            await App.WithToken(await App.TokenForAsync(bot.Key, nina.Id))
                .CallAsync("users.set_preferences", new { preferences = new { a = 1 } })
        ).IsRefused(403, 20);
        (await own.CallAsync("users.set_preferences", new { preferences = new { a = 1 } })).IsOk();
        var events = await App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.Where(e => e.Kind == AuditKind.PreferencesChanged && e.ForUserId == nina.Id)
                    .OrderBy(e => e.At)
                    .Select(e => $"{e.ActorName}: {e.Subject}, {e.Detail}")
                    .ToListAsync()
        );
        Assert.Equal(Enumerable.Repeat("Adam Ames for Nina New: Nina New, views.theme", 2), events);
    }

    [Fact]
    public async Task Companies_begin_with_ones_own_and_owners_are_sorted_with_their_avatar_present()
    {
        var nina = await App.AddAsync("Aaron New", MemberRole.Member);
        await App.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                    Task.FromResult(
                        db.Members.Add(Member.Join(App.Eve.Workspace, nina.Id, MemberRole.Member, App.Time))
                    )
                )
        );
        var companies = (await (await ClientAsync(nina)).CallAsync("organization.get_user_companies"))
            .Ok.GetProperty("companies")
            .EnumerateArray()
            .ToList();
        Assert.Equal(["Research", "Elsewhere"], companies.Select(c => c.GetProperty("name").GetString()));
        Assert.All(
            companies,
            company =>
            {
                var owners = company.GetProperty("owners").EnumerateArray().ToList();
                Assert.Equal(company.GetProperty("allocated").GetInt32(), owners.Count);
                Assert.All(owners, o => Assert.Equal(JsonValueKind.Null, o.GetProperty("avatar").ValueKind));
                var names = owners.Select(o => o.GetProperty("name").GetString()).ToList();
                Assert.Equal(names.Order(StringComparer.Ordinal), names);
            }
        );
    }

    [Fact]
    public async Task The_server_tells_its_version_and_owners_its_addresses_and_no_secret()
    {
        Assert.Equal(
            "2.34",
            (await (await ClientAsync(App.Mia)).CallAsync("server.info")).Ok.GetProperty("api_version").GetString()
        );
        var owner = await ClientAsync(App.Olga);
        var text = (await owner.CallAsync("server.config")).Ok;
        Assert.Equal(["hosts", "apiserver"], text.EnumerateObject().Select(m => m.Name));
        Assert.DoesNotMatch("(?i)secret|password|key|connection", text.GetRawText());
        Assert.Equal(
            """{"value":"advanced"}""",
            (await owner.CallAsync("server.config", new { path = "apiserver.feature_set" })).Ok.GetRawText()
        );
        foreach (
            var path in new[]
            {
                "secure",
                "Secrets",
                "Secrets.MasterKey",
                "Database.ConnectionString",
                "hosts.nothing.deeper",
            }
        )
            (await owner.CallAsync("server.config", new { path })).IsRefused(400, 12);
        var endpoints = (await owner.CallAsync("server.endpoints"))
            .Ok.GetProperty("endpoints")
            .EnumerateArray()
            .Select(e => e.GetProperty("name").GetString());
        Assert.Equal(ApiActions.All(App).Select(a => a.Name).Order(StringComparer.Ordinal), endpoints);
    }

    private static async Task<string?> NameAsync(ApiClient client) =>
        (await client.CallAsync("users.get_current_user")).Ok.GetProperty("user").GetProperty("name").GetString();

    private Task<T> ActingAsync<T>(Person actor, Person person, bool ownRights, Func<IServiceProvider, Task<T>> work) =>
        App.InAsync(
            null,
            async services =>
            {
                var principals = services.GetRequiredService<PrincipalCache>();
                var acting = Impersonation.Enter(
                    (await principals.FindAsync(actor.Id, actor.Workspace))!,
                    (await principals.FindAsync(person.Id, person.Workspace))!,
                    ownRights
                );
                services.GetRequiredService<Current>().SignedInAs(acting!);
                return await work(services);
            }
        );

    private async Task<ApiClient> ClientAsync(Person person) => App.Api(await App.KeyAsync(person));

    private static async Task<List<string>> NamesAsync(ApiClient client, object filter) =>
        [
            .. (await client.CallAsync("users.get_all", filter))
                .Ok.GetProperty("users")
                .EnumerateArray()
                .Select(u => u.GetProperty("name").GetString()!),
        ];

    private async Task<List<string>> FieldsAsync(ApiClient client, string action, string[] fields) =>
        [
            .. (await client.CallAsync(action, new { id = App.Mia.Id.ToString("N"), only_fields = fields }))
                .Ok.GetProperty("users")[0]
                .EnumerateObject()
                .Select(m => m.Name),
        ];
}

public sealed class UsersApiOnSqlite(SqliteApp app) : UsersApiTests(app), IClassFixture<SqliteApp>;

public sealed class UsersApiOnPostgres(PostgresApp app) : UsersApiTests(app), IClassFixture<PostgresApp>;
