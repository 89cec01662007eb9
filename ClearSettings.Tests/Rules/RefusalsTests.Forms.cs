using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ClearSettings.Tests.Rules;

public abstract partial class RefusalsTests
{
    // Those which change nothing, or end the session.
    private static readonly string[] PassedOver = ["/sign-out", "/settings/profile/theme"];

    private static async Task<List<string>> SubmitAllAsync(Browser browser, Refusing refused)
    {
        List<string> wrong = [];
        Queue<string> todo = new(["/settings/workspaces"]);
        HashSet<string> seen = ["/settings/workspaces"],
            submitted = [];
        while (todo.TryDequeue(out var url))
        {
            var page = await browser.GetAsync(url);
            foreach (var link in LinksOf(page).Where(seen.Add))
                todo.Enqueue(link);
            foreach (var (form, button) in FormsOf(page))
            {
                var target = page.TargetOf(form, button);
                if (
                    PassedOver.Contains(target.AbsolutePath)
                    || !submitted.Add($"{target} {form.Id} {button?.Name}={button?.Value}")
                )
                    continue;
                refused.Form = $"{target.PathAndQuery} {button?.Name}={button?.Value}";
                wrong.AddRange((await SubmitAsync(browser, page, form, button)).Select(s => $"{refused.Form}{s}"));
            }
        }
        return wrong;
    }

    private static IEnumerable<string> LinksOf(Page page) =>
        page
            .Document.QuerySelectorAll("a[href]")
            .Select(a => a.GetAttribute("href")!.Split('#')[0])
            .Where(h => h.StartsWith('/') && !h.Contains("sort=", StringComparison.Ordinal));

    private static IEnumerable<(IHtmlFormElement Form, IHtmlButtonElement? Button)> FormsOf(Page page) =>
        page
            .Document.Forms.Where(f => f.Method == "post")
            .SelectMany(form =>
                page.Document.QuerySelectorAll<IHtmlButtonElement>("button")
                    .Where(b => b.Form == form && b.Type == "submit")
                    .DefaultIfEmpty()
                    .Select(button => (form, button))
            );

    /// <summary>What looks like a success, without htmx and with it.</summary>
    private static async Task<List<string>> SubmitAsync(
        Browser browser,
        Page page,
        IHtmlFormElement form,
        IHtmlButtonElement? button
    )
    {
        FillIn(form);
        List<string> found = [.. Successes(await page.SubmitAsync(form, button)).Select(s => $" on {page.Path}: {s}")];
        if (form.HasAttribute("hx-post"))
            found.AddRange(
                (await ByHtmxAsync(browser, page, form, button)).Select(s => $" by htmx on {page.Path}: {s}")
            );
        return found;
    }

    private static async Task<List<string>> ByHtmxAsync(
        Browser browser,
        Page page,
        IHtmlFormElement form,
        IHtmlButtonElement? button
    )
    {
        var url = page.TargetOf(form, button);
        var response = await browser.FetchAsync(
            HttpMethod.Post,
            url.AbsoluteUri,
            Page.FieldsOf(form, button),
            ("HX-Request", "true"),
            ("HX-Target", SwapTarget(form))
        );
        var found = Successes(await Page.ReadAsync(browser, url, response));
        // The checks of an editor say their counts; they are no changes. A test email says itself that it failed.
        if (form.Id is not ("check" or "parts") && response.Headers.TryGetValues("HX-Trigger", out var triggers))
            found.AddRange(
                triggers
                    .Where(t => !t.Contains("was not sent", StringComparison.Ordinal))
                    .Select(t => $"HX-Trigger {t}")
            );
        if (response.Headers.TryGetValues("HX-Redirect", out var next))
            found.AddRange(Successes(await browser.GetAsync(next.Single())));
        return found;
    }

    private static string SwapTarget(IHtmlFormElement form) =>
        form.GetAttribute("hx-target") switch
        {
            null => "dialog-content",
            "this" => form.Id!,
            var selector => selector.TrimStart('#'),
        };

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
}
