using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Users;

public abstract partial class ProfilePageTests
{
    private static readonly string[] HostileNames =
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

    [Fact]
    public async Task Everything_that_people_named_is_shown_as_text()
    {
        await using var server = await App.AnotherAsync();
        var workspace = $"/settings/workspaces/{server.Olga.Workspace:N}";
        foreach (var name in HostileNames)
        {
            var client = server.Api(await server.KeyAsync(server.Olga, name));
            await client.OkAsync("users.update", new { user = server.Olga.Id.ToString("N"), name });
            var browser = await server.SignedInAsync(server.Olga);
            await browser.PostAsync($"{workspace}/name", ("Name", name));
            await AssertShownAsTextAsync(browser, "/settings/profile", name);
            await AssertShownAsTextAsync(browser, "/settings/profile?edit=name", name);
            await AssertShownAsTextAsync(browser, "/settings/workspaces", name);
            await AssertShownAsTextAsync(browser, $"{workspace}/name", name);
            await AssertShownAsTextAsync(browser, $"{workspace}/credentials/new", name);
            await AssertShownAsTextAsync(browser, $"/workspaces/{server.Olga.Workspace:N}/audit-log", name);
        }
    }

    [Fact]
    public async Task Fields_that_the_form_has_not_change_nothing()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        var before = (await UserRowAsync(nina), await MemberRowsAsync(nina));
        foreach (var name in NamesOfOtherFields)
            await browser.PostAsync(
                "/settings/profile",
                ("Name", "Nina New"),
                (name, name.EndsWith("Id", StringComparison.Ordinal) ? App.Eve.Id.ToString() : "Owner"),
                ($"Input.{name}", "Owner")
            );
        Assert.Equal(before, (await UserRowAsync(nina), await MemberRowsAsync(nina)));
    }

    private static async Task AssertShownAsTextAsync(Browser browser, string url, string name)
    {
        var page = await browser.GetAsync(url);
        Assert.Equal(200, page.Status);
        if (name.IndexOfAny(['<', '>', '"', '\'', '&']) >= 0)
            Assert.DoesNotContain(name, page.Html, StringComparison.Ordinal);
        Assert.Contains(name, page.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(
            page.Document.QuerySelectorAll(
                "main script, main img, [onerror], [onload], [onmouseover], [hx-get='/evil'], a[href*=evil]"
            )
        );
    }

    private static IEnumerable<string> NamesOfOtherFields =>
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

    private Task<string> UserRowAsync(Person person) =>
        App.DbAsync(
            null,
            async db =>
                (
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
                        .SingleAsync()
                ).ToString()!
        );

    private Task<string> MemberRowsAsync(Person person) =>
        App.DbAsync(
            null,
            async db =>
                string.Join(
                    ',',
                    await db
                        .Members.IgnoreQueryFilters()
                        .Where(m => m.UserId == person.Id)
                        .Select(m => new { m.WorkspaceId, m.Role })
                        .ToListAsync()
                )
        );
}
