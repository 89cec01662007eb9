using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.Rules.TenancyTable;

namespace ClearSettings.Tests.Rules;

public abstract partial class TenancyTests(TestApp app) : AppTests(app)
{
    private Browser[]? _opened;

    [Fact]
    public void Every_page_and_every_action_has_an_entry()
    {
        Assert.Equal(Pages.Keys.Order(StringComparer.Ordinal), RazorPage.All(App).Select(p => p.Name));
        Assert.Equal(
            Actions.Keys.Order(StringComparer.Ordinal),
            ApiActions.All(App).Select(a => a.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Pages_open_for_whom_they_should()
    {
        List<(string Wanted, string Found)> all = [];
        foreach (var page in RazorPage.All(App))
            all.Add(($"{page.Name} {Pages[page.Name].Get}", $"{page.Name} {await StatusesAsync(page, post: false)}"));
        AssertSame(all);
    }

    [Fact]
    public async Task Pages_take_forms_from_whom_they_should()
    {
        List<(string Wanted, string Found)> all = [];
        foreach (var page in RazorPage.All(App))
            all.Add(($"{page.Name} {Pages[page.Name].Post}", $"{page.Name} {await StatusesAsync(page, post: true)}"));
        AssertSame(all);
    }

    [Fact]
    public async Task Actions_run_for_whom_they_should()
    {
        List<(string Wanted, string Found)> all = [];
        foreach (var action in ApiActions.All(App))
        {
            List<string> codes = [];
            foreach (var person in new Person?[] { null, App.Mia, App.Adam, App.Olga, App.Eve })
            {
                var body = await BodyAsync(action.Name, await App.KeyAsync(App.Olga));
                var answer = await App.Api(person is null ? null : await App.KeyAsync(person))
                    .CallAsync(action.Name, body);
                codes.Add($"{answer.Code}/{answer.Subcode}");
            }
            all.Add(($"{action.Name} {Actions[action.Name].Codes}", $"{action.Name} {string.Join(' ', codes)}"));
        }
        AssertSame(all);
    }

    [Fact]
    public async Task Nothing_that_Eve_sends_changes_anything_of_Olgas()
    {
        var browser = await App.SignedInAsync(App.Eve);
        var key = await App.KeyAsync(App.Olga);
        var client = App.Api(await App.KeyAsync(App.Eve));
        var urls = await UrlsOfOlgasAsync();
        List<(string Action, string Body)> calls = [];
        foreach (var action in Actions.Keys)
            calls.Add((action, await BodyAsync(action, key)));
        var before = await OfOlgaAsync();
        foreach (var url in urls)
            await browser.PostAsync(url, [.. FieldsOfEve(key)]);
        foreach (var (action, body) in calls)
            await client.CallAsync(action, body);
        Assert.Equal(before, await OfOlgaAsync());
    }

    [Fact]
    public async Task Eve_sees_nothing_of_Olgas_workspace_by_any_action()
    {
        var client = App.Api(await App.KeyAsync(App.Eve));
        var key = await App.KeyAsync(App.Olga, "Label of Olga");
        string[] secrets =
        [
            App.Olga.Workspace.ToString("N"),
            "Research",
            "Olga Orlova",
            App.Olga.Email,
            "Label of Olga",
        ];
        foreach (var action in Actions.Keys)
        {
            var answer = await client.CallAsync(action, await BodyAsync(action, key));
            foreach (var secret in secrets)
                Assert.DoesNotContain(secret, answer.Data.GetRawText(), StringComparison.Ordinal);
        }
    }

    private static void AssertSame(List<(string Wanted, string Found)> all) =>
        Assert.True(
            all.TrueForAll(a => a.Wanted == a.Found),
            string.Join('\n', all.Where(a => a.Wanted != a.Found).Select(a => $"{a.Found}, not {a.Wanted}"))
        );

    private async Task<string> OfOlgaAsync()
    {
        // Uses of credentials are written some seconds later, also those of tests before this one.
        await App.Services.GetRequiredService<CredentialUsageRecorder>().FlushAsync(all: true);
        return string.Join(
            '\n',
            (await App.DbAsync(null, Tables.RowsAsync))
                .Where(r =>
                    (
                        r.Contains(App.Olga.Workspace.ToString(), StringComparison.OrdinalIgnoreCase)
                        || r.Contains(App.Olga.Id.ToString(), StringComparison.OrdinalIgnoreCase)
                    ) && !r.StartsWith("sessions", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
        );
    }

    private async Task<string> StatusesAsync(RazorPage page, bool post)
    {
        List<int> statuses = [];
        // Opening a page changes nothing, so one session of each serves for all pages.
        var browsers = post ? await FreshAsync() : _opened ??= await FreshAsync();
        foreach (var browser in browsers)
        {
            var url = await UrlAsync(page, App.Olga.Workspace);
            if (!post)
            {
                statuses.Add((int)(await browser.FetchAsync(HttpMethod.Get, url)).StatusCode);
                continue;
            }
            var form = await browser.GetAsync(browser == browsers[0] ? "/sign-in" : "/settings/profile");
            var token = form.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            statuses.Add(
                (int)
                    (
                        await browser.FetchAsync(HttpMethod.Post, url, [new("__RequestVerificationToken", token)])
                    ).StatusCode
            );
        }
        return string.Join(' ', statuses);
    }

    private async Task<Browser[]> FreshAsync() =>
        [
            App.Browser(),
            .. await Task.WhenAll(
                new[] { await AsAsync(App.Mia), await AsAsync(App.Adam), App.Olga, App.Eve }.Select(p =>
                    App.SignedInAsync(p)
                )
            ),
        ];

    // Someone fresh of the same role, since some forms sign out or change a name.
    private Task<Person> AsAsync(Person person) =>
        App.AddAsync(person.Name, person.Role == MemberRole.Owner ? MemberRole.Member : person.Role);
}

public sealed class TenancyOnSqlite(SqliteApp app) : TenancyTests(app), IClassFixture<SqliteApp>;
