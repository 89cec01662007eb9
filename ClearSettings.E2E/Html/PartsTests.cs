using ClearSettings.E2E.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.Html;

/// <summary>The parts of the pages at every width, with the longest names.</summary>
public sealed class PartsTests(Chromium chromium)
{
    // 640 is also 1280 at 200 %.
    private static readonly int[] Widths = [320, 390, 640, 719, 720, 859, 860, 960, 1060, 1120, 1280, 1600];

    /// <summary>
    /// What cannot be reached: outside the page, cut off by something around it, or under something else.
    /// </summary>
    private const string OutOfReach = """
        () => {
            const names = [];
            for (const item of document.querySelectorAll(
                ':is(main, dialog[open]) :is(a[href], button, input, select, textarea)',
            )) {
                if (!item.checkVisibility({ visibilityProperty: true })) continue;
                if (item.type === 'hidden' || item.tabIndex < 0 || item.disabled) continue;
                if (item.closest('.sr, [popover]:not(:popover-open)') && !item.closest('.filters')) continue;
                const modal = document.querySelector('dialog[open]');
                if (modal && !modal.contains(item)) continue;
                item.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
                const box = item.getBoundingClientRect();
                const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                const label = item.closest('label');
                const inside = box.left >= 0 && box.right <= innerWidth + 0.5;
                const hit = seen && (item.contains(seen) || label?.contains(seen));
                const name = item.id || item.textContent.trim().slice(0, 30);
                const place = `${Math.round(box.left)}..${Math.round(box.right)}`;
                const over = seen?.className || seen?.tagName;
                if (!inside || !hit) names.push(`${item.tagName} ${name} at ${place}, under ${over}`);
            }
            return names;
        }
        """;

    /// <summary>Text that is cut off and that no tooltip shows in full.</summary>
    private const string Cut = """
        () => [...document.querySelectorAll('main :is(.clip, .chip)')]
            .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && !e.closest('[title]'))
            .map(e => e.className + ': ' + e.textContent.trim().slice(0, 30))
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_is_within_reach_at_every_width(bool script)
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts", script);
        await server.SignInAsync(olga);
        foreach (
            var path in new[] { "", "?errors=true", "?dialog=form&errors=true", "?dialog=confirm", "?dialog=secret" }
        )
        {
            await olga.Page.GotoAsync(server.Url + path);
            await olga.LookAsync("parts");
            foreach (var width in Widths)
            {
                await olga.Page.SetViewportSizeAsync(width, 800);
                Assert.True(
                    await olga.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                    $"parts{path} scrolls sideways at {width}"
                );
                var lost = await olga.Page.EvaluateAsync<string[]>(OutOfReach);
                Assert.True(lost.Length == 0, $"parts{path} at {width}: " + string.Join("; ", lost));
                var cut = await olga.Page.EvaluateAsync<string[]>(Cut);
                Assert.True(cut.Length == 0, $"parts{path} at {width} cuts " + string.Join("; ", cut));
            }
        }
        olga.AssertQuiet();
    }

    [Fact]
    public async Task A_table_stays_a_table_down_to_720_pixels()
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts-table", true, ColorScheme.Light);
        await server.SignInAsync(olga);
        foreach (var (width, display) in new[] { (720, "table-row"), (860, "table-row"), (719, "grid") })
        {
            await olga.Page.SetViewportSizeAsync(width, 800);
            Assert.Equal(
                display,
                await olga.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('tbody tr')).display")
            );
        }
    }

    [Fact]
    public async Task The_name_has_room_and_the_ID_is_shown_at_1280_pixels()
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts-widths", true, ColorScheme.Light);
        await server.SignInAsync(olga);
        await olga.Page.SetViewportSizeAsync(1280, 800);
        var name = await olga.Page.Locator("tbody th").First.BoundingBoxAsync();
        Assert.True(name!.Width >= 200, $"{name.Width}");
        await Assertions.Expect(olga.Page.Locator("tbody .cell-id").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, true)]
    [InlineData(390, false)]
    public async Task What_to_do_with_selected_rows_stays_within_reach(int width, bool script)
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts-selection", script, ColorScheme.Light);
        await server.SignInAsync(olga);
        await olga.Page.SetViewportSizeAsync(width, 800);
        var bar = olga.Page.Locator(".bulk");
        await Assertions.Expect(bar).ToBeHiddenAsync();
        await olga.Page.Locator("td.cell-check input").Last.CheckAsync();
        await olga.LookAsync("parts-selection");
        await olga.Page.EvaluateAsync("document.querySelector('tbody tr:last-child').scrollIntoView()");
        await Assertions.Expect(bar.GetByRole(AriaRole.Button).First).ToBeInViewportAsync(new() { Ratio = 1 });
        var lost = await olga.Page.EvaluateAsync<string[]>(OutOfReach);
        Assert.True(lost.Length == 0, string.Join("; ", lost));
        await bar.GetByText("Clear selection").ClickAsync();
        await Assertions.Expect(bar).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_dialog_stays_where_it_is_while_its_content_changes()
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts-dialog", true, ColorScheme.Light);
        await server.SignInAsync(olga);
        await olga.FollowAsync("Add person");
        await olga.SeeAsync("A form in a dialog.");
        var title = olga.Page.Locator("#dialog-title");
        var (before, box) = (await title.BoundingBoxAsync(), olga.Page.Locator("dialog .dialog-box"));
        var height = (await box.BoundingBoxAsync())!.Height;
        await olga.Page.Locator("dialog").GetByLabel("Search groups").FillAsync("nothing");
        await Assertions.Expect(olga.Page.Locator("dialog .picks-none")).ToBeVisibleAsync();
        Assert.True((await box.BoundingBoxAsync())!.Height < height);
        Assert.Equal(before!.Y, (await title.BoundingBoxAsync())!.Y);
    }

    [Fact]
    public async Task A_dialog_with_a_secret_asks_before_it_closes_uncopied()
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts-secret", true, ColorScheme.Light);
        await server.SignInAsync(olga);
        foreach (var close in new[] { "Escape", "Close", "Done" })
        {
            await olga.FollowAsync("Create credentials");
            await olga.SeeHeadingAsync("Credentials created");
            await CloseAsync(olga, close);
            await olga.SeeAsync("You have not copied the secret key.");
            await olga.PressAsync("Go back");
            await Assertions.Expect(olga.Page.Locator("dialog .dialog-ask")).ToBeHiddenAsync();
            await CloseAsync(olga, close);
            await olga.PressAsync("Close anyway");
            await Assertions.Expect(olga.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        }
        await olga.FollowAsync("Create credentials");
        await olga.SeeHeadingAsync("Credentials created");
        await olga.PressAsync("Copy secret key");
        await olga.FollowAsync("Done");
        await Assertions.Expect(olga.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Each_request_shows_that_it_runs()
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts-busy", true, ColorScheme.Light);
        await server.SignInAsync(olga);
        var answer = new TaskCompletionSource();
        await olga.Page.RouteAsync(
            "**/parts?*",
            async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            }
        );
        await olga.Page.GetByLabel("Search name, email or ID").FillAsync("mia");
        await Assertions.Expect(olga.Page.Locator("html[data-running] #list[aria-busy]")).ToHaveCountAsync(1);
        answer.SetResult();
        await Assertions.Expect(olga.Page.Locator("[data-running], [aria-busy]")).ToHaveCountAsync(0);
        Assert.Contains("q=mia", olga.Page.Url);
    }

    [Fact]
    public async Task A_picker_narrows_its_rows_while_someone_types()
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts-picker", true, ColorScheme.Light);
        await server.SignInAsync(olga);
        var rows = olga.Page.Locator("#Groups-list li:not(.picks-none)").Filter(new() { Visible = true });
        await Assertions.Expect(rows).ToHaveCountAsync(10);
        await olga.Page.GetByLabel("Search groups").FillAsync("number 7");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await olga.Page.GetByLabel("Search groups").FillAsync("nothing");
        await olga.SeeAsync("No matches.");
    }

    [Fact]
    public async Task A_form_outlives_its_token_and_its_session()
    {
        await using var server = await PartsServer.StartAsync();
        await using var olga = await Visit.OpenAsync(chromium, "parts-lost", true, ColorScheme.Light);
        await server.SignInAsync(olga);
        await OpenFormAsync(olga, "First");
        await olga.Page.Context.ClearCookiesAsync(new() { Name = "clearsettings-form" });
        await olga.PressAsync("Save person");
        await olga.SeeAsync("First is saved.");

        await OpenFormAsync(olga, "Second");
        await olga.Page.Context.ClearCookiesAsync();
        await olga.PressAsync("Save person");
        await olga.SeeAsync("You are signed out.");
        Assert.Equal(
            "Second",
            await olga.Page.Locator("dialog").GetByLabel("Name", new() { Exact = true }).InputValueAsync()
        );
        var tab = await olga.Page.Context.RunAndWaitForPageAsync(() =>
            olga.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync()
        );
        await tab.GetByLabel("Email").FillAsync(Owner.Email);
        await tab.GetByLabel("Password", new() { Exact = true }).FillAsync(Owner.Password);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await tab.WaitForURLAsync("**/settings/**");
        await olga.PressAsync("Save person");
        await olga.SeeAsync("Second is saved.");
    }

    private static async Task OpenFormAsync(Visit visit, string name)
    {
        await visit.FollowAsync("Add person");
        await visit.SeeAsync("A form in a dialog.");
        await visit.FillAsync("Name", name);
    }

    private static Task CloseAsync(Visit visit, string how) =>
        how == "Escape" ? visit.Page.Keyboard.PressAsync(how) : visit.FollowAsync(how);
}
