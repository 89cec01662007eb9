using ClearSettings.Domain;

namespace ClearSettings.Tests.Workspaces;

public abstract class WorkspacePagesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_panel_shows_the_workspace_its_id_and_its_members()
    {
        var alone = await App.AddAsync("Alan Alone", MemberRole.Owner, await App.AddWorkspaceAsync("Solitude"));
        var page = await (await App.SignedInAsync(alone)).GetAsync("/settings/workspaces");
        foreach (
            var text in new[]
            {
                "Solitude",
                "You are the owner",
                "Currently active",
                "1 member",
                alone.Workspace.ToString("N"),
            }
        )
            Assert.Contains(text, page.Main);
        Assert.Equal("Alan Alone", page.Document.QuerySelector(".avatars .avatar")!.GetAttribute("title"));
        Assert.NotNull(page.Document.QuerySelector("details[open] > summary"));
    }

    [Fact]
    public async Task A_member_of_two_sees_both_the_active_one_first_and_open()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.KeyAsync(nina, "Here");
        await App.KeyAsync(await App.AddToWorkspaceAsync(nina, App.Eve.Workspace, MemberRole.Admin), "There");
        var browser = await App.SignedInAsync(nina);
        var page = await browser.GetAsync("/settings/workspaces");
        var panels = page.Document.QuerySelectorAll("section.panel");
        Assert.Equal(2, panels.Length);
        Assert.Contains("Currently active", panels[0].TextContent);
        Assert.DoesNotContain("Currently active", panels[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Here", panels[0].TextContent);
        Assert.Contains("There", panels[1].TextContent);
        // The address of the form holds the workspace, not the browser's memory.
        var created = await (await browser.GetAsync($"/settings/workspaces/{App.Eve.Workspace:N}/credentials/new"))
            .Fill("Label", "Made there")
            .PressAsync("Create credentials");
        Assert.Contains("in Elsewhere", created.Main);
        Assert.Empty(
            (await browser.GetAsync($"/settings/workspaces/{App.Olga.Workspace:N}/credentials")).Rows("Made there")
        );
    }

    [Fact]
    public async Task Renaming_is_a_plain_form_and_everyone_sees_the_new_name()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        var mia = server.Api(await server.KeyAsync(server.Mia));
        var form = await (await browser.GetAsync("/settings/workspaces")).FollowAsync("Rename workspace");
        var page = await form.Fill("Workspace name", " Deep research ").PressAsync("Save");
        Assert.Equal("Workspace renamed to Deep research.", page.Flash);
        Assert.Contains("Deep research", page.Document.QuerySelector(".sidebar")!.TextContent);
        Assert.Equal(
            "Deep research",
            (await mia.CallAsync("users.get_current_user"))
                .Ok.GetProperty("user")
                .GetProperty("company")
                .GetProperty("name")
                .GetString()
        );
    }

    [Theory]
    [InlineData("  ", "The name is empty. Enter at least one character.")]
    [InlineData("\u2066x", "The name contains a character that changes the text direction. Remove it.")]
    public async Task A_refused_name_comes_back_with_the_reason(string name, string reason)
    {
        var browser = await App.SignedInAsync(App.Olga);
        var page = await (await browser.GetAsync($"/settings/workspaces/{App.Olga.Workspace:N}/name"))
            .Tamper("Name", name)
            .PressAsync("Save");
        Assert.Equal((422, reason), (page.Status, page.Problems));
        Assert.Contains("Research", (await browser.GetAsync("/settings/workspaces")).Main);
    }

    [Fact]
    public async Task A_member_is_offered_neither_the_name_form_nor_the_audit_log()
    {
        var browser = await App.SignedInAsync(App.Mia);
        var page = await browser.GetAsync("/settings/workspaces");
        Assert.DoesNotContain("Rename workspace", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Audit log", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Administrator settings", page.Html, StringComparison.Ordinal);
        Assert.Equal(
            (403, "You do not have permission"),
            Of(await browser.GetAsync($"/settings/workspaces/{App.Mia.Workspace:N}/name"))
        );
        Assert.Equal(
            (403, "You do not have permission"),
            Of(await browser.PostAsync($"/settings/workspaces/{App.Mia.Workspace:N}/name", ("Name", "By Mia")))
        );
        Assert.Equal(
            (403, "You do not have permission"),
            Of(await browser.GetAsync($"/workspaces/{App.Mia.Workspace:N}/audit-log"))
        );
        Assert.Contains("Research", (await browser.GetAsync("/settings/workspaces")).Main);
    }

    [Fact]
    public async Task A_foreign_workspace_in_the_address_does_not_exist()
    {
        var browser = await App.SignedInAsync(App.Eve);
        foreach (
            var url in new[]
            {
                $"/settings/workspaces/{App.Olga.Workspace:N}/name",
                $"/workspaces/{App.Olga.Workspace:N}/audit-log",
                $"/settings/workspaces/{App.Olga.Workspace:N}/credentials/new",
                $"/workspaces/{Guid.NewGuid():N}/audit-log",
                $"/workspaces/{App.Eve.Workspace}/audit-log",
                "/workspaces/x/audit-log",
            }
        )
        {
            var page = await browser.GetAsync(url);
            Assert.Equal((404, "Page not found"), Of(page));
            Assert.Contains("Your current workspace is Elsewhere.", page.Main);
            Assert.DoesNotContain("Research", page.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/settings/workspace-configuration", "/settings/workspaces")]
    [InlineData("/settings/webapp-configuration", "/settings/workspaces")]
    [InlineData("/settings", "/settings/profile")]
    [InlineData("/", "/settings/profile")]
    public async Task Addresses_that_clients_print_lead_to_the_right_page(string from, string to) =>
        Assert.Equal(to, (await (await App.SignedInAsync(App.Mia)).GetAsync(from)).Path);

    [Fact]
    public async Task Over_plain_http_from_elsewhere_the_owner_is_warned()
    {
        var mine = (await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/profile")).Html;
        Assert.DoesNotContain("unencrypted", mine, StringComparison.Ordinal);
        foreach (var (person, warned) in new[] { (App.Olga, true), (App.Mia, false) })
        {
            var browser = await App.SignedInAsync(person);
            var response = await browser.FetchAsync(
                HttpMethod.Get,
                "/settings/profile",
                null,
                ("Host", "clearsettings.company.example:8080")
            );
            Assert.Equal(
                warned,
                (await response.Content.ReadAsStringAsync()).Contains("unencrypted", StringComparison.Ordinal)
            );
        }
    }

    private static (int, string) Of(Page page) => (page.Status, page.Heading);
}

public sealed class WorkspacePagesOnSqlite(SqliteApp app) : WorkspacePagesTests(app), IClassFixture<SqliteApp>;
