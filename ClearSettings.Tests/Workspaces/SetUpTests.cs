using ClearSettings.Domain;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Workspaces;

public abstract class SetUpTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_printed_link_makes_the_owner_and_signs_them_in()
    {
        await using var server = await App.AnotherAsync(people: false);
        var browser = server.Browser();
        var form = await browser.GetAsync($"/set-up/{await TokenAsync(server)}");
        Assert.Equal("/set-up", form.Path);
        var page = await FillAsync(form, "Olga Orlova", "olga@example.com");
        Assert.Equal("/settings/workspaces", page.Path);
        Assert.Contains("Your server is ready.", page.Flash);
        Assert.Contains("You are the owner", page.Main);
    }

    [Fact]
    public async Task Sign_in_leads_to_the_set_up_while_there_is_no_owner()
    {
        await using var server = await App.AnotherAsync(people: false);
        var page = await server.Browser().GetAsync("/sign-in");
        Assert.Contains("This server has no owner yet.", page.Main);
        Assert.Equal("/set-up", (await page.FollowAsync("Set it up")).Path);
        Assert.DoesNotContain("no owner yet", (await App.Browser().GetAsync("/sign-in")).Main);
    }

    [Fact]
    public async Task The_page_is_gone_once_there_is_an_owner()
    {
        Assert.Equal(404, (await App.Browser().GetAsync("/set-up")).Status);
        Assert.Equal(404, (await App.Browser().GetAsync("/set-up/anything")).Status);
        Assert.Null(await App.InAsync(null, s => s.GetRequiredService<SetUpServer>().NewTokenAsync()));
    }

    [Fact]
    public async Task Without_the_token_nothing_is_made()
    {
        await using var server = await App.AnotherAsync(people: false);
        await TokenAsync(server);
        var page = await FillAsync(
            (await server.Browser().GetAsync("/set-up")).Fill("Set-up token", "guessed"),
            "Olga Orlova",
            "olga@example.com"
        );
        Assert.Equal(422, page.Status);
        Assert.Contains("This link was already used", page.Problems);
        Assert.Equal(0, await server.DbAsync(null, db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task The_token_can_be_typed_instead_of_following_the_link()
    {
        await using var server = await App.AnotherAsync(people: false);
        var page = await FillAsync(
            (await server.Browser().GetAsync("/set-up")).Fill("Set-up token", await TokenAsync(server)),
            "Olga Orlova",
            "olga@example.com"
        );
        Assert.Equal("/settings/workspaces", page.Path);
    }

    [Fact]
    public async Task The_token_ends_after_an_hour_and_with_the_next_one()
    {
        await using var server = await App.AnotherAsync(people: false);
        var first = await TokenAsync(server);
        var second = await TokenAsync(server);
        Assert.False(await IsGoodAsync(server, first));
        Assert.True(await IsGoodAsync(server, second));
        server.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(await IsGoodAsync(server, second));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_the_token_stays_good()
    {
        await using var server = await App.AnotherAsync(people: false);
        var form = await server.Browser().GetAsync($"/set-up/{await TokenAsync(server)}");
        var page = await form.Fill("Your name", " ")
            .Fill("Email", "olga")
            .Fill("Password", "short")
            .Fill("Workspace name", "\u202Eevil")
            .PressAsync("Create workspace");
        Assert.Equal(422, page.Status);
        foreach (var field in new[] { "name", "email", "password", "workspace" })
        {
            Assert.Equal("true", page.Document.GetElementById(field)!.GetAttribute("aria-invalid"));
            Assert.NotNull(page.Document.GetElementById($"{field}-error"));
        }
        Assert.Equal("/settings/workspaces", (await FillAsync(page, "Olga Orlova", "olga@example.com")).Path);
    }

    [Fact]
    public async Task Twenty_set_ups_at_once_make_one_owner()
    {
        await using var server = await App.AnotherAsync(people: false);
        var token = await TokenAsync(server);
        var forms = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => server.Browser().GetAsync($"/set-up/{token}"))
        );
        var pages = await Task.WhenAll(
            forms.Select((form, i) => FillAsync(form, $"Owner {i}", $"owner{i}@example.com"))
        );
        Assert.Single(pages, p => p.Path == "/settings/workspaces" && p.Status == 200);
        Assert.All(
            pages.Where(p => p.Path != "/settings/workspaces"),
            p => Assert.Contains(p.Status, new[] { 404, 422 })
        );
        Assert.Equal(1, await server.DbAsync(null, db => db.Users.CountAsync()));
        Assert.Equal(
            1,
            await server.DbAsync(
                null,
                db => db.Members.IgnoreQueryFilters().CountAsync(m => m.Role == MemberRole.Owner)
            )
        );
    }

    [Fact]
    public async Task The_token_is_kept_only_as_a_hash()
    {
        await using var server = await App.AnotherAsync(people: false);
        var token = await TokenAsync(server);
        Assert.DoesNotContain(token, await server.DbAsync(null, Tables.ReadAsync));
    }

    private static Task<Page> FillAsync(Page form, string name, string email) =>
        form.Fill("Your name", name)
            .Fill("Email", email)
            .Fill("Password", Person.Password)
            .Fill("Workspace name", "Research")
            .PressAsync("Create workspace");

    private static async Task<string> TokenAsync(TestApp server) =>
        (await server.InAsync(null, s => s.GetRequiredService<SetUpServer>().NewTokenAsync()))!;

    private static Task<bool> IsGoodAsync(TestApp server, string token) =>
        server.InAsync(null, s => s.GetRequiredService<SetUpServer>().IsGoodAsync(token));
}

public sealed class SetUpOnSqlite(SqliteApp app) : SetUpTests(app), IClassFixture<SqliteApp>;
