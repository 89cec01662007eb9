using ClearSettings.Domain.Groups;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract partial class ServiceAccountPagesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_administrator_adds_one_and_its_shown_credentials_log_in()
    {
        await using var server = await App.AnotherAsync();
        await GroupAsync(server, "Vision");
        var browser = await server.SignedInAsync(server.Adam);
        var empty = await browser.GetAsync(Home(server));
        Assert.Contains("No service accounts yet", empty.Main);
        var form = await empty.FollowAsync("Add service account");
        Assert.DoesNotContain("Administrator", form.Main);
        var shown = await form.Fill("Name", "Training <agents>")
            .Choose("Allow impersonation")
            .Choose("Vision")
            .Fill("First credentials expire", "In 30 days")
            .PressAsync("Add service account");
        Assert.Equal((200, "Credentials created"), (shown.Status, shown.Heading));
        var key = KeyOn(shown);
        Assert.Contains("service_account_type\":2", Decode(await server.Api(key).LoginAsync()));
        var account = await shown.FollowAsync("Done");
        Assert.Equal("Training <agents>", account.Heading);
        Assert.Contains("Users Vision", account.Main);
        Assert.DoesNotContain(key.SecretKey, account.Html, StringComparison.Ordinal);
        AssertListsTrainingAgents(await browser.GetAsync(Home(server)));
    }

    [Fact]
    public async Task A_form_that_was_sent_twice_makes_one_account()
    {
        await using var server = await App.AnotherAsync();
        var form = (await (await server.SignedInAsync(server.Olga)).GetAsync(Home(server) + "/new")).Fill(
            "Name",
            "twice"
        );
        Assert.Equal("Credentials created", (await form.PressAsync("Add service account")).Heading);
        var again = await form.PressAsync("Add service account");
        Assert.Equal(422, again.Status);
        Assert.Contains("already submitted", again.Problems);
        Assert.Single((await (await server.SignedInAsync(server.Olga)).GetAsync(Home(server))).Rows("twice"));
    }

    [Fact]
    public async Task What_was_refused_stands_in_the_form_again()
    {
        var form = (await (await App.SignedInAsync(App.Olga)).GetAsync(Home(App) + "/new"))
            .Fill("Name", "\u200B")
            .Choose("Allow impersonation");
        var refused = await form.PressAsync("Add service account");
        Assert.Equal(422, refused.Status);
        Assert.Contains("The name is empty", refused.Problems);
        Assert.NotNull(refused.Document.QuerySelector("input[name=AllowsImpersonation][checked]"));
    }

    [Fact]
    public async Task Creating_one_wants_a_fresh_proof()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        server.Time.Advance(TimeSpan.FromMinutes(11));
        var asked = await browser.PostAsync(Home(server) + "/new", ("Name", "late"), ("AllowsImpersonation", "true"));
        Assert.Equal("Confirm your password", asked.Heading);
        Assert.Equal(
            "Credentials created",
            (await asked.Fill("Password", Person.Password).PressAsync("Continue")).Heading
        );
    }

    [Fact]
    public async Task Its_page_renames_toggles_and_groups_and_a_second_editor_is_told()
    {
        await using var server = await App.AnotherAsync();
        await GroupAsync(server, "Vision");
        var bot = await server.BotAsync(server.Olga);
        var (first, second) = (
            await (await server.SignedInAsync(server.Adam)).GetAsync($"{Home(server)}/{bot.Id:N}"),
            await (await server.SignedInAsync(server.Olga)).GetAsync($"{Home(server)}/{bot.Id:N}")
        );
        var token = await server.TokenForAsync(bot.Key, server.Mia.Id);
        first.Document.QuerySelector("input[name=AllowsImpersonation]")!.RemoveAttribute("checked");
        var saved = await first.Fill("Name", "night-bot").Choose("Vision").PressAsync("Save account");
        Assert.Equal(("Service account saved.", "night-bot"), (saved.Flash, saved.Heading));
        await server.WithToken(token).RefusedAsync(401, 30, "users.get_current_user");
        var late = await second.Fill("Name", "day-bot").PressAsync("Save account");
        Assert.Equal(409, late.Status);
        Assert.Contains("Adam Ames changed this service account", late.Problems);
        Assert.Contains("Mia Meyer 1 time", saved.Main);
        Assert.Contains("agent-bot for Mia Meyer", saved.Main);
    }

    [Fact]
    public async Task Deleting_says_what_ends_with_counts()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        await server.TokenForAsync(bot.Key, server.Mia.Id);
        var browser = await server.SignedInAsync(server.Olga);
        var asked = await (await browser.GetAsync(Home(server))).FollowAsync("agent-bot", "Delete service account");
        Assert.Equal("Delete “agent-bot”?", asked.Heading);
        Assert.Contains(
            "Its API credentials are revoked immediately. A client used them in the last 24 hours and will fail on "
                + "its next request. It has impersonated 1 person.",
            asked.Main
        );
        var done = await asked.PressAsync("Delete service account");
        Assert.StartsWith("agent-bot deleted.", done.Flash);
        Assert.Empty(done.Rows("agent-bot"));
        Assert.Equal(404, (await browser.GetAsync($"{Home(server)}/{bot.Id:N}")).Status);
        Assert.Contains(
            "agent-bot",
            (await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/profile")).Main
        );
    }

    [Fact]
    public async Task Search_and_order_stand_in_the_address()
    {
        await using var server = await App.AnotherAsync();
        foreach (var name in new[] { "beta", "Ärger", "alpha" })
            await server.BotAsync(server.Olga, name: name);
        var browser = await server.SignedInAsync(server.Olga);
        Assert.Equal(["alpha", "beta", "Ärger"], Names(await browser.GetAsync(Home(server))));
        Assert.Equal(["Ärger", "beta", "alpha"], Names(await browser.GetAsync(Home(server) + "?sort=-name")));
        Assert.Equal(["alpha", "Ärger", "beta"], Names(await browser.GetAsync(Home(server) + "?sort=-created")));
        Assert.Equal(["Ärger"], Names(await browser.GetAsync(Home(server) + "?q=äR")));
        Assert.Contains(
            "No service accounts match",
            (await browser.GetAsync(Home(server) + "?q=gamma&sort=nonsense")).Main
        );
    }

    [Fact]
    public async Task An_administrator_excludes_a_person_who_sees_who_impersonated_them()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        var task = server.WithToken(await server.TokenForAsync(bot.Key, server.Mia.Id));
        var mia = await server.SignedInAsync(server.Mia);
        Assert.Equal("1", (await mia.GetAsync("/settings/profile")).Cell("agent-bot", "Times"));
        var browser = await server.SignedInAsync(server.Adam);
        Assert.Contains("No one yet", (await browser.GetAsync("/settings/profile")).Main);
        var users = $"/workspaces/{server.Olga.Workspace:N}/users";
        var asked = await (await browser.GetAsync(users)).FollowAsync("Mia Meyer", "Impersonation");
        Assert.Contains("1 account has impersonated them.", asked.Main);
        var excluded = await asked.Choose("Excluded").PressAsync("Save choice");
        Assert.Equal("Mia Meyer can no longer be impersonated.", excluded.Flash);
        await task.RefusedAsync(401, 30, "users.get_current_user");
        var log = await browser.GetAsync(AuditLog(server));
        Assert.Contains("Changed the impersonation setting of a user Mia Meyer excluded", log.Main);
        Assert.Contains(
            "agent-bot",
            log.Document.QuerySelector("#filter-person")!.QuerySelectorAll("option").Select(o => o.TextContent)
        );
        asked = await browser.GetAsync($"{users}/{server.Mia.Id:N}/impersonation");
        await asked.Choose("Allowed").PressAsync("Save choice");
        await task.OkAsync("users.get_current_user");
    }

    [Fact]
    public async Task Where_the_configuration_allows_it_the_form_offers_the_administrator()
    {
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var form = await (await server.SignedInAsync(server.Olga)).GetAsync(Home(server) + "/new");
        var shown = await form.Fill("Name", "ops").Choose("Administrator").PressAsync("Add service account");
        Assert.Contains("\"role\":\"admin\"", Decode(await server.Api(KeyOn(shown)).LoginAsync()));
    }

    private static string Home(TestApp app) => $"/workspaces/{app.Olga.Workspace:N}/service-accounts";

    private static string AuditLog(TestApp app) => $"/workspaces/{app.Olga.Workspace:N}/audit-log";

    /// <summary>The new credentials that a page shows.</summary>
    private static Key KeyOn(Page page) => new(default, Value(page, "access-key"), Value(page, "secret-key"));

    private static void AssertListsTrainingAgents(Page list)
    {
        Assert.Equal("Users Vision", list.Cell("Training <agents>", "Groups"));
        Assert.Equal("1", list.Cell("Training <agents>", "Credentials"));
        Assert.Equal("Allowed", list.Cell("Training <agents>", "Impersonation"));
        Assert.Contains("by Adam Ames", list.Main);
        Assert.Contains("1 service account", list.Main);
    }

    private static string Value(Page page, string id) => page.Document.GetElementById(id)!.GetAttribute("value")!;

    private static string Decode(string token) => Jwt.Payload(token).GetRawText();

    private static IEnumerable<string> Names(Page page) =>
        page.Document.QuerySelectorAll("tbody .cell-name a").Select(a => a.TextContent);

    private static Task<bool> GroupAsync(TestApp server, string name) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    db.Groups.Add(Group.Create(server.Olga.Workspace, name, null, server.Time));
                    await db.TouchAsync(server.Olga.Workspace);
                    return true;
                })
        );
}

public sealed class ServiceAccountPagesOnSqlite(SqliteApp app)
    : ServiceAccountPagesTests(app),
        IClassFixture<SqliteApp>;
