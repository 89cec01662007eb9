using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

/// <summary>Who administers the server itself.</summary>
public abstract class ServerAdminTests(TestApp app) : AppTests(app)
{
    [Theory]
    [InlineData(MemberRole.Owner)]
    [InlineData(MemberRole.Admin)]
    [InlineData(MemberRole.Member)]
    public async Task On_a_hosted_server_the_server_administrator_has_it_in_any_role(MemberRole role)
    {
        await using var server = await HostedAsync();
        await SetRoleAsync(server, server.Olga, role);
        Assert.True(await CanAsync(server, server.Olga));
        Assert.Equal(
            200,
            (
                await (await server.SignedInAsync(server.Olga)).GetAsync($"/workspaces/{server.Olga.Workspace:N}/email")
            ).Status
        );
        foreach (var person in new[] { server.Adam, server.Mia, server.Eve })
            Assert.False(await CanAsync(server, person));
        Assert.Equal(
            403,
            (
                await (await server.SignedInAsync(server.Eve)).GetAsync($"/workspaces/{server.Eve.Workspace:N}/email")
            ).Status
        );
    }

    [Fact]
    public async Task After_handing_the_workspace_over_the_server_is_still_administered_by_the_same_person()
    {
        await using var server = await HostedAsync();
        Assert.True(
            (
                await server.InAsync(
                    server.Olga,
                    s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(server.Mia.Id)
                )
            ).Ok
        );
        Assert.True(
            (await server.InAsync(server.Mia, s => s.GetRequiredService<AcceptOwnershipTransfer>().RunAsync())).Ok
        );
        Assert.Equal((true, false), (await CanAsync(server, server.Olga), await CanAsync(server, server.Mia)));
    }

    [Fact]
    public async Task On_a_self_hosted_server_the_owner_has_it_and_hands_it_over_with_the_workspace()
    {
        await using var server = await App.AnotherAsync();
        Assert.Equal(
            (true, false, false),
            (
                await CanAsync(server, server.Olga),
                await CanAsync(server, server.Adam),
                await CanAsync(server, server.Mia)
            )
        );
        await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(server.Mia.Id)
        );
        Assert.True(
            (await server.InAsync(server.Mia, s => s.GetRequiredService<AcceptOwnershipTransfer>().RunAsync())).Ok
        );
        Assert.Equal((false, true), (await CanAsync(server, server.Olga), await CanAsync(server, server.Mia)));
    }

    [Fact]
    public async Task No_one_has_it_while_they_act_for_a_server_administrator_or_as_one_for_another()
    {
        await using var server = await HostedAsync();
        var olga = await PrincipalAsync(server, server.Olga);
        var adam = await PrincipalAsync(server, server.Adam);
        foreach (var ownRights in new[] { true, false })
        {
            Assert.False(Impersonation.Enter(adam, olga, ownRights)!.Can(Permission.ManageServer));
            Assert.False(Impersonation.Enter(olga, adam, ownRights)!.Can(Permission.ManageServer));
        }
    }

    [Fact]
    public async Task The_command_makes_and_removes_server_administrators_but_not_the_last_one()
    {
        await using var server = await HostedAsync();
        await WriteConfigurationFileAsync(server);
        Task<CommandRun> RunAsync(params string[] more) =>
            CommandRunner.RunAsync("", ["admin", "set-server-admin", .. more, "--data", server.DataFolder]);
        Assert.Equal(
            Failed("olga@example.com is the only server administrator. Add another one first."),
            await RunAsync("--email", "olga@example.com", "--remove")
        );
        Assert.Equal(
            Failed("There is no user with the email nobody@example.com."),
            await RunAsync("--email", "nobody@example.com")
        );
        var added = new CommandRun(0, $"{server.Eve.Email} is now a server administrator.", "");
        Assert.Equal(added, await RunAsync("--email", server.Eve.Email));
        var removed = new CommandRun(0, "olga@example.com is no longer a server administrator.", "");
        Assert.Equal(removed, await RunAsync("--email", "olga@example.com", "--remove"));
        server.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((false, true), (await CanAsync(server, server.Olga), await CanAsync(server, server.Eve)));
        Assert.Equal(AuditKind.ServerAdminAdded, await AuditedAsync(server, server.Eve));
        Assert.Equal(AuditKind.ServerAdminRemoved, await AuditedAsync(server, server.Olga));
    }

    [Fact]
    public async Task Two_removals_at_the_same_time_leave_one_server_administrator()
    {
        await using var server = await HostedAsync();
        await server.InAsync(
            null,
            s => s.GetRequiredService<Domain.Users.SetServerAdmin>().RunAsync(server.Eve.Email, true)
        );
        var done = await Task.WhenAll(
            new[] { server.Olga, server.Eve }.Select(p =>
                server.InAsync(null, s => s.GetRequiredService<Domain.Users.SetServerAdmin>().RunAsync(p.Email, false))
            )
        );
        Assert.Single(done, d => d.Ok);
        Assert.Equal(1, await server.DbAsync(null, db => db.Users.CountAsync(u => u.IsServerAdmin)));
    }

    /// <summary>For the commands, which read their settings from there.</summary>
    private static Task WriteConfigurationFileAsync(TestApp server) =>
        File.WriteAllTextAsync(
            Path.Combine(server.DataFolder, "clearsettings.json"),
            JsonSerializer.Serialize(server.DatabaseSettings.Append(new("Server:Mode", "Hosted")).ToDictionary()),
            TestContext.Current.CancellationToken
        );

    private static CommandRun Failed(string reason) => new(1, "", $"clearsettings: {reason}");

    /// <summary>The one entry about server administrators in the audit log of that person's workspace.</summary>
    private static Task<string> AuditedAsync(TestApp server, Person person) =>
        server.DbAsync(
            person,
            db => db.AuditEvents.Where(e => e.Kind.StartsWith("server_admin")).Select(e => e.Kind).SingleAsync()
        );

    private Task<TestApp> HostedAsync() =>
        App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=40"]);

    private static Task<bool> SetRoleAsync(TestApp server, Person person, MemberRole role) =>
        server.DbAsync(
            person,
            db =>
                db.WriteAsync(async () =>
                {
                    await db
                        .Members.Where(m => m.UserId == person.Id)
                        .ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, role));
                    await db.TouchAsync(person.Workspace);
                    return true;
                })
        );

    private static async Task<bool> CanAsync(TestApp server, Person person) =>
        (await PrincipalAsync(server, person)).Can(Permission.ManageServer);

    private static async Task<Principal> PrincipalAsync(TestApp server, Person person) =>
        (
            await server
                .Services.GetRequiredService<Domain.Principals.PrincipalCache>()
                .FindAsync(person.Id, person.Workspace)
        )!;
}

public sealed class ServerAdminsOnSqlite(SqliteApp app) : ServerAdminTests(app), IClassFixture<SqliteApp>;
