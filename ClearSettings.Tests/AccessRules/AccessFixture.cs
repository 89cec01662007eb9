using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.AccessRules;

/// <summary>What tests of access rules need to stand in a workspace first.</summary>
internal static class AccessFixture
{
    public static ResourceKey ProjectKey(string id) => new(ResourceType.Project, id);

    public static ResourceKey TaskKey(string id) => new(ResourceType.Task, id);

    /// <summary>URL of the Access rules page of Olga's workspace.</summary>
    public static string RulesUrl(TestApp app) => $"/workspaces/{app.Olga.Workspace:N}/access-rules";

    public static ResourceDraft Draft(ResourceKey key, string? parent = null, string? name = null) =>
        new()
        {
            Type = key.Type.GetName(),
            Id = key.Id,
            Name = name ?? $"Name of {key.Id}",
            ParentId = parent,
        };

    public static Task<Result<UpsertedResources>> UpsertAsync(
        this TestApp app,
        params IReadOnlyList<ResourceDraft> drafts
    ) => app.InAsync(app.Olga, s => s.GetRequiredService<UpsertResources>().RunAsync(drafts));

    /// <summary>A task in a project in another project: "top", "sub", "t1"; and "t2" beside it.</summary>
    public static async Task FillAsync(this TestApp app) =>
        Assert.True(
            (
                await app.UpsertAsync(
                    Draft(ProjectKey("top")),
                    Draft(ProjectKey("sub"), "top"),
                    Draft(TaskKey("t1"), "sub"),
                    Draft(TaskKey("t2"), "sub")
                )
            ).Ok
        );

    public static RuleInput Rule(
        ResourceKey resource,
        AccessLevel level,
        IReadOnlyList<Guid>? users = null,
        IReadOnlyList<Guid>? groups = null
    ) =>
        new()
        {
            Type = resource.Type,
            ResourceId = resource.Id,
            Level = level,
            Users = users ?? [],
            Groups = groups ?? [],
        };

    public static async Task<Guid> RuleAsync(this TestApp app, RuleInput rule, Person? by = null)
    {
        var made = await app.InAsync(by ?? app.Olga, s => s.GetRequiredService<CreateRules>().RunAsync([rule]));
        Assert.True(made.Ok, string.Join(' ', made.Problems.Select(p => p.Message)));
        return made.Value.Single();
    }

    /// <summary>Deletes the default rules, so that a test sees only its own.</summary>
    public static async Task RemoveAllRulesAsync(this TestApp app)
    {
        var ids = await app.DbAsync(app.Olga, db => db.AccessRules.Select(r => r.Id).ToListAsync());
        var done = await app.InAsync(
            app.Olga,
            s => s.GetRequiredService<DeleteRules>().RunAsync(ids, new(Confirmation: RuleLockout.Phrase))
        );
        Assert.True(done.Ok);
    }

    public static Task<AccessLevel> LevelAsync(this TestApp app, Person person, ResourceKey resource) =>
        app.InAsync(
            person,
            async s =>
            {
                var access = s.GetRequiredService<Access>();
                return await access.GetLevelAsync(access.Me, resource);
            }
        );

    public static async Task<AccessLevel> LevelAsync(this TestApp app, Guid account, ResourceKey resource) =>
        (await app.Services.GetRequiredService<AccessIndexCache>().GetAsync(app.Olga.Workspace)).GetLevel(
            account,
            resource
        );

    public static Task<Group> BuiltInGroupAsync(this TestApp app, BuiltInGroup kind) =>
        app.DbAsync(app.Olga, db => db.Groups.AsNoTracking().SingleAsync(g => g.BuiltIn == kind));

    /// <summary>A service account with those permissions, and its API client.</summary>
    public static async Task<(Guid Id, ApiClient Client)> BotAsync(
        this TestApp app,
        bool impersonates = false,
        params IReadOnlyCollection<Permission> permissions
    )
    {
        var made = await app.InAsync(
            app.Olga,
            s =>
                s.GetRequiredService<CreateServiceAccount>()
                    .RunAsync(
                        new()
                        {
                            Name = $"bot-{Guid.NewGuid():N}",
                            AllowsImpersonation = impersonates,
                            GrantedPermissions = permissions,
                        }
                    )
        );
        var (account, (credential, secret)) = made.Value;
        return (account.UserId, app.Api(new(credential.Id, credential.AccessKey, secret.Text.Reveal())));
    }
}
