using System.Net;
using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClearSettings.Tests.Users;

public abstract class SignInTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Email_and_password_open_the_workspaces()
    {
        var page = await SignInAsync(App.Browser(), App.Olga.Email, Person.Password);
        Assert.Equal("/settings/workspaces", page.Path);
        Assert.Contains("Olga Orlova", page.Document.QuerySelector(".topbar")!.TextContent);
    }

    [Theory]
    [InlineData(" OLGA@Example.COM ")]
    [InlineData("olga@example.com")]
    public async Task The_email_is_known_in_any_case(string email) =>
        Assert.Equal("/settings/workspaces", (await SignInAsync(App.Browser(), email, Person.Password)).Path);

    [Fact]
    public async Task A_wrong_password_and_an_unknown_email_get_the_same_words()
    {
        var wrong = await SignInAsync(App.Browser(), App.Olga.Email, "not the password");
        var unknown = await SignInAsync(App.Browser(), "nobody@example.com", "not the password");
        var noEmail = await SignInAsync(App.Browser(), "no email at all", "");
        Assert.Equal(422, wrong.Status);
        Assert.Equal("Incorrect email or password. Check both and try again.", wrong.Problems);
        Assert.Equal((wrong.Status, wrong.Problems), (unknown.Status, unknown.Problems));
        Assert.Equal((wrong.Status, wrong.Problems), (noEmail.Status, noEmail.Problems));
    }

    [Fact]
    public async Task Twelve_sign_ins_of_one_person_at_once_all_succeed()
    {
        var forms = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => App.Browser().GetAsync("/sign-in")));
        var pages = await Task.WhenAll(
            forms.Select(f => f.Fill("Email", App.Mia.Email).Fill("Password", Person.Password).PressAsync("Sign in"))
        );
        Assert.All(pages, p => Assert.Equal("/settings/workspaces", p.Path));
    }

    [Fact]
    public async Task Where_someone_wanted_to_go_they_arrive_after_signing_in()
    {
        var page = await App.Browser().GetAsync("/settings/profile?edit=name");
        Assert.StartsWith("/sign-in?returnUrl=", page.Path);
        page = await page.Fill("Email", App.Olga.Email).Fill("Password", Person.Password).PressAsync("Sign in");
        Assert.Equal("/settings/profile?edit=name", page.Path);
    }

    [Theory]
    [MemberData(nameof(ReturnUrls))]
    public async Task Whatever_the_return_address_says_one_stays_here(string returnUrl)
    {
        var browser = App.Browser();
        var form = await browser.GetAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        // The browser of these tests fails when it is sent to another host.
        var page = await form.Fill("Email", App.Mia.Email).Fill("Password", Person.Password).PressAsync("Sign in");
        Assert.Equal("localhost", page.Response.RequestMessage!.RequestUri!.Host);
        Assert.DoesNotContain(browser.SetCookies, line => line.Contains("evil.example", StringComparison.Ordinal));
        var again = await browser.FetchAsync(HttpMethod.Get, "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.True(new Uri(new Uri("http://localhost:8080"), again.Headers.Location!).Authority == "localhost:8080");
    }

    public static TheoryData<string> ReturnUrls =>
        [
            "//evil.example",
            "///evil.example",
            "////evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "/%09/evil.example",
            "/\n/evil.example",
            "/\r\nLocation: //evil.example",
            "https:evil.example",
            "https://evil.example",
            "http:/evil.example",
            "HTTPS://evil.example",
            "https:\\\\evil.example",
            "javascript:alert(1)",
            "data:text/html,evil",
            " //evil.example",
            "/ /evil.example",
            "~//evil.example",
            "~/\\evil.example",
            "evil.example",
            "@evil.example",
            "//localhost@evil.example",
            "/\0/evil.example",
        ];

    [Fact]
    public async Task Signing_in_again_makes_a_new_session_and_a_planted_cookie_is_not_taken_over()
    {
        var browser = App.Browser();
        browser.Cookies["clearsettings-http"] = "planted";
        await SignInAsync(browser, App.Olga.Email, Person.Password);
        var first = browser.Cookies["clearsettings-http"];
        Assert.NotEqual("planted", first);
        await (await browser.GetAsync("/settings/profile")).PressAsync("Sign out");
        await SignInAsync(browser, App.Olga.Email, Person.Password);
        Assert.NotEqual(first, browser.Cookies["clearsettings-http"]);
    }

    [Fact]
    public async Task The_sign_in_page_sends_who_is_signed_in_onward()
    {
        var browser = await App.SignedInAsync(App.Mia);
        Assert.Equal("/settings/profile", (await browser.GetAsync("/sign-in?returnUrl=/settings/profile")).Path);
    }

    [Fact]
    public async Task More_than_20_passwords_a_minute_from_one_address_get_429()
    {
        await using var server = await App.AnotherAsync(settings: ["--SignIn:AttemptsPerMinute=20"]);
        var form = (await server.Browser().GetAsync("/sign-in"))
            .Fill("Email", "nobody@example.com")
            .Fill("Password", "wrong");
        for (var i = 0; i < 20; i++)
            Assert.Equal(422, (await form.PressAsync("Sign in")).Status);
        var refused = await form.PressAsync("Sign in");
        Assert.Equal(429, refused.Status);
        Assert.Equal("60", refused.Response.Headers.RetryAfter!.ToString());
        Assert.Equal("Too many attempts", refused.Heading);
        Assert.Equal(
            "/settings/workspaces",
            (await SignInAsync(server.Browser(IPAddress.Parse("198.51.100.9")), server.Mia.Email, Person.Password)).Path
        );
    }

    [Fact]
    public async Task All_addresses_of_an_IPv6_network_share_the_limit()
    {
        await using var server = await App.AnotherAsync(settings: ["--SignIn:AttemptsPerMinute=5"]);
        for (var i = 1; i <= 5; i++)
            Assert.Equal(422, await GuessAsync(server, $"2001:db8:0:1::{i}"));
        Assert.Equal(429, await GuessAsync(server, "2001:db8:0:1:ffff:ffff:ffff:ffff"));
        Assert.Equal(422, await GuessAsync(server, "2001:db8:0:2::1"));
    }

    [Fact]
    public async Task All_sources_together_have_a_limit_and_one_source_cannot_use_it_up()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--SignIn:AttemptsPerMinute=3", "--SignIn:TotalAttemptsPerMinute=6"]
        );
        for (var i = 0; i < 10; i++)
            await GuessAsync(server, "203.0.113.1");
        for (var i = 0; i < 3; i++)
            Assert.Equal(422, await GuessAsync(server, $"203.0.113.{2 + i}"));
        Assert.Equal(429, await GuessAsync(server, "203.0.113.9"));
    }

    private static async Task<int> GuessAsync(TestApp server, string address) =>
        (
            await (await server.Browser(IPAddress.Parse(address)).GetAsync("/sign-in"))
                .Fill("Email", "nobody@example.com")
                .Fill("Password", "wrong")
                .PressAsync("Sign in")
        ).Status;

    [Fact]
    public async Task Passwords_are_kept_with_210000_rounds_and_older_hashes_are_renewed_at_sign_in()
    {
        await using var server = await App.AnotherAsync(replace: s =>
            s.PostConfigure<PasswordHasherOptions>(o => o.IterationCount = 210_000)
        );
        var real = await App.InAsync(null, _ => Task.FromResult(new PasswordHasherOptions().IterationCount));
        Assert.True(real < 210_000);
        var nina = await server.AddAsync("Nina New", MemberRole.Member);
        Assert.Equal(210_000, await RoundsAsync(server, nina));
        var old = new PasswordHasher<User>(
            Options.Create(new PasswordHasherOptions { IterationCount = 1000 })
        ).HashPassword(null!, Person.Password);
        await server.DbAsync(
            null,
            db => db.Users.Where(u => u.Id == nina.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, old))
        );
        await server.SignedInAsync(nina);
        Assert.Equal(210_000, await RoundsAsync(server, nina));
    }

    // Identity's format 3: marker, algorithm, rounds (big endian).
    private static async Task<int> RoundsAsync(TestApp server, Person person)
    {
        var hash = Convert.FromBase64String(
            (
                await server.DbAsync(
                    null,
                    db => db.Users.Where(u => u.Id == person.Id).Select(u => u.PasswordHash).SingleAsync()
                )
            )!
        );
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5));
    }

    private static async Task<Page> SignInAsync(Browser browser, string email, string password) =>
        await (await browser.GetAsync("/sign-in"))
            .Fill("Email", email)
            .Fill("Password", password)
            .PressAsync("Sign in");
}

public sealed class SignInOnSqlite(SqliteApp app) : SignInTests(app), IClassFixture<SqliteApp>;
