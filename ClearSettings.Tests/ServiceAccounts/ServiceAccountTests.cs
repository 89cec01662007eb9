using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract partial class ServiceAccountTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_service_account_takes_no_seat_is_no_member_and_is_in_the_Users_group()
    {
        var before = await App.DbAsync(App.Olga, db => db.Members.CountAsync());
        var bot = await App.BotAsync(App.Olga);
        Assert.Equal(before, await App.DbAsync(App.Olga, db => db.Members.CountAsync()));
        var count = await App.UseAsync(App.Olga, (Seats seats) => seats.CountAsync(App.Olga.Workspace));
        Assert.Equal(before, count.Taken);
        Assert.Equal(["Users"], await GroupsAsync(bot.Id));
    }

    [Fact]
    public async Task A_service_account_is_found_by_its_id_in_its_workspace_and_not_listed_as_a_user()
    {
        var id = (await App.BotAsync(App.Olga)).Id.ToString("N");
        var client = App.Api(await App.KeyAsync(App.Olga));
        foreach (var action in new[] { "users.get_all", "users.get_all_ex" })
            Assert.DoesNotContain(id, await client.OkTextAsync(action, new { id = new[] { id } }));
        var found = (await client.OkAsync("users.get_by_id", new { user = id })).GetProperty("user");
        Assert.Equal("agent-bot", found.GetProperty("name").GetString());
        await App.Api(await App.KeyAsync(App.Eve)).RefusedAsync(400, 301, "users.get_by_id", new { user = id });
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    public async Task A_name_must_be_one(string name)
    {
        var refused = await CreateAsync(App.Olga, new() { Name = name });
        Assert.Equal("Name", refused.Problems[0].Field);
    }

    [Fact]
    public async Task Groups_are_those_that_list_members_and_of_this_workspace()
    {
        var (mine, foreign, builtIn) = (
            await GroupAsync(App.Olga, "Vision"),
            await GroupAsync(App.Eve, "Vision"),
            await App.DbAsync(
                App.Olga,
                db => db.Groups.Where(g => g.BuiltIn == BuiltInGroup.Admins).Select(g => g.Id).SingleAsync()
            )
        );
        foreach (var wrong in new[] { foreign, builtIn, Guid.Empty })
            Assert.Equal(
                "Groups",
                (await CreateAsync(App.Olga, new() { Name = "x", Groups = [mine, wrong] })).Problems[0].Field
            );
        var made = await CreateAsync(App.Olga, new() { Name = "grouped", Groups = [mine, mine] });
        var id = made.Value.Account.UserId;
        Assert.Equal(["Users", "Vision"], await GroupsAsync(id));
        Assert.True((await ChangeAsync(App.Olga, id, new() { Name = "grouped" })).Ok);
        Assert.Equal(["Users", "Vision"], await GroupsAsync(id));
        Assert.True((await ChangeAsync(App.Olga, id, new() { Groups = [] })).Value);
        Assert.Equal(["Users"], await GroupsAsync(id));
        Assert.False((await ChangeAsync(App.Olga, id, new() { Groups = [] })).Value);
    }

    [Fact]
    public async Task Two_edits_of_one_state_notice_each_other()
    {
        var bot = await App.BotAsync(App.Olga);
        var version = await App.DbAsync(
            App.Olga,
            db => db.ServiceAccounts.Where(s => s.UserId == bot.Id).Select(s => s.RowVersion).SingleAsync()
        );
        Assert.True((await ChangeAsync(App.Adam, bot.Id, new() { Name = "renamed", RowVersion = version })).Value);
        var late = await ChangeAsync(App.Olga, bot.Id, new() { AllowsImpersonation = false, RowVersion = version });
        Assert.Equal(Refusal.Conflict, late.Refusal);
        Assert.StartsWith("Adam Ames changed this", late.Problems[0].Message);
    }

    [Fact]
    public async Task No_more_than_the_configuration_allows_also_at_once()
    {
        await using var server = await App.AnotherAsync(settings: ["--ServiceAccounts:MaxPerWorkspace=2"]);
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(i =>
                    server.InAsync(
                        server.Olga,
                        s => s.GetRequiredService<CreateServiceAccount>().RunAsync(new() { Name = $"bot {i}" })
                    )
                )
        );
        Assert.Equal(2, made.Count(m => m.Ok));
        Assert.All(made.Where(m => !m.Ok), m => Assert.Equal(CreateServiceAccount.TooMany, m.Problems[0].Code));
        Assert.True(
            (
                await server.InAsync(
                    server.Eve,
                    s => s.GetRequiredService<CreateServiceAccount>().RunAsync(new() { Name = "elsewhere" })
                )
            ).Ok
        );
    }

    [Fact]
    public async Task Deleting_one_leaves_its_name_and_nothing_else()
    {
        var (id, key) = await CreateShortLivedAsync(await GroupAsync(App.Olga, $"Group {Guid.NewGuid():N}"));
        await App.Api(key).LoginAsync();
        await App.RecordCredentialUsageAsync();
        Assert.NotNull(
            await App.DbAsync(
                App.Olga,
                db => db.ServiceAccounts.Where(s => s.UserId == id).Select(s => s.LastActiveAt).SingleAsync()
            )
        );
        var impact = await App.UseAsync(App.Olga, (DeleteServiceAccount delete) => delete.PreviewAsync(id));
        Assert.Equal((1, 1, 0), (impact.Credentials, impact.RecentlyUsed, impact.People));
        Assert.True((await DeleteAsync(App.Olga, id)).Ok);
        await App.Api(key).RefusedAsync(401, 22, "auth.login");
        var rows = (await App.DbAsync(App.Olga, Tables.RowsAsync))
            .Where(r => r.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase))
            .Select(r => r.Split(':')[0])
            .Distinct();
        Assert.Equal(["users"], rows.Except(["audit_events"]));
        Assert.False((await DeleteAsync(App.Olga, id)).Ok);
    }

    [Fact]
    public async Task Renaming_it_and_its_own_calls_are_recorded_as_its_own()
    {
        var bot = await App.BotAsync(App.Olga, name: "records-bot");
        var client = App.Api(bot.Key);
        await client.OkAsync("auth.create_credentials", new { label = "second" });
        await client.OkAsync("users.update", new { user = bot.Id.ToString("N"), name = "renamed-bot" });
        Assert.Equal(
            "renamed-bot",
            (await client.CallAsync("users.get_current_user")).Ok.GetProperty("user").GetProperty("name").GetString()
        );
        var events = await App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.Where(e => e.ActorId == bot.Id)
                    .OrderBy(e => e.At)
                    .Select(e => new
                    {
                        e.Kind,
                        e.ActorName,
                        e.ForUserId,
                    })
                    .ToListAsync()
        );
        Assert.Equal([AuditKind.CredentialCreated, AuditKind.UserRenamed], events.Select(e => e.Kind));
        Assert.All(events, e => Assert.Null(e.ForUserId));
    }

    private async Task<(Guid Id, Key Key)> CreateShortLivedAsync(Guid group)
    {
        var made = (await CreateAsync(App.Olga, new() { Name = "short-lived", Groups = [group] })).Value;
        var (credential, secret) = made.Credential;
        return (made.Account.UserId, new(credential.Id, credential.AccessKey, secret.Text.Reveal()));
    }

    private Task<Result<NewServiceAccount>> CreateAsync(Person by, ServiceAccountInput input) =>
        App.InAsync(by, s => s.GetRequiredService<CreateServiceAccount>().RunAsync(input));

    private Task<Result<bool>> ChangeAsync(Person by, Guid id, ServiceAccountInput input) =>
        App.InAsync(by, s => s.GetRequiredService<ChangeServiceAccount>().RunAsync(id, input));

    private Task<Result> DeleteAsync(Person by, Guid id) =>
        App.InAsync(by, s => s.GetRequiredService<DeleteServiceAccount>().RunAsync(id));

    private async Task<IEnumerable<string>> GroupsAsync(Guid id) =>
        (await App.Services.GetRequiredService<GroupCache>().GetAsync(App.Olga.Workspace))
            .GetGroups(id, MemberRole.Member)
            .Select(g => g.Name);

    private Task<Guid> GroupAsync(Person by, string name) =>
        App.DbAsync(
            by,
            db =>
                db.WriteAsync(() =>
                {
                    var group = Group.Create(by.Workspace, name, null, App.Time);
                    db.Groups.Add(group);
                    return Task.FromResult(group.Id);
                })
        );
}

public sealed class ServiceAccountOnSqlite(SqliteApp app) : ServiceAccountTests(app), IClassFixture<SqliteApp>;

public sealed class ServiceAccountOnPostgres(PostgresApp app) : ServiceAccountTests(app), IClassFixture<PostgresApp>;
