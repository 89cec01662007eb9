using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Users;

public abstract class ReauthenticationTests(TestApp app) : AppTests(app)
{
    private static readonly TimeSpan JustOver = TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1);

    private string New => $"/settings/workspaces/{App.Olga.Workspace:N}/credentials/new";

    [Fact]
    public async Task Within_ten_minutes_no_one_is_asked_again()
    {
        var browser = await App.SignedInAsync(App.Olga);
        App.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("Create credentials", (await browser.GetAsync(New)).Heading);
    }

    [Fact]
    public async Task After_ten_minutes_opening_the_form_asks_and_then_goes_straight_on()
    {
        var browser = await App.SignedInAsync(App.Olga);
        App.Time.Advance(JustOver);
        var question = await browser.GetAsync(New);
        Assert.Equal("Confirm your password", question.Heading);
        var wrong = await question.Fill("Password", "not mine").PressAsync("Continue");
        Assert.Equal((422, "Incorrect password."), (wrong.Status, wrong.Problems));
        var form = await wrong.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal(New, form.Path);
        Assert.Equal("Create credentials", form.Heading);
    }

    [Fact]
    public async Task After_ten_minutes_a_form_that_was_open_asks_and_is_then_carried_out()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var form = (await browser.GetAsync(New)).Fill("Label", "Typed <before>").Fill("Expires", "In 90 days");
        App.Time.Advance(JustOver);
        var question = await form.PressAsync("Create credentials");
        Assert.Equal((422, "Confirm your password"), (question.Status, question.Heading));
        var wrong = await question.Fill("Password", "not mine").PressAsync("Continue");
        Assert.Equal((422, "Incorrect password."), (wrong.Status, wrong.Problems));
        Assert.DoesNotContain("not mine", wrong.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("Typed <before>"));
        var created = await wrong.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal("Credentials created", created.Heading);
        Assert.Equal(1, await CountAsync("Typed <before>"));
    }

    [Fact]
    public async Task A_proof_holds_for_this_browser_only()
    {
        var (first, second) = (await App.SignedInAsync(App.Olga), await App.SignedInAsync(App.Olga));
        App.Time.Advance(JustOver);
        await (await first.GetAsync(New)).Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal("Create credentials", (await first.GetAsync(New)).Heading);
        Assert.Equal("Confirm your password", (await second.GetAsync(New)).Heading);
    }

    [Fact]
    public async Task Without_a_proof_no_rotation_is_made_however_it_is_sent()
    {
        var key = await App.KeyAsync(App.Olga, "Not rotated");
        var browser = await App.SignedInAsync(App.Olga);
        App.Time.Advance(JustOver);
        await browser.PostAsync(
            $"/settings/workspaces/{App.Olga.Workspace:N}/credentials/{key.Id:N}/rotate",
            ("Hours", "1")
        );
        await browser.PostAsync(
            $"/settings/workspaces/{App.Olga.Workspace:N}/credentials/{key.Id:N}/rotate",
            ("Hours", "1"),
            ("__proof", "")
        );
        Assert.Equal(1, await CountAsync("Not rotated"));
    }

    [Fact]
    public async Task Guessing_the_proof_is_limited_to_ten_tries()
    {
        var nina = await App.AddAsync("Nina New", Domain.MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        App.Time.Advance(JustOver);
        var question = (await browser.GetAsync(New)).Fill("Password", "a guess");
        for (var i = 0; i < 10; i++)
            Assert.Equal("Incorrect password.", (await question.PressAsync("Continue")).Problems);
        Assert.StartsWith(
            "Too many failed attempts.",
            (await question.Fill("Password", Person.Password).PressAsync("Continue")).Problems
        );
    }

    [Theory]
    [MemberData(nameof(SignInTests.ReturnUrls), MemberType = typeof(SignInTests))]
    public async Task Whatever_the_return_address_of_the_proof_says_one_stays_here(string returnUrl)
    {
        var browser = await App.SignedInAsync(App.Mia);
        var form = await browser.GetAsync("/sign-in/confirm-password?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal(
            "localhost",
            (await form.Fill("Password", Person.Password).PressAsync("Continue"))
                .Response
                .RequestMessage!
                .RequestUri!
                .Host
        );
    }

    private Task<int> CountAsync(string label) =>
        App.DbAsync(App.Olga, db => db.Credentials.CountAsync(c => c.Label == label));
}

public sealed class ReauthenticationOnSqlite(SqliteApp app) : ReauthenticationTests(app), IClassFixture<SqliteApp>;

public sealed class ReauthenticationOnPostgres(PostgresApp app)
    : ReauthenticationTests(app),
        IClassFixture<PostgresApp>;
