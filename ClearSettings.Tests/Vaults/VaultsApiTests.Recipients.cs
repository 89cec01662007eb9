using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultsApiTests
{
    [Fact]
    public async Task A_client_receives_workspace_then_group_then_personal_vaults_and_nothing_that_is_off()
    {
        var mia = await App.AddAsync("Mia of order", MemberRole.Member);
        var (older, younger) = (await GroupAsync(mia), await GroupAsync(mia));
        var (admin, client) = (App.Api(await App.KeyAsync(App.Adam)), App.Api(await App.KeyAsync(mia)));
        await SaveAsync(client, new { description = "Own", data = "a = own" });
        await SaveSharedAsync(admin, Name("group, younger"), "a = younger", younger);
        await SaveSharedAsync(admin, Name("group, older"), "a = older", older);
        await SaveSharedAsync(admin, Name("off"), "a = off", older, enabled: false);
        await SaveSharedAsync(admin, Name("of others"), "a = others", await GroupAsync());
        var whole = await SaveSharedAsync(admin, Name("workspace"), "a = whole");
        var vaults = await ServedAsync(client);
        Assert.Equal(
            ["""{"a":"whole"}""", """{"a":"younger"}""", """{"a":"older"}""", """{"a":"own"}"""],
            vaults.Where(v => v.GetProperty("scope").GetString() != "organization" || Id(v) == whole).Select(Data)
        );
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { whole } });
    }

    [Fact]
    public async Task Who_leaves_a_group_loses_its_vaults_with_the_next_call()
    {
        var mia = await App.AddAsync("Mia who leaves", MemberRole.Member);
        var group = await GroupAsync(mia);
        var client = App.Api(await App.KeyAsync(mia));
        await SaveAsync(
            App.Api(await App.KeyAsync(App.Adam)),
            new
            {
                description = Name("leaving"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        Assert.Contains(await ServedAsync(client), v => Text(v, "scope") == "group");
        await App.DbAsync(
            App.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    await db.GroupMembers.Where(m => m.UserId == mia.Id).ExecuteDeleteAsync();
                    await db.TouchAsync(mia.Workspace);
                    return true;
                })
        );
        Assert.DoesNotContain(await ServedAsync(client), v => Text(v, "scope") == "group");
    }

    [Fact]
    public async Task An_administrators_client_gets_what_applies_to_the_administrator_alone()
    {
        var adam = await App.AddAsync("Adam alone", MemberRole.Admin);
        var group = await GroupAsync();
        var admin = App.Api(await App.KeyAsync(adam));
        var id = await SaveSharedAsync(admin, Name("not for Adam"), "a = 1", group);
        Assert.DoesNotContain(await ServedAsync(admin), v => Id(v) == id);
        Assert.Contains(
            (await admin.CallAsync("users.get_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id
        );
        Assert.Contains(
            (await admin.CallAsync("users.get_organization_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id
        );
        var admins = await App.DbAsync(
            App.Olga,
            db => db.Groups.Where(g => g.BuiltIn == BuiltInGroup.Admins).Select(g => g.Id).SingleAsync()
        );
        var forAdmins = await SaveSharedAsync(admin, Name("for administrators"), "a = 1", admins.ToString("N"));
        Assert.Contains(await ServedAsync(admin), v => Id(v) == forAdmins);
        Assert.DoesNotContain(await ServedAsync(App.Api(await App.KeyAsync(App.Mia))), v => Id(v) == forAdmins);
    }

    [Fact]
    public async Task A_member_sees_vaults_of_others_only_while_they_are_on_and_apply()
    {
        var mia = await App.AddAsync("Mia who looks", MemberRole.Member);
        var group = await GroupAsync(mia);
        var (admin, client) = (App.Api(await App.KeyAsync(App.Adam)), App.Api(await App.KeyAsync(mia)));
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("on and off"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        Assert.Contains(
            (await client.CallAsync("users.get_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id
        );
        await SaveAsync(admin, new { id, enabled = false });
        Assert.DoesNotContain(
            (await client.CallAsync("users.get_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id
        );
        (await client.CallAsync("users.get_organization_vaults")).IsRefused(403, 20);
    }
}
