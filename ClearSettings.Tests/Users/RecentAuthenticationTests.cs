using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.ServiceAccounts;
using ClearSettings.Tests.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Users;

public abstract partial class RecentAuthenticationTests(TestApp app) : AppTests(app)
{
    private const string Question = "Confirm your password";

    // With "Apply" an import is more than a check.
    private static readonly (string, string)[] TakenOver =
    [
        ("Name", "Taken over"),
        ("role", "Admin"),
        ("Apply", "true"),
    ];

    private static readonly (string Name, string Value)[] SaveForm =
    [
        ("Part", "Text"),
        ("Name", "Typed into"),
        ("Scope", "Organization"),
        ("Target", "Client"),
        ("Format", "Hocon"),
        ("Content", "a = 2"),
        ("RowVersion", "1"),
    ];

    private static readonly TimeSpan JustOver = TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1);

    [Fact]
    public async Task No_page_that_requires_it_changes_anything_in_an_old_session()
    {
        var (url, pages) = await PagesAsync();
        var browser = await App.SignedInAsync(App.Olga);
        App.Time.Advance(JustOver);
        var before = await RecentForms.RowsAsync(App);
        foreach (var page in pages)
        {
            var asked = await browser.PostAsync(url(page), TakenOver);
            Assert.True(
                (422, Question) == (asked.Status, asked.Heading),
                $"{page.Name} {asked.Status} {asked.Heading}"
            );
            Assert.NotNull(asked.Document.QuerySelector(".sidebar"));
            var inDialog = await browser.HtmxAsync(url(page), "dialog-content", TakenOver);
            Assert.True(
                (422, Question) == (inDialog.Status, inDialog.Heading),
                $"{page.Name} {inDialog.Status} {inDialog.Heading}"
            );
            Assert.Null(inDialog.Document.QuerySelector(".sidebar"));
        }
        Assert.Equal(before, await RecentForms.RowsAsync(App));
    }

    [Fact]
    public async Task No_page_asks_in_a_session_that_is_ten_minutes_old()
    {
        var (url, pages) = await PagesAsync();
        foreach (var page in pages)
        {
            var browser = await App.SignedInAsync(App.Olga);
            App.Time.Advance(TimeSpan.FromMinutes(9));
            Assert.True((await browser.PostAsync(url(page))).Heading != Question, page.Name);
        }
    }

    [Fact]
    public async Task Pages_that_only_show_something_do_not_ask()
    {
        var key = await App.KeyAsync(App.Olga);
        var browser = await App.SignedInAsync(App.Olga);
        App.Time.Advance(JustOver);
        foreach (var page in RazorPage.All(App).Where(p => p.Needs is { RequireRecentAuthentication: false }))
        {
            var shown = await browser.FetchAsync(HttpMethod.Get, page.Url(App.Olga.Workspace, key.Id));
            Assert.True(
                shown.Headers.Location?.OriginalString.Contains("/sign-in/confirm-password", StringComparison.Ordinal)
                    != true,
                page.Name
            );
        }
    }

    [Theory]
    [MemberData(nameof(RecentForms.Names), MemberType = typeof(RecentForms))]
    public async Task A_form_in_an_old_session_waits_for_the_password_and_is_then_carried_out_as_it_was_typed(
        string name
    )
    {
        await using var server = await App.AnotherAsync();
        var act = RecentForms.All[name];
        var browser = await server.SignedInAsync(act.By?.Invoke(server) ?? server.Olga);
        var form = await act.OpenAsync(server, browser);
        server.Time.Advance(JustOver);
        var before = await RecentForms.RowsAsync(server);
        var asked = await act.SendAsync(form);
        Assert.Equal((422, Question), (asked.Status, asked.Heading));
        Assert.Contains("Nothing you entered is lost.", asked.Main);
        var wrong = await asked.Fill("Password", "not mine").PressAsync("Continue");
        Assert.Equal((422, "Incorrect password."), (wrong.Status, wrong.Problems));
        Assert.Equal(before, await RecentForms.RowsAsync(server));
        var done = await wrong.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.True(
            done.Flash.StartsWith(act.Outcome, StringComparison.Ordinal) || done.Heading == act.Outcome,
            $"{done.Status} {done.Heading} {done.Flash} {done.Problems}"
        );
        Assert.True(await act.IsDoneAsync(server));
    }

    [Fact]
    public async Task A_vault_of_the_greatest_size_comes_through_the_question_unchanged()
    {
        const string line = "# \"quoted\" <b>&amp; ü 漢 =\n";
        var bytes = System.Text.Encoding.UTF8.GetByteCount(line);
        var text = "a = 1\n" + string.Concat(Enumerable.Repeat(line, (VaultCheck.MaxBytes - 10) / bytes)) + "b = 2";
        var id = await VaultTestClient.SaveAsync(App, "Large", "a = 0");
        var browser = await App.SignedInAsync(App.Adam);
        var form = (await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"))).Fill("Content", text);
        App.Time.Advance(JustOver);
        var asked = await form.PressAsync("Save vault");
        var done = await asked.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal("Vault Large saved.", done.Flash);
        Assert.Equal(text, await VaultTestClient.TextAsync(App, id));
    }

    [Fact]
    public async Task Checks_while_someone_types_do_not_ask_but_a_save_in_their_guise_does()
    {
        var id = await VaultTestClient.SaveAsync(App, "Typed into", "a = 1");
        var url = VaultTestClient.Url(App, $"/{id:N}");
        var browser = await App.SignedInAsync(App.Adam);
        App.Time.Advance(JustOver);
        Assert.Equal(
            200,
            (
                await browser.HtmxAsync(url, "findings", ("Command", "check"), ("Part", "Text"), ("Content", "a = 2"))
            ).Status
        );
        // The binder reads the fields with the prefix, and none of the others, once there is one.
        var disguised = await browser.PostAsync(
            url,
            [("Command", "check"), .. SaveForm.Select(f => ("form." + f.Name, f.Value))]
        );
        Assert.Equal((422, Question), (disguised.Status, disguised.Heading));
        foreach (var act in new[] { "", "overwrite", "on" })
            Assert.Equal(Question, (await browser.PostAsync(url, [.. SaveForm, ("Command", act)])).Heading);
        Assert.Equal("a = 1", await VaultTestClient.TextAsync(App, id));
    }

    [Fact]
    public async Task The_password_is_limited_per_address_on_whichever_page_it_is_sent()
    {
        await using var server = await App.AnotherAsync(settings: ["--SignIn:AttemptsPerMinute=3"]);
        var browser = await server.SignedInAsync(server.Olga);
        server.Time.Advance(JustOver);
        var (groups, users) = (
            $"/workspaces/{server.Olga.Workspace:N}/groups/new",
            $"/workspaces/{server.Olga.Workspace:N}/users/invite"
        );
        Assert.Equal(
            "Incorrect password.",
            (await browser.PostAsync(groups, ("Name", "Guessed"), ("__proof", "one"))).Problems
        );
        Assert.Equal("Incorrect password.", (await browser.PostAsync(users, ("__proof", "two"))).Problems);
        Assert.Equal(422, (await browser.PostAsync("/sign-in/confirm-password", ("Password", "three"))).Status);
        var refused = await browser.PostAsync(groups, ("Name", "Guessed"), ("__proof", Person.Password));
        Assert.Equal(
            (429, "Too many attempts. Wait a minute and try again.", "60"),
            (refused.Status, refused.Problems, Header(refused, "Retry-After"))
        );
        Assert.Equal(429, (await browser.PostAsync("/sign-in/confirm-password", ("Password", Person.Password))).Status);
        Assert.Equal(0, await server.DbAsync(server.Olga, db => db.Groups.CountAsync(g => g.Name == "Guessed")));
        // Forms without a password are not counted.
        Assert.Equal(422, (await browser.PostAsync(groups, ("Name", "Guessed"))).Status);
    }

    [Fact]
    public async Task Calls_of_the_API_do_not_ask()
    {
        var api = App.Api(await App.KeyAsync(App.Olga));
        App.Time.Advance(TimeSpan.FromHours(1));
        await api.OkAsync("auth.create_credentials");
    }

    private static string Header(Page page, string name) =>
        page.Response.Headers.TryGetValues(name, out var values) ? values.Single() : "";

    // Those that have a form and always ask, with something of Olga's workspace in the address.
    // They show something, or take access away.
    private static readonly string[] WithoutQuestion =
    [
        "/Administration/Vaults/Effective",
        "/Settings/Configuration/Storage/Remove",
        "/Settings/Workspaces/Credentials/Revoke",
    ];

    private async Task<(Func<RazorPage, string> Url, List<RazorPage> Pages)> PagesAsync()
    {
        var bot = await App.BotAsync(App.Olga, name: $"bot-{Guid.NewGuid():N}");
        var key = await App.KeyAsync(App.Olga);
        string Url(RazorPage page) =>
            page.Url(App.Olga.Workspace, page.Kind == "service-accounts" ? bot.Id : key.Id, bot.Key.Id);
        var pages = RazorPage
            .All(App)
            .Where(p =>
                p.RequiresRecentAuthenticationToChange
                && p.Model.GetMethods().Any(m => m.Name == "OnPostAsync")
                && !WithoutQuestion.Contains(p.Name)
            )
            .ToList();
        Assert.True(pages.Count > 35, $"{pages.Count}");
        return (Url, pages);
    }
}

public sealed class RecentAuthenticationOnSqlite(SqliteApp app)
    : RecentAuthenticationTests(app),
        IClassFixture<SqliteApp>;
