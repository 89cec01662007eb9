using ClearSettings.Domain;

namespace ClearSettings.Tests.Vaults;

public abstract class VaultActivityPageTests(TestApp app) : VaultApiCalls(app)
{
    private string Url => $"/workspaces/{App.Olga.Workspace:N}/vault-activity";

    [Fact]
    public async Task What_is_done_with_vaults_is_told_and_filtered_by_each()
    {
        var nina = await App.AddAsync("Nina Narrow", MemberRole.Admin);
        var omar = await App.AddAsync("Omar Other", MemberRole.Admin);
        var client = App.Api(await App.KeyAsync(nina));
        var first = App.Time.GetUtcNow().UtcDateTime;
        var one = await SaveSharedAsync(client, "One <b>", "a = 1", enabled: false);
        await SaveAsync(
            client,
            new
            {
                id = one,
                data = "a = 2",
                enabled = true,
            }
        );
        var other = await SaveSharedAsync(App.Api(await App.KeyAsync(omar)), "Other", "a = 1", enabled: false);
        App.Time.Advance(TimeSpan.FromDays(2));
        await client.CallAsync("users.delete_vaults", new { vaults = new[] { other } });
        var page = await (await App.SignedInAsync(App.Adam)).GetAsync(Url);
        Assert.Equal(("Deleted", "Nina Narrow", "API"), Row(page, 0));
        Assert.Equal(
            ("Enabled", "Nina Narrow", "API"),
            Row((await page.Fill("Action", "Enabled").PressAsync("Apply")), 0)
        );
        await AssertFilteredAsync(omar, first);
    }

    private async Task AssertFilteredAsync(Person omar, DateTime first)
    {
        var page = await (await App.SignedInAsync(App.Adam)).GetAsync(Url);
        page = await page.Fill("Vault", "One <b>").PressAsync("Apply");
        Assert.Equal(["Enabled", "Edited", "Created"], Actions(page));
        Assert.Contains("3 events", page.Main, StringComparison.Ordinal);
        page = await page.Fill("Vault", "Any vault").Fill("Person", "Omar Other").PressAsync("Apply");
        Assert.Equal(["Created"], Actions(page));
        Assert.Contains($"person={omar.Id:N}", page.Path, StringComparison.Ordinal);
        page = await page.Fill("Person", "Nina Narrow")
            .Fill("From", first.AddDays(1).ToString("yyyy-MM-dd"))
            .PressAsync("Apply");
        Assert.Equal(["Deleted"], Actions(page));
        page = await page.Fill("From", "").Fill("to", first.ToString("yyyy-MM-dd")).PressAsync("Apply");
        Assert.Equal(3, Actions(page).Count);
        page = await page.Fill("Action", "Deleted").PressAsync("Apply");
        Assert.Contains("No events match.", page.Main, StringComparison.Ordinal);
        Assert.Equal(Url, (await page.FollowAsync("Clear filters")).Path);
    }

    [Fact]
    public async Task Odd_filters_find_nothing_and_break_nothing()
    {
        await SaveSharedAsync(App.Api(await App.KeyAsync(App.Olga)), "Odd", "a = 1", enabled: false);
        var browser = await App.SignedInAsync(App.Adam);
        foreach (
            var query in new[]
            {
                "vault=x",
                "action=7",
                "action=Create",
                "person=%00",
                "from=yesterday",
                "to=9999-99-99",
                $"vault={App.Eve.Workspace:N}",
            }
        )
        {
            var page = await browser.GetAsync($"{Url}?{query}");
            Assert.Equal(200, page.Status);
            Assert.Contains("No events match.", page.Main, StringComparison.Ordinal);
        }
        foreach (var query in new[] { "p=0", "p=-4", "p=999", "p=x", "to=9999-12-31", "from=0001-01-01" })
            Assert.Equal(200, (await browser.GetAsync($"{Url}?{query}")).Status);
    }

    [Fact]
    public async Task Personal_vaults_and_other_workspaces_are_not_in_it()
    {
        await SaveAsync(App.Api(await App.KeyAsync(App.Mia)), new { description = "Mia's diary", data = "a = 1" });
        await SaveAsync(
            App.Api(await App.KeyAsync(App.Eve)),
            new
            {
                description = "Eve's vault",
                data = "a = 1",
                scope = "organization",
            }
        );
        var html = (await (await App.SignedInAsync(App.Olga)).GetAsync(Url)).Html;
        Assert.DoesNotContain("diary", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Eve&#x27;s vault", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Eve Eden", html, StringComparison.Ordinal);
        Assert.Equal(403, (await (await App.SignedInAsync(App.Mia)).GetAsync(Url)).Status);
    }

    [Fact]
    public async Task Before_anything_happened_it_says_what_it_is_for()
    {
        await using var server = await App.AnotherAsync();
        Assert.Contains(
            "No activity yet",
            (
                await (await server.SignedInAsync(server.Olga)).GetAsync(
                    $"/workspaces/{server.Olga.Workspace:N}/vault-activity"
                )
            ).Main,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_is_shown_in_pages_that_keep_the_filter()
    {
        var nina = await App.AddAsync("Nina Many", MemberRole.Admin);
        var client = App.Api(await App.KeyAsync(nina));
        for (var i = 0; i < 60; i++)
            await SaveAsync(
                client,
                new
                {
                    description = $"Many {i:00}",
                    data = "a = 1",
                    scope = "organization",
                    enabled = false,
                }
            );
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync($"{Url}?person={nina.Id:N}");
        Assert.Contains("1–50 of 60 events", page.Main, StringComparison.Ordinal);
        Assert.Contains("51–60 of 60 events", (await page.FollowAsync("Next page")).Main, StringComparison.Ordinal);
    }

    private static (string, string, string) Row(Page page, int row)
    {
        string Cell(string label) =>
            Page.Squeeze(
                page.Document.QuerySelectorAll("tbody tr")[row].QuerySelector($"td[data-label='{label}']")!.TextContent
            );
        return (Cell("Action"), Cell("By"), Cell("Source"));
    }

    private static List<string> Actions(Page page) =>
        [.. page.Document.QuerySelectorAll("td[data-label=Action]").Select(e => Page.Squeeze(e.TextContent))];
}

public sealed class VaultActivityPageOnSqlite(SqliteApp app) : VaultActivityPageTests(app), IClassFixture<SqliteApp>;
