using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Credentials;

public abstract class CredentialPagesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Someone_without_credentials_is_told_what_they_are_for()
    {
        var browser = await App.SignedInAsync(await App.AddAsync("Nina New", MemberRole.Member));
        Assert.Contains("No credentials yet", (await browser.GetAsync("/settings/workspaces")).Main);
    }

    [Fact]
    public async Task Creating_shows_the_secret_once_with_five_ways_to_use_it()
    {
        var (browser, created) = await CreateAsync("Training agents", "In 90 days");
        var secret = Value(created, "secret-key");
        Assert.True(SecretKey.IsWellFormed(secret));
        Assert.True(created.Response.Headers.CacheControl?.NoStore);
        Assert.Contains("For “Training agents” in Research. They expire on May 31, 2026, in 90 days.", created.Main);
        var texts = created.Document.QuerySelectorAll("pre").Select(p => p.TextContent).ToList();
        Assert.Equal(5, texts.Count);
        Assert.All(texts, text => Assert.Contains(secret, text));
        Assert.DoesNotContain(secret, (await browser.GetAsync("/settings/workspaces")).Html);
    }

    [Fact]
    public async Task The_printed_section_names_the_server_as_the_browser_sees_it()
    {
        var (_, created) = await CreateAsync("For the section", "Never");
        var section = created.Document.GetElementById("snippet-conf-text")!.TextContent;
        Assert.Contains("web_server: \"http://localhost:8080/\"", section);
        Assert.Contains("api_server: \"http://localhost:8008\"", section);
        Assert.Contains("files_server: \"http://localhost:8081\"", section);
    }

    [Theory]
    [InlineData("[::1]:8080", true)]
    [InlineData("localhost:8080", false)]
    public async Task An_IPv6_address_in_the_section_is_warned_of(string host, bool warns)
    {
        var browser = await App.SignedInAsync(App.Olga);
        var form = await NewAsync(browser);
        var url = form.Document.QuerySelector("form[method=post][action*=credentials]")!.GetAttribute("action")!;
        var token = form.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        Dictionary<string, string> fields = new()
        {
            ["Label"] = $"Over {host}",
            ["__RequestVerificationToken"] = token,
        };
        var answer = await browser.FetchAsync(HttpMethod.Post, url, fields, ("Host", host));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"http://{host}/", html);
        Assert.Equal(warns, html.Contains("contain an IPv6 address", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Never", "Never")]
    [InlineData("In 30 days", "In 30 days")]
    [InlineData("In 365 days", "In 365 days")]
    public async Task The_chosen_expiry_is_in_the_list(string choice, string words)
    {
        var (browser, _) = await CreateAsync($"Expiry {choice}", choice);
        Assert.Equal(words, (await browser.GetAsync("/settings/workspaces")).Cell($"Expiry {choice}", "Expires"));
    }

    [Fact]
    public async Task A_date_is_the_last_day_on_which_they_work()
    {
        var browser = await App.SignedInAsync(App.Olga);
        await (await NewAsync(browser))
            .Fill("Label", "To a date")
            .Fill("Expires", "On a date")
            .Fill("Date", "2027-06-30")
            .PressAsync("Create credentials");
        var end = await App.DbAsync(
            App.Olga,
            db => db.Credentials.Where(c => c.Label == "To a date").Select(c => c.ExpiresAt).SingleAsync()
        );
        Assert.InRange(end!.Value, new DateTime(2027, 6, 30, 23, 59, 58), new DateTime(2027, 7, 1, 0, 0, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2020-01-01")]
    [InlineData("tomorrow")]
    [InlineData("9999-12-31")]
    public async Task A_date_that_makes_no_sense_is_refused_beside_its_field(string date)
    {
        var browser = await App.SignedInAsync(App.Olga);
        var page = await (await NewAsync(browser))
            .Fill("Label", "Kept as typed")
            .Fill("Expires", "On a date")
            .Tamper("Date", date)
            .PressAsync("Create credentials");
        Assert.Equal(422, page.Status);
        Assert.Contains("Choose an expiry", page.Document.GetElementById("expirationsec-error")!.TextContent);
        Assert.Equal("Kept as typed", Value(page, "label"));
    }

    [Theory]
    [InlineData("control\u0007character")]
    [InlineData("turned \u202E around")]
    [InlineData("line\u2028break")]
    public async Task A_label_with_characters_that_mislead_is_refused(string label)
    {
        var page = await (await NewAsync(await App.SignedInAsync(App.Olga)))
            .Tamper("Label", label)
            .PressAsync("Create credentials");
        Assert.Equal(422, page.Status);
        Assert.StartsWith("The label contains", page.Problems);
    }

    [Fact]
    public async Task A_label_of_ten_thousand_characters_is_refused_and_no_label_is_fine()
    {
        var browser = await App.SignedInAsync(App.Olga);
        Assert.Contains(
            "The label is too long. Use 100 characters or fewer.",
            (
                await (await NewAsync(browser)).Tamper("Label", new('a', 10_000)).PressAsync("Create credentials")
            ).Problems
        );
        Assert.Equal(
            "Credentials created",
            (await (await NewAsync(browser)).Fill("Label", "   ").PressAsync("Create credentials")).Heading
        );
    }

    [Fact]
    public async Task The_same_form_sent_twice_makes_one_pair()
    {
        var form = (await NewAsync(await App.SignedInAsync(App.Olga))).Fill("Label", "Sent twice");
        Assert.Equal("Credentials created", (await form.PressAsync("Create credentials")).Heading);
        var again = await form.PressAsync("Create credentials");
        Assert.Equal(422, again.Status);
        Assert.Contains("This form was already submitted", again.Problems);
        Assert.Equal(1, await CountAsync("Sent twice"));
    }

    [Fact]
    public async Task The_same_form_sent_twice_at_once_makes_one_pair_and_no_error()
    {
        var form = (await NewAsync(await App.SignedInAsync(App.Olga))).Fill("Label", "Sent at once");
        var pages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => form.PressAsync("Create credentials")));
        Assert.Equal(1, await CountAsync("Sent at once"));
        Assert.Single(pages, p => p.Heading == "Credentials created");
        Assert.All(pages, p => Assert.InRange(p.Status, 200, 499));
    }

    [Fact]
    public async Task A_label_is_edited_on_its_own_page_and_can_be_taken_away()
    {
        var (browser, _) = await CreateAsync("Old label", "Never");
        var form = await (await browser.GetAsync("/settings/workspaces")).FollowAsync("Old label", "Edit label");
        Assert.Equal("Old label", Value(form, "label"));
        var list = await form.Fill("Label", " New label ").PressAsync("Save label");
        Assert.Equal("Label saved.", list.Flash);
        Assert.Empty(list.Rows("Old label"));
        await (await list.FollowAsync("New label", "Edit label")).Fill("Label", "").PressAsync("Save label");
        Assert.Empty((await browser.GetAsync("/settings/workspaces")).Rows("New label"));
    }

    [Fact]
    public async Task A_refused_label_is_shown_again_to_be_fixed()
    {
        var (browser, _) = await CreateAsync("To be mended", "Never");
        var form = await (await browser.GetAsync("/settings/workspaces")).FollowAsync("To be mended", "Edit label");
        var page = await form.Tamper("Label", new('x', 101)).PressAsync("Save label");
        Assert.Equal(422, page.Status);
        Assert.Equal(new('x', 101), Value(page, "label"));
        Assert.Equal("The label is too long. Use 100 characters or fewer.", page.Problems);
    }

    [Fact]
    public async Task Too_many_credentials_are_refused_in_words()
    {
        await using var server = await App.AnotherAsync(settings: ["--Credentials:MaxPerMember=1"]);
        await server.KeyAsync(server.Olga);
        var browser = await server.SignedInAsync(server.Olga);
        var page = await (
            await browser.GetAsync($"/settings/workspaces/{server.Olga.Workspace:N}/credentials/new")
        ).PressAsync("Create credentials");
        Assert.Equal(422, page.Status);
        Assert.Contains("You have 1 credentials in this workspace", page.Problems);
    }

    private async Task<(Browser Browser, Page Created)> CreateAsync(string label, string expires)
    {
        var browser = await App.SignedInAsync(App.Olga);
        return (
            browser,
            await (await NewAsync(browser))
                .Fill("Label", label)
                .Fill("Expires", expires)
                .PressAsync("Create credentials")
        );
    }

    private static async Task<Page> NewAsync(Browser browser) =>
        await (await browser.GetAsync("/settings/workspaces")).FollowAsync("Create credentials");

    private Task<int> CountAsync(string label) =>
        App.DbAsync(App.Olga, db => db.Credentials.CountAsync(c => c.Label == label));

    private static string Value(Page page, string id) => page.Document.GetElementById(id)!.GetAttribute("value")!;
}

public sealed class CredentialPagesOnSqlite(SqliteApp app) : CredentialPagesTests(app), IClassFixture<SqliteApp>;
