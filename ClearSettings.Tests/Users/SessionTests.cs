using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract class SessionTests(TestApp app) : AppTests(app)
{
    private const string Cookie = "clearsettings-http";

    [Fact]
    public async Task After_signing_out_the_old_cookie_is_dead()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var cookie = browser.Cookies[Cookie];
        Assert.Equal("/sign-in", (await (await browser.GetAsync("/settings/profile")).PressAsync("Sign out")).Path);
        Assert.DoesNotContain(Cookie, browser.Cookies.Keys);
        browser.Cookies[Cookie] = cookie;
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/settings/profile")).Path);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_that_this_browser_had()
    {
        await using var server = await App.AnotherAsync();
        var (browser, other) = (await server.SignedInAsync(server.Olga), await server.SignedInAsync(server.Olga));
        var old = browser.Cookies[Cookie];
        var token = (await browser.GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        // As another person, too: whoever signs in last has this browser.
        await browser.FetchAsync(
            HttpMethod.Post,
            "/sign-in",
            [new("Email", server.Mia.Email), new("Password", Person.Password), new("__RequestVerificationToken", token)]
        );
        Assert.NotEqual(old, browser.Cookies[Cookie]);
        Assert.Contains("Mia Meyer", (await browser.GetAsync("/settings/profile")).Html);
        browser.Cookies[Cookie] = old;
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/settings/profile")).Path);
        Assert.Equal("/settings/profile", (await other.GetAsync("/settings/profile")).Path);
        Assert.Equal(2, await server.DbAsync(null, db => db.Sessions.CountAsync()));
    }

    [Fact]
    public async Task Signing_out_ends_this_browser_only()
    {
        var (first, second) = (await App.SignedInAsync(App.Olga), await App.SignedInAsync(App.Olga));
        await (await first.GetAsync("/settings/profile")).PressAsync("Sign out");
        Assert.Equal("/settings/profile", (await second.GetAsync("/settings/profile")).Path);
    }

    [Fact]
    public async Task A_new_password_from_the_command_line_ends_every_session()
    {
        var nina = await App.AddAsync("Nina New", Domain.MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        await App.InAsync(
            null,
            s => s.GetRequiredService<ResetPasswordByOperator>().RunAsync(nina.Email, "another velvet tractor")
        );
        App.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/settings/profile")).Path);
        Assert.Equal(
            422,
            (
                await (await App.Browser().GetAsync("/sign-in"))
                    .Fill("Email", nina.Email)
                    .Fill("Password", Person.Password)
                    .PressAsync("Sign in")
            ).Status
        );
    }

    [Fact]
    public async Task A_changed_security_stamp_ends_a_session_whose_row_is_still_there()
    {
        var nina = await App.AddAsync("Nina New", Domain.MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        await App.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == nina.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.SecurityStamp, "changed"))
        );
        App.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/settings/profile")).Path);
    }

    [Fact]
    public async Task Whoever_is_no_member_any_longer_sees_nothing_of_the_workspace()
    {
        var nina = await App.AddAsync("Nina New", Domain.MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        await App.DbAsync(
            App.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    await db.Members.Where(m => m.UserId == nina.Id).ExecuteDeleteAsync();
                    await db.TouchAsync(nina.Workspace);
                    return true;
                })
        );
        Assert.DoesNotContain(
            "Research",
            (await browser.GetAsync("/settings/workspaces")).Main,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(13, false)]
    public async Task Without_use_a_session_ends_after_12_hours(int hours, bool alive)
    {
        var browser = await App.SignedInAsync(App.Mia);
        App.Time.Advance(TimeSpan.FromHours(hours));
        Assert.Equal(alive, (await browser.GetAsync("/settings/profile")).Path == "/settings/profile");
    }

    [Fact]
    public async Task Used_every_day_a_session_ends_after_14_days()
    {
        var browser = await App.SignedInAsync(App.Mia);
        for (var half = 0; half < 27; half++)
        {
            App.Time.Advance(TimeSpan.FromHours(11.9));
            Assert.Equal("/settings/profile", (await browser.GetAsync("/settings/profile")).Path);
        }
        App.Time.Advance(TimeSpan.FromHours(11.9 * 2));
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/settings/profile")).Path);
    }

    [Fact]
    public async Task Keep_me_signed_in_lasts_30_days_unused()
    {
        var browser = App.Browser();
        await (await browser.GetAsync("/sign-in"))
            .Fill("Email", App.Mia.Email)
            .Fill("Password", Person.Password)
            .Choose("Keep me signed in for 30 days")
            .PressAsync("Sign in");
        Assert.Contains(
            browser.SetCookies,
            c => c.StartsWith(Cookie, StringComparison.Ordinal) && c.Contains("expires=", StringComparison.Ordinal)
        );
        App.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal("/settings/profile", (await browser.GetAsync("/settings/profile")).Path);
        App.Time.Advance(TimeSpan.FromDays(1));
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/settings/profile")).Path);
    }

    [Fact]
    public async Task Cookies_are_closed_to_scripts_and_other_sites_and_over_https_bound_to_the_host()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:PublicUrl=https://localhost:8080"]);
        var plain = await App.SignedInAsync(App.Olga);
        var secure = await server.SignedInAsync(server.Olga);
        Assert.All(
            plain.SetCookies.Concat(secure.SetCookies),
            c => Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase)
        );
        Assert.All(
            plain.SetCookies.Concat(secure.SetCookies),
            c => Assert.Matches("samesite=(lax|strict)", c.ToLowerInvariant())
        );
        Assert.All(
            plain.SetCookies.Concat(secure.SetCookies),
            c => Assert.DoesNotContain("domain=", c, StringComparison.OrdinalIgnoreCase)
        );
        Assert.Contains(
            secure.SetCookies,
            c =>
                c.StartsWith("__Host-clearsettings=", StringComparison.Ordinal)
                && c.Contains("secure", StringComparison.Ordinal)
                && c.Contains("path=/;", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_ended_session_sends_htmx_to_the_sign_in_page()
    {
        var response = await App.Browser()
            .FetchAsync(HttpMethod.Get, "/settings/profile", null, ("HX-Request", "true"));
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("/sign-in", response.Headers.GetValues("HX-Redirect").Single());
    }

    [Fact]
    public async Task A_token_is_not_taken_on_pages()
    {
        var token = await App.Api(await App.KeyAsync(App.Olga)).LoginAsync();
        var response = await App.Browser()
            .FetchAsync(HttpMethod.Get, "/settings/profile", null, ("Authorization", $"Bearer {token}"));
        Assert.StartsWith("/sign-in", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_session_cookie_is_not_taken_by_the_api()
    {
        var browser = await App.SignedInAsync(App.Olga);
        (await ApiReply.ReadAsync(await browser.FetchAsync(HttpMethod.Get, "/api/users.get_current_user"))).IsRefused(
            401,
            20
        );
    }
}

public sealed class SessionOnSqlite(SqliteApp app) : SessionTests(app), IClassFixture<SqliteApp>;

public sealed class SessionOnPostgres(PostgresApp app) : SessionTests(app), IClassFixture<PostgresApp>;
