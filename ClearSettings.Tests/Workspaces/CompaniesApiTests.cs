using ClearSettings.Domain;
using ClearSettings.Domain.Members;

namespace ClearSettings.Tests.Workspaces;

public abstract class CompaniesApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_tenant_header_picks_a_joined_workspace_on_login_and_on_calls()
    {
        var nina = await NinaOfTwoAsync();
        var elsewhere = App.Eve.Workspace.ToString("N");
        var client = App.Api(await App.KeyAsync(nina));
        var here = (await client.CallAsync("users.get_current_user")).Ok.GetProperty("user").GetProperty("company");
        Assert.Equal("Research", here.GetProperty("name").GetString());
        var there = (
            await client.CallAsync("users.get_current_user", null, ("X-Clearml-Tenant", elsewhere))
        ).Ok.GetProperty("user");
        Assert.Equal(
            ("Elsewhere", "admin"),
            (there.GetProperty("company").GetProperty("name").GetString(), there.GetProperty("role").GetString())
        );
        var token = (await client.CallAsync("auth.login", null, ("X-Clearml-Tenant", elsewhere)))
            .Ok.GetProperty("token")
            .GetString()!;
        Assert.Equal(elsewhere, Jwt.Payload(token).GetProperty("tenant").GetString());
        client.Authorization = "Bearer " + token;
        Assert.Equal(
            "Elsewhere",
            (await client.CallAsync("users.get_current_user"))
                .Ok.GetProperty("user")
                .GetProperty("company")
                .GetProperty("name")
                .GetString()
        );
        await App.DbAsync(
            App.Eve,
            db =>
                db.WriteAsync(async () =>
                {
                    db.Members.Remove((await db.Members.FindAsync(App.Eve.Workspace, nina.Id))!);
                    await db.TouchAsync(App.Eve.Workspace);
                    return true;
                })
        );
        (await client.CallAsync("users.get_current_user")).IsRefused(401, 30);
        (
            await App.Api(await App.KeyAsync(nina)).CallAsync("auth.login", null, ("X-Clearml-Tenant", elsewhere))
        ).IsRefused(400, 92);
    }

    [Fact]
    public async Task Companies_are_all_that_one_is_a_member_of_and_follow_immediately()
    {
        var nina = await NinaOfTwoAsync();
        var client = App.Api(await App.KeyAsync(nina));
        async Task<string> CompaniesAsync() =>
            string.Join(
                ", ",
                (await client.CallAsync("users.get_current_user"))
                    .Ok.GetProperty("user")
                    .GetProperty("companies")
                    .EnumerateArray()
                    .Select(c => $"{c.GetProperty("name")} {c.GetProperty("active")}")
                    .Order()
            );
        Assert.Equal("Elsewhere True, Research True", await CompaniesAsync());
        Assert.Equal(
            ["Research", "Elsewhere"],
            (await client.CallAsync("organization.get_user_companies"))
                .Ok.GetProperty("companies")
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
        var olivia = await OwnerAsync("Before");
        var client = App.Api(await App.KeyAsync(olivia));
        Assert.Equal(
            1,
            (
                await client.CallAsync(
                    "organization.update_company_name",
                    new { new_name = " After ", company = olivia.Workspace.ToString("N") }
                )
            )
                .Ok.GetProperty("updated")
                .GetInt32()
        );
        Assert.Equal(
            0,
            (await client.CallAsync("organization.update_company_name", new { new_name = "After" }))
                .Ok.GetProperty("updated")
                .GetInt32()
        );
        Assert.Equal(
            "After",
            (await client.CallAsync("users.get_current_user"))
                .Ok.GetProperty("user")
                .GetProperty("companies")[0]
                .GetProperty("name")
                .GetString()
        );
        (await client.CallAsync("organization.update_company_name")).IsRefused(400, 11);
        (await client.CallAsync("organization.update_company_name", new { new_name = "  " })).IsRefused(400, 12);
        (
            await client.CallAsync(
                "organization.update_company_name",
                new { new_name = "Taken", company = App.Olga.Workspace.ToString("N") }
            )
        ).IsRefused(400, 10);
        (
            await App.Api(await App.KeyAsync(App.Mia))
                .CallAsync("organization.update_company_name", new { new_name = "Taken" })
        ).IsRefused(403, 20);
    }

    private async Task<Person> OwnerAsync(string workspace) =>
        await App.AddAsync($"Owner of {workspace}", MemberRole.Owner, await App.AddWorkspaceAsync(workspace));

    private async Task<Person> NinaOfTwoAsync()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                    Task.FromResult(db.Members.Add(Member.Join(App.Eve.Workspace, nina.Id, MemberRole.Admin, App.Time)))
                )
        );
        return nina;
    }
}

public sealed class CompaniesApiOnSqlite(SqliteApp app) : CompaniesApiTests(app), IClassFixture<SqliteApp>;
