using System.Text.Json;
using ClearSettings.Domain;

namespace ClearSettings.Tests.Workspaces;

public abstract class CompaniesApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_tenant_header_picks_a_joined_workspace_on_login_and_on_calls()
    {
        var nina = await NinaOfTwoAsync();
        var elsewhere = App.Eve.Workspace.ToString("N");
        var tenant = ("X-Clearml-Tenant", elsewhere);
        var client = App.Api(await App.KeyAsync(nina));
        Assert.Equal("Research", CompanyOf(await UserAsync(client)));
        var there = await UserAsync(client, tenant);
        Assert.Equal(("Elsewhere", "admin"), (CompanyOf(there), there.GetProperty("role").GetString()));
        var token = (await client.OkAsync("auth.login", null, tenant)).GetProperty("token").GetString()!;
        Assert.Equal(elsewhere, Jwt.Payload(token).GetProperty("tenant").GetString());
        client.Authorization = "Bearer " + token;
        Assert.Equal("Elsewhere", CompanyOf(await UserAsync(client)));
        await RemoveFromElsewhereAsync(nina);
        await client.RefusedAsync(401, 30, "users.get_current_user");
        await App.Api(await App.KeyAsync(nina)).RefusedAsync(400, 92, "auth.login", null, tenant);
    }

    [Fact]
    public async Task Companies_are_all_that_one_is_a_member_of_and_follow_immediately()
    {
        var nina = await NinaOfTwoAsync();
        var client = App.Api(await App.KeyAsync(nina));
        async Task<string> CompaniesAsync() =>
            string.Join(
                ", ",
                (await UserAsync(client))
                    .GetProperty("companies")
                    .EnumerateArray()
                    .Select(c => $"{c.GetProperty("name")} {c.GetProperty("active")}")
                    .Order()
            );
        Assert.Equal("Elsewhere True, Research True", await CompaniesAsync());
        Assert.Equal(
            ["Research", "Elsewhere"],
            (await client.OkAsync("organization.get_user_companies"))
                .GetProperty("companies")
                .EnumerateArray()
                .Select(c => c.GetProperty("name").GetString())
        );
        await Members.InvitedUser.TokenAsync(App, await OwnerAsync("Third"), nina.Email);
        await (await (await App.SignedInAsync(nina)).GetAsync("/settings/notifications")).PressAsync("Join workspace");
        Assert.Equal("Elsewhere True, Research True, Third True", await CompaniesAsync());
    }

    [Fact]
    public async Task An_administrator_renames_the_workspace_of_the_call()
    {
        const string action = "organization.update_company_name";
        var olivia = await OwnerAsync("Before");
        var client = App.Api(await App.KeyAsync(olivia));
        var own = new { new_name = " After ", company = olivia.Workspace.ToString("N") };
        Assert.Equal(1, (await client.OkAsync(action, own)).GetProperty("updated").GetInt32());
        var again = await client.OkAsync(action, new { new_name = "After" });
        Assert.Equal(0, again.GetProperty("updated").GetInt32());
        var companies = (await UserAsync(client)).GetProperty("companies");
        Assert.Equal("After", companies[0].GetProperty("name").GetString());
        await client.RefusedAsync(400, 11, action);
        await client.RefusedAsync(400, 12, action, new { new_name = "  " });
        var foreign = new { new_name = "Taken", company = App.Olga.Workspace.ToString("N") };
        await client.RefusedAsync(400, 10, action, foreign);
        await App.Api(await App.KeyAsync(App.Mia)).RefusedAsync(403, 20, action, new { new_name = "Taken" });
    }

    private static async Task<JsonElement> UserAsync(ApiClient client, params (string, string)[] headers) =>
        (await client.OkAsync("users.get_current_user", null, headers)).GetProperty("user");

    private static string? CompanyOf(JsonElement user) => user.GetProperty("company").GetProperty("name").GetString();

    private Task<bool> RemoveFromElsewhereAsync(Person person) =>
        App.DbAsync(
            App.Eve,
            db =>
                db.WriteAsync(async () =>
                {
                    db.Members.Remove((await db.Members.FindAsync(App.Eve.Workspace, person.Id))!);
                    await db.TouchAsync(App.Eve.Workspace);
                    return true;
                })
        );

    private async Task<Person> OwnerAsync(string workspace) =>
        await App.AddAsync($"Owner of {workspace}", MemberRole.Owner, await App.AddWorkspaceAsync(workspace));

    private async Task<Person> NinaOfTwoAsync()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.AddToWorkspaceAsync(nina, App.Eve.Workspace, MemberRole.Admin);
        return nina;
    }
}

public sealed class CompaniesApiOnSqlite(SqliteApp app) : CompaniesApiTests(app), IClassFixture<SqliteApp>;
