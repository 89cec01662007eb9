using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Workspaces;

public abstract class WorkspaceCreationTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_new_workspace_gets_what_every_noun_adds()
    {
        await using var server = await App.AnotherAsync(
            people: true,
            replace: services => services.AddScoped<IWorkspaceCreation, DefaultTeam>()
        );
        Assert.Equal(
            ["Admins", "Default team of Research beside 3", "Queue admins", "Users"],
            await server.DbAsync(server.Olga, db => db.Groups.OrderBy(g => g.Name).Select(g => g.Name).ToListAsync())
        );
    }

    [Fact]
    public async Task An_account_on_a_hosted_server_comes_with_a_workspace_that_gets_it_too()
    {
        await using var server = await App.AnotherAsync(
            people: true,
            settings: ["--Server:Mode=Hosted"],
            replace: services => services.AddScoped<IWorkspaceCreation, DefaultTeam>()
        );
        var made = await AddAccountAsync(server, "Nina Novak");
        Assert.Equal(
            ["Admins", "Default team of Nina's workspace beside 3", "Queue admins", "Users"],
            await server.DbAsync(
                server.Olga,
                db =>
                    db.Groups.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                        .Where(g => g.WorkspaceId == made)
                        .OrderBy(g => g.Name)
                        .Select(g => g.Name)
                        .ToListAsync()
            )
        );
    }

    [Fact]
    public void Workspaces_are_added_in_one_place() =>
        Assert.Equal(
            ["ClearSettings.Domain/Workspaces/CreateWorkspace.cs"],
            SourceTree
                .Files("ClearSettings.Domain", "*.cs")
                .Where(f => SourceTree.Read(f).Contains("Workspaces.Add(", StringComparison.Ordinal))
        );

    /// <returns>The workspace that comes with it.</returns>
    private static Task<Guid> AddAccountAsync(TestApp server, string name) =>
        server.InAsync(
            null,
            async services =>
            {
                var db = services.GetRequiredService<ClearSettingsDb>();
                var user = Domain.Users.User.Create(name, "nina@example.com", server.Time);
                return await db.WriteAsync(async () =>
                {
                    var workspace = await services.GetRequiredService<PersonalWorkspace>().AddAsync(user);
                    db.Users.Add(user);
                    return workspace.Id;
                });
            }
        );

    // Registered after the built-in groups, so it sees them.
    private sealed class DefaultTeam(ClearSettingsDb db, TimeProvider time) : IWorkspaceCreation
    {
        public Task ApplyAsync(Workspace workspace, Guid? ownerId)
        {
            var others = db.Groups.Local.Count(g => g.WorkspaceId == workspace.Id);
            db.Groups.Add(Group.Create(workspace.Id, $"Default team of {workspace.Name} beside {others}", null, time));
            return Task.CompletedTask;
        }
    }
}

public sealed class WorkspaceCreationOnSqlite(SqliteApp app) : WorkspaceCreationTests(app), IClassFixture<SqliteApp>;

public sealed class WorkspaceCreationOnPostgres(PostgresApp app)
    : WorkspaceCreationTests(app),
        IClassFixture<PostgresApp>;
