using System.Reflection;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Tests.Email;
using ClearSettings.Tests.Groups;
using ClearSettings.Tests.ServiceAccounts;
using ClearSettings.Tests.Vaults;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

/// <summary>Submits every form of every page while each change is refused: nothing may look like a success.</summary>
public abstract class RefusalsTests(TestApp app) : AppTests(app)
{
    private const string Sentence = "This was refused by the test.";

    // Those which change nothing, or end the session.
    private static readonly string[] PassedOver = ["/sign-out", "/settings/profile/theme"];

    [Theory]
    [InlineData(Refusal.Invalid)]
    [InlineData(Refusal.Conflict)]
    [InlineData(Refusal.NotFound)]
    public async Task A_refused_change_looks_like_a_success_in_no_form_of_any_page(Refusal refusal)
    {
        await using var server = await App.AnotherAsync();
        await FillAsync(server);
        var refused = new Refusing(server, refusal);
        var (olga, mia) = (await server.SignedInAsync(server.Olga), await server.SignedInAsync(server.Mia));
        refused.Begin();
        List<string> wrong = [.. await SubmitAllAsync(olga, refused), .. await SubmitAllAsync(mia, refused)];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
        // Forms that really led to a change which was refused.
        Assert.True(refused.Reached.Count > 30, $"{refused.Reached.Count}: {string.Join(' ', refused.Reached)}");
    }

    [Fact]
    public async Task A_lost_right_is_an_error_when_credentials_are_revoked_and_the_credentials_still_work()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Olga, "Still good");
        var browser = await server.SignedInAsync(server.Olga);
        var form = await browser.GetAsync(
            $"/settings/workspaces/{server.Olga.Workspace:N}/credentials/{key.Id:N}/revoke"
        );
        var refused = new Refusing(server, Refusal.Conflict);
        refused.Begin();
        var page = await form.PressAsync("Revoke credentials");
        refused.End();
        Assert.Equal(("alert", Sentence), (page.Document.GetElementById("flash")!.GetAttribute("role"), page.Flash));
        Assert.Contains("message-bad", page.Document.GetElementById("flash")!.ClassList);
        await server.Api(key).OkAsync("debug.ping");
        await form.PressAsync("Revoke credentials");
        var again = await form.PressAsync("Revoke credentials");
        Assert.Equal(
            ("status", "These credentials were already revoked."),
            (again.Document.GetElementById("flash")!.GetAttribute("role"), again.Flash)
        );
        Assert.Contains("message-note", again.Document.GetElementById("flash")!.ClassList);
    }

    // Something of everything that has forms.
    private static async Task FillAsync(TestApp server)
    {
        await server.BotAsync(server.Olga);
        foreach (var person in new[] { server.Olga, server.Mia })
            await server.KeyAsync(person, $"Of {person.Name}");
        await GroupFixture.GroupAsync(server, "Perception", server.Mia);
        var vault = await VaultTestClient.SaveAsync(server, "Shared", "a = 1");
        await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<Domain.Vaults.SaveVault>().RunAsync(vault, new() { Content = "a = 2" })
        );
        foreach (var person in new[] { server.Olga, server.Mia })
            await server.InAsync(
                person,
                s =>
                    s.GetRequiredService<Domain.Vaults.SaveVault>()
                        .SavePersonalAsync(person.Id, new() { Content = "b = 1" })
            );
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "ivan@example.com", Role = MemberRole.Member })
        );
        await server.InAsync(
            server.Eve,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = server.Mia.Email, Role = MemberRole.Member })
        );
        await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(server.Mia.Id)
        );
        var mail = await (await server.SignedInAsync(server.Olga)).GetAsync(
            $"/workspaces/{server.Olga.Workspace:N}/email"
        );
        await mail.Fill("Server", "localhost")
            .Fill("Port", $"{FreePort.Find()}")
            .Fill("Sender's address", "s@northwind.example")
            .Fill("Address in links", "https://settings.northwind.example")
            .PressAsync("Save email settings");
        await MailInbox.AddAsync(server, MailInbox.Invitation("waiting@example.com"));
        await MailInbox.UntilAsync(server, m => m.Attempts == 1);
    }

    private static async Task<List<string>> SubmitAllAsync(Browser browser, Refusing refused)
    {
        List<string> wrong = [];
        Queue<string> todo = new(["/settings/workspaces"]);
        HashSet<string> seen = ["/settings/workspaces"],
            submitted = [];
        while (todo.TryDequeue(out var url))
        {
            var page = await browser.GetAsync(url);
            foreach (
                var link in page
                    .Document.QuerySelectorAll("a[href]")
                    .Select(a => a.GetAttribute("href")!.Split('#')[0])
                    .Where(h => h.StartsWith('/') && !h.Contains("sort=", StringComparison.Ordinal))
            )
                if (seen.Add(link))
                    todo.Enqueue(link);
            foreach (var form in page.Document.Forms.Where(f => f.Method == "post"))
            {
                foreach (
                    var button in page
                        .Document.QuerySelectorAll<IHtmlButtonElement>("button")
                        .Where(b => b.Form == form && b.Type == "submit")
                        .DefaultIfEmpty()
                )
                {
                    var target = page.TargetOf(form, button);
                    if (
                        PassedOver.Contains(target.AbsolutePath)
                        || !submitted.Add($"{target} {form.Id} {button?.Name}={button?.Value}")
                    )
                        continue;
                    FillIn(form);
                    refused.Form = $"{target.PathAndQuery} {button?.Name}={button?.Value}";
                    wrong.AddRange(
                        Successes(await page.SubmitAsync(form, button)).Select(s => $"{refused.Form} on {url}: {s}")
                    );
                    if (form.HasAttribute("hx-post"))
                        wrong.AddRange(
                            (await ByHtmxAsync(browser, page, form, button)).Select(s =>
                                $"{refused.Form} by htmx on {url}: {s}"
                            )
                        );
                }
            }
        }
        return wrong;
    }

    private static async Task<List<string>> ByHtmxAsync(
        Browser browser,
        Page page,
        IHtmlFormElement form,
        IHtmlButtonElement? button
    )
    {
        var target = form.GetAttribute("hx-target") switch
        {
            null => "dialog-content",
            "this" => form.Id!,
            var selector => selector.TrimStart('#'),
        };
        var url = page.TargetOf(form, button);
        var answer = await Page.ReadAsync(
            browser,
            url,
            await browser.FetchAsync(
                HttpMethod.Post,
                url.AbsoluteUri,
                Page.FieldsOf(form, button),
                ("HX-Request", "true"),
                ("HX-Target", target)
            )
        );
        var found = Successes(answer);
        // The checks of an editor say their counts; they are no changes. A test email says itself that it failed.
        if (form.Id is not ("check" or "parts") && answer.Response.Headers.TryGetValues("HX-Trigger", out var triggers))
            found.AddRange(
                triggers
                    .Where(t => !t.Contains("was not sent", StringComparison.Ordinal))
                    .Select(t => $"HX-Trigger {t}")
            );
        if (answer.Response.Headers.TryGetValues("HX-Redirect", out var next))
            found.AddRange(Successes(await browser.GetAsync(next.Single())));
        return found;
    }

    private static List<string> Successes(Page page) =>
        [.. page.Document.QuerySelectorAll(".message-good, .toast-good").Select(e => Page.Squeeze(e.TextContent))];

    // So that as many forms as possible come as far as the change.
    private static void FillIn(IHtmlFormElement form)
    {
        foreach (var element in form.Elements)
        {
            if (element is IHtmlInputElement { Type: "password", Value: "" } secret)
                secret.Value = Person.Password;
            else if (element is IHtmlInputElement { Type: "text", Value: "" } text)
                text.Value = "Filled in";
            else if (element is IHtmlTextAreaElement { Name: "Addresses" } addresses)
                addresses.Value = "new@example.com";
            else if (element is IHtmlTextAreaElement { Value: "", IsHidden: false } area)
                area.Value = "c = 1";
            else if (element is IHtmlInputElement { Type: "checkbox", Name: "group" } box)
                box.IsChecked = true;
        }
    }

    /// <summary>Refuses every change that can be refused.</summary>
    private sealed class Refusing(TestApp server, Refusal refusal)
    {
        private readonly SqliteWriteLock _queue = server.Services.GetRequiredService<SqliteWriteLock>();

        public string Form { get; set; } = "";

        public HashSet<string> Reached { get; } = [];

        public void Begin() => _queue.Refuse = Refuse;

        public void End() => _queue.Refuse = null;

        private Result? Refuse(Type type)
        {
            if (!typeof(Result).IsAssignableFrom(type))
                return null;
            Reached.Add(Form);
            var refused = refusal switch
            {
                Refusal.NotFound => Result.NotFound(Sentence),
                Refusal.Conflict => Result.Conflict(Sentence),
                _ => Result.Refuse("", Sentence),
            };
            return type == typeof(Result)
                ? refused
                : (Result)type.GetMethod("From", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [refused])!;
        }
    }
}

public sealed class RefusalsOnSqlite(SqliteApp app) : RefusalsTests(app), IClassFixture<SqliteApp>;
