using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract partial class AgentSessionTests
{
    [Fact]
    public async Task The_tenant_of_a_task_elsewhere_is_refused_to_a_service_account()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.AddToWorkspaceAsync(nina, App.Eve.Workspace);
        var task = App.WithToken(await App.TokenForAsync((await App.BotAsync(App.Olga)).Key, nina.Id));
        await task.RefusedAsync(400, 92, "auth.login", "{}", Tenant(App.Eve.Workspace));
        await task.RefusedAsync(403, 20, "users.get_current_user", "{}", Tenant(App.Eve.Workspace));
        await task.OkAsync("auth.login", "{}", Tenant(nina.Workspace));
    }

    [Fact]
    public async Task An_administrator_hops_only_where_they_are_one_and_the_owner_is_a_member()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var ada = await App.AddAsync("Ada Agent", MemberRole.Admin);
        var both = await AddWorkspaceAsync("Both", (ada, MemberRole.Admin), (nina, MemberRole.Admin));
        var only = await AddWorkspaceAsync("Only Ada", (ada, MemberRole.Admin));
        var under = await AddWorkspaceAsync("Ada is a member", (ada, MemberRole.Member), (nina, MemberRole.Admin));
        var task = App.WithToken(await App.TokenForAsync(await App.KeyAsync(ada), nina.Id));
        await task.RefusedAsync(400, 92, "auth.login", "{}", Tenant(only));
        // Else whoever owns a workspace could invite someone, and follow them into all of theirs.
        await task.RefusedAsync(400, 92, "auth.login", "{}", Tenant(under));
        var hopped = (await task.OkAsync("auth.login", "{}", Tenant(both))).GetProperty("token").GetString()!;
        var claims = Jwt.Payload(hopped);
        Assert.Equal(both.ToString("N"), claims.GetProperty("tenant").GetString());
        Assert.Equal("user", claims.GetProperty("identity").GetProperty("role").GetString());
        var me = (await App.WithToken(hopped).OkAsync("users.get_current_user")).GetProperty("user");
        Assert.Equal("Both", me.GetProperty("company").GetProperty("name").GetString());
        var started = await App.DbAsync(
            ada with
            {
                Workspace = both,
            },
            db =>
                db.AuditEvents.Where(e => e.Kind == AuditKind.ImpersonationStarted && e.ActorId == ada.Id).ToListAsync()
        );
        Assert.Single(started, e => e.ForUserId == nina.Id);
    }

    [Fact]
    public async Task Whoever_impersonates_someone_learns_of_no_workspace_that_they_do_not_share()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await AddWorkspaceAsync("Secret plans", (nina, MemberRole.Member));
        foreach (var key in new[] { (await App.BotAsync(App.Olga)).Key, await App.KeyAsync(App.Adam) })
        {
            var task = App.WithToken(await App.TokenForAsync(key, nina.Id));
            foreach (var action in new[] { "users.get_current_user", "organization.get_user_companies" })
                Assert.DoesNotContain("Secret plans", await task.OkTextAsync(action));
        }
    }

    private async Task<Guid> AddWorkspaceAsync(string name, params (Person Person, MemberRole Role)[] members)
    {
        var workspace = await App.AddWorkspaceAsync(name);
        foreach (var (person, role) in members)
            await App.AddToWorkspaceAsync(person, workspace, role);
        return workspace;
    }

    private static (string, string) Tenant(Guid workspace) => (ServiceAccountFixture.Tenant, workspace.ToString("N"));
}
