using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Vaults;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.Rules.TenancyTable;

namespace ClearSettings.Tests.Rules;

public abstract class TenancyTests(TestApp app) : AppTests(app)
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
                var body = (await WithIdsAsync(Actions[action.Name].Body))
                    .Replace("KEY", (await App.KeyAsync(App.Olga)).AccessKey, StringComparison.Ordinal)
                    .Replace("USER", App.Olga.Id.ToString("N"), StringComparison.Ordinal);
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
        // Olga's vaults, groups and so on, beneath her own workspace and beneath Eve's; and in bodies.
        List<string> urls = [];
        foreach (var page in RazorPage.All(App).Where(p => p.Route.Contains('{')))
            urls.Add(await UrlAsync(page, App.Olga.Workspace));
        foreach (var page in RazorPage.All(App).Where(p => p.Route.Contains("{id}", StringComparison.Ordinal)))
            urls.Add(await UrlAsync(page, App.Eve.Workspace));
        List<(string Action, string Body)> calls = [];
        foreach (var (action, entry) in Actions)
            calls.Add(
                (
                    action,
                    (await WithIdsAsync(entry.Body))
                        .Replace("KEY", key.AccessKey, StringComparison.Ordinal)
                        .Replace("USER", App.Olga.Id.ToString("N"), StringComparison.Ordinal)
                )
            );
        var before = await OfOlgaAsync();
        foreach (var url in urls)
            await browser.PostAsync(
                url,
                ("Addresses", "eve.was@example.com"),
                ("Role", "Admin"),
                ("id", App.Mia.Id.ToString("N")),
                ("key", $"{key.Id:N}-0"),
                ("group", App.Mia.Id.ToString("N")),
                ("user", App.Mia.Id.ToString("N")),
                ("Name", "Eve was here"),
                ("Label", "Eve was here"),
                ("Content", "a = eve"),
                ("enabled", "true"),
                ("Hours", "0")
            );
        foreach (var (action, body) in calls)
            await client.CallAsync(action, body);
        Assert.Equal(before, await OfOlgaAsync());
    }

    [Fact]
    public async Task Eve_sees_nothing_of_Olgas_workspace_by_any_action()
    {
        var client = App.Api(await App.KeyAsync(App.Eve));
        await App.KeyAsync(App.Olga, "Label of Olga");
        foreach (var (action, entry) in Actions)
        {
            var text = (
                await client.CallAsync(
                    action,
                    (await WithIdsAsync(entry.Body)).Replace(
                        "USER",
                        App.Olga.Id.ToString("N"),
                        StringComparison.Ordinal
                    )
                )
            ).Data.GetRawText();
            foreach (
                var secret in new[]
                {
                    App.Olga.Workspace.ToString("N"),
                    "Research",
                    "Olga Orlova",
                    App.Olga.Email,
                    "Label of Olga",
                }
            )
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
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

    // The address with something of Olga's workspace in it, made for this request, since some requests end it.
    private async Task<string> UrlAsync(RazorPage page, Guid workspace)
    {
        if (page.Kind is not "service-accounts")
            return page.Url(workspace, await IdAsync(page.Kind));
        var account = await AccountAsync();
        return page.Url(workspace, account.Id, account.Key);
    }

    private async Task<string> WithIdsAsync(string body)
    {
        foreach (var (word, kind) in new[] { ("VAULT", "vaults"), ("GROUP", "groups"), ("RULE", "rules") })
            if (body.Contains(word, StringComparison.Ordinal))
                body = body.Replace(word, (await IdAsync(kind)).ToString("N"), StringComparison.Ordinal);
        return body;
    }

    private async Task<Guid> IdAsync(string kind) =>
        kind switch
        {
            "vaults" => (
                await App.InAsync(
                    App.Olga,
                    s =>
                        s.GetRequiredService<SaveVault>()
                            .RunAsync(
                                null,
                                new()
                                {
                                    Name = $"Vault {Guid.NewGuid():N}",
                                    Scope = VaultScope.Organization,
                                    Content = "a = 1",
                                }
                            )
                )
            ).Value,
            "groups" => (
                await App.InAsync(
                    App.Olga,
                    s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = $"Group {Guid.NewGuid():N}" })
                )
            )
                .Value
                .Id,
            "rules" or "access-rules" => (
                await App.InAsync(
                    App.Olga,
                    s =>
                        s.GetRequiredService<CreateRules>()
                            .RunAsync([
                                new()
                                {
                                    Type = ResourceType.Task,
                                    Level = AccessLevel.Read,
                                    Users = [App.Olga.Id],
                                },
                            ])
                )
            ).Value.Single(),
            "users" => (await App.AddAsync("Somebody of Olga's", MemberRole.Member)).Id,
            _ => (await App.KeyAsync(App.Olga)).Id,
        };

    private async Task<(Guid Id, Guid Key)> AccountAsync()
    {
        var made = (
            await App.InAsync(
                App.Olga,
                s => s.GetRequiredService<CreateServiceAccount>().RunAsync(new() { Name = $"Bot {Guid.NewGuid():N}" })
            )
        ).Value;
        return (made.Credential.Credential.UserId, made.Credential.Credential.Id);
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
