using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ClearSettings.Tests.App;

/// <summary>A page as a browser without JavaScript shows it.</summary>
public sealed class Page
{
    private readonly Browser _browser;
    private readonly Uri _url;

    private Page(Browser browser, Uri url, HttpResponseMessage response, string html)
    {
        (this._browser, this._url, Response, Html) = (browser, url, response, html);
        Document = new HtmlParser().ParseDocument(html);
    }

    public HttpResponseMessage Response { get; }

    public string Html { get; }

    public IHtmlDocument Document { get; }

    public int Status => (int)Response.StatusCode;

    public string Path => _url.PathAndQuery;

    public string Heading => Squeeze(Document.QuerySelector("h1")?.TextContent);

    public string Main => Squeeze(Document.QuerySelector("main")?.TextContent);

    public string Flash => Squeeze(Document.QuerySelector("#flash")?.TextContent);

    /// <summary>Every error sentence and alert.</summary>
    public string Problems =>
        string.Join(' ', Document.QuerySelectorAll(".error, [role=alert]").Select(e => Squeeze(e.TextContent)));

    internal static async Task<Page> ReadAsync(Browser browser, Uri url, HttpResponseMessage response) =>
        new(browser, url, response, await response.Content.ReadAsStringAsync());

    public static string Squeeze(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public Page Fill(string label, string value)
    {
        switch (Labelled(label))
        {
            case IHtmlInputElement input:
                input.Value = value;
                break;
            case IHtmlTextAreaElement area:
                area.Value = value;
                break;
            case IHtmlSelectElement select:
                select.Value = select.Options.Single(o => Squeeze(o.Text) == value).Value;
                break;
            case var other:
                Assert.Fail($"{label} is a {other.LocalName}");
                break;
        }
        return this;
    }

    /// <summary>Ticks the box or radio button with that label.</summary>
    public Page Choose(string label)
    {
        var box = (IHtmlInputElement)Labelled(label);
        if (box.Type == "radio")
            foreach (
                var other in box.Form!.QuerySelectorAll<IHtmlInputElement>($"input[type=radio][name='{box.Name}']")
            )
                other.IsChecked = false;
        box.IsChecked = true;
        return this;
    }

    /// <summary>Overwrites a field by its name, as no one's browser would.</summary>
    public Page Tamper(string name, string value)
    {
        foreach (var field in Document.QuerySelectorAll<IHtmlInputElement>($"input[name='{name}']"))
            field.Value = value;
        return this;
    }

    /// <summary>Presses the button with that text in the page's main part, else anywhere.</summary>
    public Task<Page> PressAsync(string button)
    {
        var element = Document
            .QuerySelectorAll<IHtmlButtonElement>("main button")
            .Concat(Document.QuerySelectorAll<IHtmlButtonElement>("button"))
            .FirstOrDefault(b => Squeeze(b.TextContent) == button);
        Assert.True(element?.Form is not null, $"{_url} ({Status}) has no button “{button}” in a form.");
        return SubmitAsync(element.Form!, element);
    }

    /// <summary>Presses the switch of the first form whose address ends so.</summary>
    public Task<Page> ToggleAsync(string action)
    {
        var element = Document
            .QuerySelectorAll<IHtmlButtonElement>("form button[role=switch]")
            .First(b => b.Form!.GetAttribute("action")!.EndsWith(action, StringComparison.Ordinal));
        return SubmitAsync(element.Form!, element);
    }

    /// <summary>Follows the link with that text or name.</summary>
    public Task<Page> FollowAsync(string link)
    {
        var element = Document
            .QuerySelectorAll<IHtmlAnchorElement>("main a, a")
            .FirstOrDefault(a => Squeeze(a.TextContent) == link || a.GetAttribute("aria-label") == link);
        Assert.True(element is not null, $"{_url} has no link “{link}”.");
        return _browser.SendAsync(HttpMethod.Get, new Uri(_url, element.GetAttribute("href")!), null, _url);
    }

    /// <summary>The cells of the table rows that hold the text.</summary>
    public IReadOnlyList<IElement> Rows(string text) =>
        [.. Document.QuerySelectorAll("tbody tr").Where(r => r.TextContent.Contains(text, StringComparison.Ordinal))];

    public string Cell(string row, string column) =>
        Squeeze(Assert.Single(Rows(row)).QuerySelector($"td[data-label='{column}']")?.TextContent);

    /// <summary>A link in the row of a table.</summary>
    public Task<Page> FollowAsync(string row, string link)
    {
        var element = Assert.Single(Rows(row)).QuerySelectorAll("a").Single(a => Squeeze(a.TextContent) == link);
        return _browser.SendAsync(HttpMethod.Get, new Uri(_url, element.GetAttribute("href")!), null, _url);
    }

    /// <summary>What a browser would send.</summary>
    public static List<KeyValuePair<string, string>> FieldsOf(IHtmlFormElement form, IHtmlButtonElement? button)
    {
        List<KeyValuePair<string, string>> fields = [];
        foreach (var element in form.Elements)
        {
            if (element is IHtmlInputElement { Type: "checkbox" or "radio" } box && box.IsChecked)
                fields.Add(new(box.Name!, box.Value));
            else if (
                element is IHtmlInputElement { Type: not ("checkbox" or "radio" or "submit") } input
                && !string.IsNullOrEmpty(input.Name)
            )
                fields.Add(new(input.Name, input.Value));
            else if (element is IHtmlTextAreaElement area)
                fields.Add(new(area.Name!, area.Value));
            else if (element is IHtmlSelectElement select)
                fields.Add(new(select.Name!, select.Value ?? ""));
        }
        if (!string.IsNullOrEmpty(button?.Name))
            fields.Add(new(button.Name, button.Value));
        return fields;
    }

    public Uri TargetOf(IHtmlFormElement form, IHtmlButtonElement? button) =>
        new(
            _url,
            (button?.GetAttribute("formaction") ?? form.GetAttribute("action")) is { Length: > 0 } action
                ? action
                : _url.AbsoluteUri
        );

    public Task<Page> SubmitAsync(IHtmlFormElement form, IHtmlButtonElement? button)
    {
        var (fields, target) = (FieldsOf(form, button), TargetOf(form, button));
        if (form.Method == "post")
            return _browser.SendAsync(HttpMethod.Post, target, fields, _url);
        var query = new StringBuilder();
        foreach (var (name, value) in fields)
            query
                .Append(query.Length == 0 ? '?' : '&')
                .Append(Uri.EscapeDataString(name))
                .Append('=')
                .Append(Uri.EscapeDataString(value));
        return _browser.SendAsync(HttpMethod.Get, new Uri(target, target.AbsolutePath + query), null, _url);
    }

    private IElement Labelled(string label)
    {
        var main = Document.QuerySelector("main")!;
        foreach (var element in main.QuerySelectorAll<IHtmlLabelElement>("label"))
        {
            if (TextOf(element) != label && element.QuerySelector("b")?.TextContent != label)
                continue;
            return (
                element.HtmlFor is { Length: > 0 } id
                    ? Document.GetElementById(id)
                    : element.QuerySelector("input, select")
            )!;
        }
        var field = main.QuerySelectorAll("input, select")
            .FirstOrDefault(e =>
                e.GetAttribute("aria-label") == label
                || Squeeze(Document.GetElementById(e.GetAttribute("aria-labelledby") ?? "")?.TextContent) == label
            );
        Assert.True(field is not null, $"{_url} ({Status}) has no field “{label}”.");
        return field;
    }

    private static string TextOf(IHtmlLabelElement label) =>
        Squeeze(
            string.Concat(
                label
                    .ChildNodes.Where(n =>
                        n is not IElement { ClassName: var c }
                        || c?.Contains("optional", StringComparison.Ordinal) != true
                    )
                    .Select(n => n.TextContent)
            )
        );
}
