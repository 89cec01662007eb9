using System.Net;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Web.Pages.Settings.Security;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Users;

/// <summary>Settings > Security: where a person is signed in, and how they end it.</summary>
public sealed class SessionPagesTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    private const string Url = "/settings/security";

    [Fact]
    public async Task A_session_that_is_ended_is_dead_with_its_next_request()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var here = await App.SignedInAsync(nina);
        var there = await App.SignedInAsync(nina, IPAddress.Parse("192.0.2.44"));
        var page = await here.GetAsync(Url);
        Assert.Equal(2, Rows(page, "#sessions").Count);
        Assert.Contains("This session", Rows(page, "#sessions")[0], StringComparison.Ordinal);
        Assert.Contains("192.0.2.44", Rows(page, "#sessions")[1], StringComparison.Ordinal);
        page = await page.PressAsync("End session");
        Assert.Equal((Url, "The session has ended.", 1), (page.Path, page.Flash, Rows(page, "#sessions").Count));
        Assert.StartsWith("/sign-in", (await there.GetAsync(Url)).Path);
    }

    [Fact]
    public async Task All_other_sessions_end_at_once_and_this_one_stays()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var here = await App.SignedInAsync(nina);
        Browser[] others = [await App.SignedInAsync(nina), await App.SignedInAsync(nina)];
        var page = await (await here.GetAsync(Url)).PressAsync("End all other sessions");
        Assert.Equal((Url, "Your other sessions have ended."), (page.Path, page.Flash));
        foreach (var other in others)
            Assert.StartsWith("/sign-in", (await other.GetAsync(Url)).Path);
        Assert.Equal(200, (await here.PostAsync($"{Url}?handler=End", ("session", "others"))).Status);
    }

    [Fact]
    public async Task Only_ones_own_sessions_can_be_ended_and_not_the_one_in_use()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        var mia = await App.SignedInAsync(App.Mia);
        var ids = await App.DbAsync(null, db => db.Sessions.ToListAsync());
        var hers = ids.Last(s => s.UserId == App.Mia.Id).Id;
        var page = await browser.PostAsync($"{Url}?handler=End", ("session", hers.ToString("N")));
        Assert.Equal("This session has ended already.", page.Flash);
        Assert.Equal(Url, (await mia.GetAsync(Url)).Path);
        var own = ids.Single(s => s.UserId == nina.Id).Id;
        page = await browser.PostAsync($"{Url}?handler=End", ("session", own.ToString("N")));
        Assert.Contains("sign out", page.Flash, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.PostAsync($"{Url}?handler=End", ("session", "x"))).Status);
    }

    [Fact]
    public async Task Sign_ins_are_listed_with_those_that_failed()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var stranger = App.Browser(IPAddress.Parse("192.0.2.45"));
        await (await stranger.GetAsync("/sign-in"))
            .Fill("Email", nina.Email)
            .Fill("Password", "wrong wrong wrong")
            .PressAsync("Sign in");
        while (
            !await App.DbAsync(
                App.Olga,
                db => db.AuditEvents.AnyAsync(e => e.ActorId == nina.Id && e.Kind == AuditKind.SignInFailed)
            )
        )
            await Task.Delay(20, TestContext.Current.CancellationToken);
        var rows = Rows(await (await App.SignedInAsync(nina)).GetAsync(Url), "#sign-ins");
        Assert.Equal(2, rows.Count);
        Assert.Contains(
            rows,
            r => r.Contains("Failed", StringComparison.Ordinal) && r.Contains("192.0.2.45", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_API_lists_and_ends_the_sessions_of_the_caller_and_of_no_one_else()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        Browser[] browsers =
        [
            await App.SignedInAsync(nina),
            await App.SignedInAsync(nina),
            await App.SignedInAsync(nina),
        ];
        var mia = await App.SignedInAsync(App.Mia);
        var api = App.Api(await App.KeyAsync(nina));
        var listed = (await api.OkAsync("sessions.get_all")).GetProperty("sessions").EnumerateArray().ToList();
        Assert.Equal(3, listed.Count);
        Assert.All(listed, s => Assert.Equal("Password", s.GetProperty("method").GetString()));
        var others = App.Api(await App.KeyAsync(App.Olga));
        var one = new { session = listed[0].GetProperty("id").GetString() };
        await others.RefusedAsync(400, 10, "sessions.end", one);
        await api.OkAsync("sessions.end", one);
        await api.RefusedAsync(400, 10, "sessions.end", one);
        await api.RefusedAsync(400, 11, "sessions.end", new { });
        await api.RefusedAsync(400, 11, "sessions.end", new { one.session, all = true });
        Assert.Equal(2, await CountAliveAsync(browsers));
        await api.OkAsync("sessions.end", new { all = true });
        Assert.Equal(0, await CountAliveAsync(browsers));
        Assert.Equal(1, await CountAliveAsync([mia]));
    }

    private static async Task<int> CountAliveAsync(Browser[] browsers)
    {
        var alive = 0;
        foreach (var browser in browsers)
            alive += (await browser.GetAsync(Url)).Path == Url ? 1 : 0;
        return alive;
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
        "Chrome on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
        "Edge on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
        "Safari on macOS"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Mobile Safari/604.1",
        "Chrome on iPhone"
    )]
    [InlineData("curl/8.0", "Unknown browser")]
    [InlineData("<script>", "Unknown browser")]
    [InlineData("", "Unknown browser")]
    [InlineData(null, "Unknown browser")]
    public void Browsers_are_named_as_people_know_them(string? userAgent, string name) =>
        Assert.Equal(name, Browsers.Describe(userAgent));

    private static List<string> Rows(Page page, string table) =>
        [.. page.Document.QuerySelectorAll($"{table} tbody tr").Select(r => Page.Squeeze(r.TextContent))];
}
