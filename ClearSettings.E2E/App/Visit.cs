using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ClearSettings.E2E.App;

/// <summary>
/// One browser window of one person: script on or off, light or dark. Every page it looks at must be accessible, and
/// quiet on the console.
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly List<string> _complaints = [];
    private readonly Chromium _chromium;
    private readonly IBrowserContext _context;
    private readonly Look _look;
    private IPage? _copy;
    private string _html = "";
    private int _shots;

    private Visit(Chromium chromium, IBrowserContext context, Look look) =>
        (_chromium, _context, _look) = (chromium, context, look);

    public bool Script => _look.Script;

    public IPage Page { get; private set; } = null!;

    public static Task<Visit> OpenAsync(Chromium chromium, string name, bool script, ColorScheme scheme) =>
        OpenAsync(chromium, new($"{name}-{Name(script)}-{Name(scheme)}", script, scheme, scheme));

    /// <summary>
    /// Light on a phone and dark on a desk with script, and the other way round without: two runs see each page both
    /// ways at both widths.
    /// </summary>
    public static Task<Visit> OpenAsync(Chromium chromium, string name, bool script)
    {
        var (narrow, wide) = script ? (ColorScheme.Light, ColorScheme.Dark) : (ColorScheme.Dark, ColorScheme.Light);
        return OpenAsync(chromium, new($"{name}-{Name(script)}", script, narrow, wide));
    }

    private static async Task<Visit> OpenAsync(Chromium chromium, Look look)
    {
        var context = await chromium.Browser.NewContextAsync(
            new()
            {
                JavaScriptEnabled = look.Script,
                ColorScheme = look.Wide,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = 1280, Height = 900 },
                AcceptDownloads = true,
            }
        );
        context.SetDefaultTimeout(Chromium.Patience);
        var visit = new Visit(chromium, context, look) { Page = await context.NewPageAsync() };
        visit.Page.Console += (_, message) => visit.Hear(message);
        visit.Page.PageError += (_, error) => visit._complaints.Add(error);
        return visit;
    }

    /// <summary>
    /// Looks at the page at both widths: no sideways scrolling, no accessibility violation (at one of them, in turn,
    /// where both runs see the page), and a screenshot of each if they are wanted.
    /// </summary>
    public async Task LookAsync(string what)
    {
        foreach (var (width, scheme) in new[] { (390, _look.Narrow), (1280, _look.Wide) })
        {
            if (_look.Narrow != _look.Wide)
                await Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await Page.SetViewportSizeAsync(width, 900);
            await TakeScreenshotAsync($"{++_shots:00}-{what}-{width}-{Name(scheme)}.png");
            Assert.True(
                await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                $"{what} scrolls sideways at {width}"
            );
            if (_look.Narrow != _look.Wide && !IsForAxe(width))
                continue;
            var violations = await AxeAsync(Script ? Page : await CopyAsync(scheme));
            Assert.True(violations.Length == 0, $"{what} at {width}: " + string.Join("; ", violations));
        }
    }

    private async Task TakeScreenshotAsync(string file)
    {
        if (!Repository.KeepsScreenshots)
            return;
        // Hiding the caret would leave an empty style attribute on every field.
        await Page.ScreenshotAsync(
            new()
            {
                Caret = ScreenshotCaret.Initial,
                Path = Repository.Artifacts(_look.Name, file),
                FullPage = true,
            }
        );
    }

    // Where a journey runs with script and without, axe sees a page at one width in each: both widths between them, for
    // half the time.
    private bool IsForAxe(int width) => ((_shots - 1) / 2 % 2 == 0) ^ (width == 390) ^ Script;

    // By its one call in a page that is already open: a page of its own for each look costs ten times as much.
    private static async Task<string[]> AxeAsync(IPage page)
    {
        await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'], preload: false })).violations
                .map(v => `${v.id}: ${v.help} (${v.nodes.map(n => n.html).join(', ')})`)
            """
        );
    }

    // axe needs script: it looks at a copy of the page, with the page's own scripts left out.
    private async Task<IPage> CopyAsync(ColorScheme scheme)
    {
        _copy ??= await OpenCopyAsync();
        await _copy.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await _copy.SetViewportSizeAsync(Page.ViewportSize!.Width, Page.ViewportSize.Height);
        _html = await Page.ContentAsync();
        await _copy.GotoAsync(Page.Url);
        return _copy;
    }

    private async Task<IPage> OpenCopyAsync()
    {
        var page = await (await _chromium.Browser.NewContextAsync()).NewPageAsync();
        await page.RouteAsync(
            "**/*",
            route =>
                route.Request.ResourceType switch
                {
                    "document" => route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = _html }),
                    "script" => route.AbortAsync(),
                    _ => route.ContinueAsync(),
                }
        );
        return page;
    }

    /// <summary>Fills the field with that label.</summary>
    public Task FillAsync(string label, string text) =>
        Shown(Page.GetByLabel(label, new() { Exact = true })).FillAsync(text);

    /// <summary>Presses a button; the one of an open dialog, if another has the same name.</summary>
    public Task PressAsync(string button) =>
        Shown(Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true })).ClickAsync();

    /// <summary>Follows a link; the one of an open dialog, if another has the same name.</summary>
    public Task FollowAsync(string link) =>
        Shown(Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true })).ClickAsync();

    /// <summary>Chooses an item of the menu of a row.</summary>
    public async Task ChooseAsync(string row, string item)
    {
        await PressAsync($"Actions for {row}");
        await FollowAsync(item);
    }

    /// <summary>Closes a dialog that shows a secret, which asks first where nothing was copied.</summary>
    public async Task LeaveSecretAsync()
    {
        await FollowAsync("Done");
        if (Script && await Page.Locator("dialog .dialog-ask").IsVisibleAsync())
            await PressAsync("Close anyway");
    }

    /// <summary>Waits until the page shows these words.</summary>
    public Task SeeAsync(string words) =>
        Assertions.Expect(Page.GetByText(words).Filter(new() { Visible = true }).First).ToBeVisibleAsync();

    public Task SeeHeadingAsync(string words) =>
        Assertions
            .Expect(Shown(Page.GetByRole(AriaRole.Heading, new() { Name = words, Exact = true })))
            .ToBeVisibleAsync();

    /// <summary>
    /// Loads the page again until it shows these words: something on the way to it is still under way.
    /// </summary>
    public Task ReloadUntilAsync(string words) => ReloadUntilAsync(Page.GetByText(words).First);

    public async Task ReloadUntilAsync(ILocator shown)
    {
        var patience = DateTime.UtcNow.AddMilliseconds(Chromium.Patience);
        while (!await shown.IsVisibleAsync())
        {
            Assert.True(DateTime.UtcNow < patience, $"{shown} did not show in time on {Page.Url}.");
            await Page.ReloadAsync();
        }
    }

    private static string Name(bool script) => script ? "script" : "plain";

    private static string Name(ColorScheme scheme) => scheme.ToString().ToLowerInvariant();

    // A dialog comes last in the page.
    private static ILocator Shown(ILocator locator) => locator.Filter(new() { Visible = true }).Last;

    /// <summary>Nothing was said on the console: no script error, no blocked content.</summary>
    public void AssertQuiet() => Assert.True(_complaints.Count == 0, string.Join("\n", _complaints));

    public async ValueTask DisposeAsync()
    {
        if (_copy is not null)
            await _copy.Context.DisposeAsync();
        await _context.DisposeAsync();
    }

    // The browser itself remarks on each refused form; that is the status it should have.
    private void Hear(IConsoleMessage message)
    {
        if (message.Type is not ("error" or "warning"))
            return;
        if (
            message.Text.Contains("status of 422", StringComparison.Ordinal)
            || message.Text.Contains("status of 404", StringComparison.Ordinal)
        )
            return;
        // Leaving a page ends the requests that it still waits for.
        if (
            message.Text.StartsWith("htmx:sendAbort", StringComparison.Ordinal)
            || message.Text.StartsWith("htmx:afterRequest", StringComparison.Ordinal)
        )
            return;
        _complaints.Add($"{Page.Url}: {message.Text}");
    }

    /// <param name="Name">Of its screenshots.</param>
    /// <param name="Narrow">Colors on a phone.</param>
    /// <param name="Wide">Colors on a desk.</param>
    private sealed record Look(string Name, bool Script, ColorScheme Narrow, ColorScheme Wide);
}
