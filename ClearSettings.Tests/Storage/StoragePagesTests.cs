using ClearSettings.Domain;
using ClearSettings.Domain.Storage;

namespace ClearSettings.Tests.Storage;

/// <summary>Settings > Configuration > Browser cloud storage access, without JavaScript.</summary>
public sealed class StoragePagesTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    private const string Url = "/settings/configuration/storage";

    private const string Malformed = """
        {"credentials": [
          {"bucket": "team", "key": "AKIA1", "secret": "walrus-tin-9"},
          {"bucket": "evil", "key": "AKIA1", "secret": "walrus-tin-9", "host": "x; script-src *"},
          {"bucket": "<b>bold</b>", "key": "AKIA1", "secret": "walrus-tin-9"}]}
        """;

    private static readonly StorageInput Photos = new()
    {
        Bucket = "photos",
        Key = "AKIA1",
        Secret = "walrus-tin-9",
        Region = "eu-west-1",
    };

    [Fact]
    public async Task Credentials_are_added_edited_and_removed()
    {
        var (browser, nina) = await NinaAsync();
        var page = await (await browser.GetAsync("/settings/configuration")).FollowAsync("Manage credentials");
        page = await page.FollowAsync("Add credentials");
        page = await Fill(page, "photos", "AKIA1", "").PressAsync("Add credentials");
        Assert.Equal((422, "Enter the secret."), (page.Status, page.Problems));
        page = await Fill(page, "photos", "AKIA1", "walrus-tin-9").PressAsync("Add credentials");
        Assert.Equal("Credentials added.", page.Flash);
        Assert.DoesNotContain("walrus", page.Html, StringComparison.Ordinal);
        page = await page.FollowAsync("photos", "Edit");
        Assert.DoesNotContain("walrus", page.Html, StringComparison.Ordinal);
        page = await page.Fill("Region", "eu-west-1").PressAsync("Save");
        Assert.Equal(("Credentials saved.", "eu-west-1"), (page.Flash, page.Cell("photos", "Region")));
        var row = Assert.Single((await App.RunAsync(nina, (StorageRows r) => r.ReadAsync())).Own);
        Assert.Equal("walrus-tin-9", row.Secret!.Reveal());
        page = await page.FollowAsync("photos", "Edit");
        page = await page.Fill("Host (endpoint)", "evil.example.com").PressAsync("Save");
        Assert.Equal(422, page.Status);
        Assert.Contains("belongs to another bucket", page.Problems, StringComparison.Ordinal);
        page = await (await (await browser.GetAsync(Url)).FollowAsync("photos", "Remove")).PressAsync(
            "Remove credentials"
        );
        Assert.Equal("Credentials removed.", page.Flash);
        Assert.Contains("No credentials yet", page.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_revealed_only_after_recent_authentication()
    {
        var (browser, nina) = await NinaAsync();
        await App.RunAsync(nina, (EditStorage e) => e.AddAsync(Photos));
        App.Time.Advance(TimeSpan.FromMinutes(11));
        var page = await (await browser.GetAsync(Url)).FollowAsync("photos", "Reveal secret");
        Assert.StartsWith("/sign-in/confirm-password", page.Path, StringComparison.Ordinal);
        page = await page.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal("Reveal the secret of “photos”?", page.Heading);
        page = await page.PressAsync("Reveal secret");
        Assert.Equal("walrus-tin-9", page.Document.GetElementById("secret")!.GetAttribute("value"));
        Assert.Contains("no-store", page.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_this_page_allows_the_hosts_of_the_rows()
    {
        var (browser, nina) = await NinaAsync();
        Assert.Equal(Policy(await browser.GetAsync("/settings/profile")), Policy(await browser.GetAsync(Url)));
        await App.RunAsync(nina, (EditStorage e) => e.AddAsync(Photos));
        await App.RunAsync(nina, (EditStorage e) => e.AddAsync(Photos with { Host = "http://minio.example:9000" }));
        var page = await browser.GetAsync(Url);
        const string hosts = "https://photos.s3.eu-west-1.amazonaws.com/ http://minio.example:9000/photos/";
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; "
                + $"img-src 'self' data: {hosts}; connect-src 'self' {hosts}; media-src {hosts}; "
                + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
            Policy(page)
        );
        Assert.DoesNotContain("amazonaws", Policy(await browser.GetAsync("/settings/configuration")));
    }

    [Fact]
    public async Task A_preview_shows_the_object_by_a_signed_url()
    {
        var (browser, nina) = await NinaAsync();
        await App.RunAsync(nina, (EditStorage e) => e.AddAsync(Photos));
        await App.RunAsync(nina, (EditStorage e) => e.AddAsync(Photos with { Host = "http://minio.example:9000" }));
        var page = await ShowAsync(await browser.GetAsync(Url), "s3://photos/a/b c.png");
        var image = page.Document.QuerySelector(".stored img")!.GetAttribute("src");
        Assert.StartsWith("https://photos.s3.eu-west-1.amazonaws.com/a/b%20c.png?X-Amz-", image);
        Assert.DoesNotContain("walrus", page.Html, StringComparison.Ordinal);
        page = await ShowAsync(page, "s3://minio.example:9000/photos/a.json");
        Assert.Equal("text", page.Document.QuerySelector(".stored")!.GetAttribute("data-stored"));
        page = await ShowAsync(page, "s3://photos/a.mp4");
        Assert.NotNull(page.Document.QuerySelector(".stored video[controls]"));
        page = await ShowAsync(page, "s3://others/a.png");
        Assert.Equal(422, page.Status);
        Assert.Contains("No row fits “others”", page.Problems, StringComparison.Ordinal);
        page = await ShowAsync(page, "s3://photos/<img src=x onerror=alert(1)>.png");
        Assert.DoesNotContain("<img src=x", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_vaults_are_read_only_and_a_malformed_one_is_shown_but_never_used()
    {
        await using var server = await App.AnotherAsync();
        var olga = server.Api(await server.KeyAsync(server.Olga));
        var vault = new
        {
            description = "Team storage",
            type = "ui",
            scope = "organization",
            format = "json",
            enabled = true,
            data = Malformed,
        };
        await olga.OkAsync("users.add_or_update_vault", new { vault });
        var page = await (await server.SignedInAsync(server.Mia)).GetAsync(Url);
        var row = page.Rows("team").Single();
        Assert.Contains("Team storage", row.TextContent, StringComparison.Ordinal);
        Assert.Empty(row.QuerySelectorAll("a"));
        Assert.Contains("Enter a host name", page.Rows("evil").Single().TextContent, StringComparison.Ordinal);
        Assert.Contains("https://team.s3.us-east-1.amazonaws.com/", Policy(page), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src *", Policy(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("walrus", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_row_of_another_person_does_not_exist()
    {
        var (browser, nina) = await NinaAsync();
        await App.RunAsync(nina, (EditStorage e) => e.AddAsync(Photos));
        var id = Assert.Single((await App.RunAsync(nina, (StorageRows r) => r.ReadAsync())).Own).Id;
        var eve = await App.SignedInAsync(App.Eve);
        foreach (var what in new[] { "edit", "reveal", "remove" })
            Assert.Equal(404, (await eve.GetAsync($"{Url}/{id:N}/{what}")).Status);
        Assert.Equal(404, (await eve.PostAsync($"{Url}?handler=Test", ("row", $"{id:N}"))).Status);
        Assert.Equal(200, (await browser.GetAsync($"{Url}/{id:N}/edit")).Status);
    }

    [Fact]
    public async Task A_test_does_not_ask_private_addresses()
    {
        var (browser, nina) = await NinaAsync();
        await App.RunAsync(nina, (EditStorage e) => e.AddAsync(Photos with { Host = "169.254.169.254" }));
        var page = await (await browser.GetAsync(Url)).PressAsync("Test");
        Assert.Contains(
            "From the server: 169.254.169.254 is at a private address.",
            Page.Squeeze(page.Document.QuerySelector("#test-server")!.TextContent),
            StringComparison.Ordinal
        );
    }

    private static string Policy(Page page) => page.Response.Headers.GetValues("Content-Security-Policy").Single();

    private static Task<Page> ShowAsync(Page page, string url) => page.Fill("URL of an object", url).PressAsync("Show");

    private static Page Fill(Page page, string bucket, string key, string secret) =>
        page.Fill("Bucket", bucket).Fill("Key", key).Fill("Secret / SAS", secret);

    private async Task<(Browser Browser, Person Nina)> NinaAsync()
    {
        var nina = await App.AddAsync("Nina", MemberRole.Member);
        return (await App.SignedInAsync(nina), nina);
    }
}
