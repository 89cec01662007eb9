using System.Globalization;
using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Users;

public abstract class ProfilePageTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_profile_shows_who_one_is()
    {
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/profile");
        foreach (
            var text in new[]
            {
                "Your initials, OO",
                "Olga Orlova",
                "olga@example.com",
                App.Olga.Id.ToString("N"),
                "Member since",
                "Last sign-in Just now",
            }
        )
            Assert.Contains(text, page.Main);
    }

    [Fact]
    public async Task The_name_is_edited_by_a_plain_form()
    {
        var browser = await App.SignedInAsync(await App.AddAsync("Nina New", MemberRole.Member));
        var form = await (await browser.GetAsync("/settings/profile")).FollowAsync("Edit name");
        var page = await form.Fill("Name", "  Nína 😀 שלום ").PressAsync("Save");
        Assert.Equal(("/settings/profile", "Name saved."), (page.Path, page.Flash));
        Assert.Equal("Nína 😀 שלום", Page.Squeeze(page.Document.QuerySelector("#row-name dd")!.TextContent));
        Assert.Contains("Nína 😀 שלום", page.Document.QuerySelector(".topbar")!.TextContent);
        Assert.Empty((await browser.GetAsync("/settings/profile")).Flash);
    }

    [Theory]
    [InlineData("", "The name is empty. Enter at least one character.")]
    [InlineData("   ", "The name is empty. Enter at least one character.")]
    [InlineData("\u200B\u200D", "The name is empty. Enter at least one character.")]
    [InlineData("bell\u0007", "The name contains a line break or another control character. Use one line.")]
    [InlineData("two\u2028lines", "The name contains a line break or another control character. Use one line.")]
    [InlineData("\u202Eturned", "The name contains a character that changes the text direction. Remove it.")]
    public async Task A_refused_name_comes_back_with_the_reason(string name, string reason)
    {
        var browser = await App.SignedInAsync(App.Mia);
        var page = await (await browser.GetAsync("/settings/profile?edit=name"))
            .Tamper("Name", name)
            .PressAsync("Save");
        Assert.Equal((422, reason), (page.Status, page.Problems));
        Assert.Equal("name-error", page.Document.GetElementById("name")!.GetAttribute("aria-describedby"));
        Assert.Contains("Mia Meyer", (await browser.GetAsync("/settings/profile")).Main);
    }

    [Fact]
    public async Task Htmx_gets_the_row_alone_at_rest_as_a_form_and_refused()
    {
        var browser = await App.SignedInAsync(await App.AddAsync("Nina New", MemberRole.Member));
        var token = (await browser.GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        async Task<(int, string)> Send(HttpMethod method, string url, string? name)
        {
            var response = await browser.FetchAsync(
                method,
                url,
                name is null ? null : [new("Name", name), new("__RequestVerificationToken", token)],
                ("HX-Request", "true")
            );
            return ((int)response.StatusCode, (await response.Content.ReadAsStringAsync()).Trim());
        }
        var (status, html) = await Send(HttpMethod.Get, "/settings/profile?edit=name", null);
        Assert.True(
            status == 200
                && html.StartsWith("<div class=\"row\" id=\"row-name\">", StringComparison.Ordinal)
                && html.Contains("<form", StringComparison.Ordinal)
        );
        (status, html) = await Send(HttpMethod.Post, "/settings/profile", "");
        Assert.True(
            status == 422
                && html.StartsWith("<div class=\"row\" id=\"row-name\">", StringComparison.Ordinal)
                && html.Contains("aria-invalid", StringComparison.Ordinal)
        );
        (status, html) = await Send(HttpMethod.Post, "/settings/profile", "Nina Newer");
        Assert.True(status == 200 && html.Length == 0);
        Assert.Contains("Nina Newer", (await browser.GetAsync("/settings/profile")).Main);
    }

    [Fact]
    public async Task Fields_that_the_form_has_not_change_nothing()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        var before = await RowsAsync(nina);
        string[] names =
        [
            .. typeof(Domain.Users.User)
                .GetProperties()
                .Concat(typeof(Member).GetProperties())
                .Select(p => p.Name)
                .Where(n => n != "Name")
                .Distinct(),
            "IsOwner",
            "Role",
            "WorkspaceId",
            "Current.Role",
            "Input.Role",
            "user.Role",
        ];
        foreach (var name in names)
            await browser.PostAsync(
                "/settings/profile",
                ("Name", "Nina New"),
                (name, name.EndsWith("Id", StringComparison.Ordinal) ? App.Eve.Id.ToString() : "Owner"),
                ($"Input.{name}", "Owner")
            );
        Assert.Equal(before, await RowsAsync(nina));
    }

    [Theory]
    [InlineData("Dark", "dark")]
    [InlineData("Light", "light")]
    [InlineData("System", "system")]
    public async Task The_theme_is_kept_in_the_browser(string choice, string theme)
    {
        var browser = await App.SignedInAsync(App.Mia);
        var page = await (await browser.GetAsync("/settings/configuration"))
            .Choose(choice)
            .PressAsync("Use this theme");
        Assert.Equal(
            ("/settings/configuration", theme),
            (page.Path, page.Document.DocumentElement.GetAttribute("data-theme"))
        );
        Assert.Equal(
            theme,
            (await browser.GetAsync("/settings/workspaces")).Document.DocumentElement.GetAttribute("data-theme")
        );
        Assert.Contains(
            browser.SetCookies,
            c =>
                c.StartsWith($"clearsettings-theme={theme}", StringComparison.Ordinal)
                && c.Contains("max-age=31536000", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_theme_that_is_none_and_a_foreign_return_address_are_ignored()
    {
        var browser = await App.SignedInAsync(App.Mia);
        var page = await browser.PostAsync("/theme", ("name", "\"><script>"), ("returnUrl", "//evil.example"));
        Assert.Equal("/settings/configuration", page.Path);
        browser.Cookies["clearsettings-theme"] = "evil";
        Assert.Equal(
            "system",
            (await browser.GetAsync("/settings/profile")).Document.DocumentElement.GetAttribute("data-theme")
        );
    }

    [Theory]
    [MemberData(nameof(SignInTests.ReturnUrls), MemberType = typeof(SignInTests))]
    public async Task Whatever_return_address_a_theme_form_brings_one_stays_here(string returnUrl) =>
        Assert.Equal(
            "localhost",
            (await (await App.SignedInAsync(App.Mia)).PostAsync("/theme", ("name", "dark"), ("returnUrl", returnUrl)))
                .Response
                .RequestMessage!
                .RequestUri!
                .Host
        );

    [Fact]
    public async Task Everything_that_people_named_is_shown_as_text()
    {
        string[] payloads =
        [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "{{7*7}}",
            "</title><script>",
            "<svg/onload=alert(1)>",
            "\" hx-get=\"/evil\" hx-trigger=\"load",
            "javascript:alert(1)",
            "&lt;b&gt;",
            "<!--",
            "]]>",
            "${7*7}",
            "@(7*7)",
            "<a href=//evil>",
            "`alert(1)`",
        ];
        await using var server = await App.AnotherAsync();
        foreach (var payload in payloads)
        {
            var client = server.Api(await server.KeyAsync(server.Olga, payload));
            await client.OkAsync("users.update", new { user = server.Olga.Id.ToString("N"), name = payload });
            var browser = await server.SignedInAsync(server.Olga);
            await browser.PostAsync($"/settings/workspaces/{server.Olga.Workspace:N}/name", ("Name", payload));
            foreach (
                var url in new[]
                {
                    "/settings/profile",
                    "/settings/profile?edit=name",
                    "/settings/workspaces",
                    $"/settings/workspaces/{server.Olga.Workspace:N}/name",
                    $"/workspaces/{server.Olga.Workspace:N}/audit-log",
                    $"/settings/workspaces/{server.Olga.Workspace:N}/credentials/new",
                }
            )
            {
                var page = await browser.GetAsync(url);
                Assert.Equal(200, page.Status);
                if (payload.IndexOfAny(['<', '>', '"', '\'', '&']) >= 0)
                    Assert.DoesNotContain(payload, page.Html, StringComparison.Ordinal);
                Assert.Contains(payload, page.Document.Body!.TextContent, StringComparison.Ordinal);
                Assert.Empty(
                    page.Document.QuerySelectorAll(
                        "main script, main img, [onerror], [onload], [onmouseover], [hx-get='/evil'], a[href*=evil]"
                    )
                );
            }
        }
    }

    private async Task<string> RowsAsync(Person person) =>
        string.Join(
            '\n',
            await App.DbAsync(
                null,
                async db =>
                    new[]
                    {
                        string.Join(
                            ',',
                            await db
                                .Users.Where(u => u.Id == person.Id)
                                .Select(u => new
                                {
                                    u.Email,
                                    u.UserName,
                                    u.PasswordHash,
                                    u.DefaultWorkspaceId,
                                    u.GivenName,
                                    u.FamilyName,
                                    u.EmailConfirmed,
                                    u.SecurityStamp,
                                })
                                .ToListAsync()
                        ),
                        string.Join(
                            ',',
                            await db
                                .Members.IgnoreQueryFilters()
                                .Where(m => m.UserId == person.Id)
                                .Select(m => new { m.WorkspaceId, m.Role })
                                .ToListAsync()
                        ),
                    }
            )
        );
}

public sealed class ProfilePageOnSqlite(SqliteApp app) : ProfilePageTests(app), IClassFixture<SqliteApp>;
