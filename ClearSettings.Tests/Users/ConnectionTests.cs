namespace ClearSettings.Tests.Users;

public abstract class ConnectionTests(TestApp app) : AppTests(app)
{
    private const string Warning = "unencrypted";

    private async Task<Browser> SignedInAtAsync(string home, Person person)
    {
        var browser = App.Browser(home: home);
        await (await browser.GetAsync("/sign-in"))
            .Fill("Email", person.Email)
            .Fill("Password", Person.Password)
            .PressAsync("Sign in");
        return browser;
    }

    [Fact]
    public async Task Over_https_the_session_cookie_is_secure_and_bound_to_the_host()
    {
        var browser = await SignedInAtAsync("https://settings.example.com", App.Olga);
        var line = Assert
            .Single(browser.SetCookies, c => c.StartsWith("__Host-clearsettings=", StringComparison.Ordinal))
            .ToLowerInvariant();
        foreach (var part in new[] { "; secure", "; httponly", "; samesite=lax", "; path=/" })
            Assert.Contains(part, line);
        Assert.DoesNotContain("domain=", line);
        Assert.DoesNotContain(Warning, (await browser.GetAsync("/settings/profile")).Html);
    }

    [Fact]
    public async Task Over_plain_http_from_elsewhere_sign_in_works_and_the_owner_is_told_what_to_do()
    {
        var page = await (await SignedInAtAsync("http://settings.lan:8080", App.Olga)).GetAsync("/settings/profile");
        Assert.Equal("/settings/profile", page.Path);
        Assert.Contains(Warning, page.Html);
        Assert.Contains("Server:PublicUrl", page.Html);
    }

    [Fact]
    public async Task A_member_and_the_owner_on_the_same_machine_are_not_warned()
    {
        Assert.DoesNotContain(
            Warning,
            (await (await SignedInAtAsync("http://settings.lan:8080", App.Mia)).GetAsync("/settings/profile")).Html
        );
        Assert.DoesNotContain(Warning, (await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/profile")).Html);
    }

    [Fact]
    public async Task Every_section_of_the_sidebar_leads_to_its_page()
    {
        var browser = await App.SignedInAsync(App.Olga);
        // The children of an entry show when one of them is open.
        Queue<string> links = new(Links(await browser.GetAsync("/settings/profile")));
        HashSet<string> seen = [];
        while (links.TryDequeue(out var link))
        {
            if (!seen.Add(link))
                continue;
            var page = await browser.GetAsync(link);
            Assert.Equal(
                (200, link),
                (page.Status, page.Document.QuerySelector("#nav [aria-current=page]")!.GetAttribute("href"))
            );
            foreach (var other in Links(page))
                links.Enqueue(other);
        }
        Assert.Equal(
            Web.Html.Sections.All.Select(s => s.Url($"/workspaces/{App.Olga.Workspace:N}"))
                .Order(StringComparer.Ordinal),
            seen.Order(StringComparer.Ordinal)
        );

        static IEnumerable<string> Links(Page page) =>
            page.Document.QuerySelectorAll("#nav a").Select(a => a.GetAttribute("href")!);
    }
}

public sealed class ConnectionsOnSqlite(SqliteApp app) : ConnectionTests(app), IClassFixture<SqliteApp>;
