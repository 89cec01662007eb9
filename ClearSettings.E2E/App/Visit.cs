using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ClearSettings.E2E.App;

/// <summary>One browser window of one person: script on or off, light or dark. Every page it looks at must be accessible, and quiet on the console.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly List<string> complaints = [];
    private readonly string name;
    private readonly Chromium chromium;
    private readonly ColorScheme scheme;
    private readonly IBrowserContext context;
    private int shots;

    private Visit(Chromium chromium, IBrowserContext context, string name, bool script, ColorScheme scheme)
    {
        (this.chromium, this.context, this.name, Script, this.scheme) = (chromium, context, name, script, scheme);
    }

    public bool Script { get; }

    public IPage Page { get; private set; } = null!;

    public static async Task<Visit> OpenAsync(Chromium chromium, string name, bool script, ColorScheme scheme)
    {
        var context = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = script, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = 1280, Height = 900 }, AcceptDownloads = true });
        context.SetDefaultTimeout(15_000);
        var visit = new Visit(chromium, context, $"{name}-{(script ? "script" : "plain")}-{scheme.ToString().ToLowerInvariant()}", script, scheme) { Page = await context.NewPageAsync() };
        visit.Page.Console += (_, message) => visit.Hear(message);
        visit.Page.PageError += (_, error) => visit.complaints.Add(error);
        return visit;
    }

    /// <summary>Looks at the page at both widths: a screenshot of each, no sideways scrolling, no accessibility violation.</summary>
    public async Task LookAsync(string what)
    {
        foreach (var width in new[] { 390, 1280 })
        {
            await Page.SetViewportSizeAsync(width, 900);
            await Page.ScreenshotAsync(new() { Path = Repository.Artifacts(name, $"{++shots:00}-{what}-{width}.png"), FullPage = true });
            Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{what} scrolls sideways at {width}");
            var found = Script ? await Page.RunAxe() : await RunAxeOnCopyAsync();
            Assert.True(found.Violations.Length == 0, $"{what} at {width}: " + string.Join("; ", found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join(", ", v.Nodes.Select(n => n.Html))})")));
        }
    }

    // axe needs script: it looks at a copy of the page, with the page's own scripts left out.
    private async Task<AxeResult> RunAxeOnCopyAsync()
    {
        await using var scripted = await chromium.Browser.NewContextAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = Page.ViewportSize!.Width, Height = 900 } });
        var copy = await scripted.NewPageAsync();
        var html = await Page.ContentAsync();
        await copy.RouteAsync("**/*", route => route.Request.ResourceType switch
        {
            "document" => route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = html }),
            "script" => route.AbortAsync(),
            _ => route.ContinueAsync(),
        });
        await copy.GotoAsync(Page.Url);
        return await copy.RunAxe();
    }

    /// <summary>Nothing was said on the console: no script error, no blocked content.</summary>
    public void AssertQuiet() => Assert.Empty(complaints);

    public ValueTask DisposeAsync() => context.DisposeAsync();

    // The browser itself remarks on each refused form; that is the status it should have.
    private void Hear(IConsoleMessage message)
    {
        if (message.Type is not ("error" or "warning")) return;
        if (message.Text.Contains("status of 422", StringComparison.Ordinal) || message.Text.Contains("status of 404", StringComparison.Ordinal)) return;
        complaints.Add($"{Page.Url}: {message.Text}");
    }
}
