using ClearSettings.Domain;

namespace ClearSettings.Tests.Credentials;

public abstract class RotationTests(TestApp app) : AppTests(app)
{
    [Theory]
    [InlineData("1 hour", 1)]
    [InlineData("24 hours", 24)]
    [InlineData("7 days", 168)]
    public async Task After_rotation_the_old_pair_works_for_the_chosen_overlap(string choice, int hours)
    {
        var label = $"Rotated {choice}";
        var (old, created) = await RotateAsync(label, choice);
        Assert.Equal("Credentials created", created.Heading);
        var fresh = new Key(default, Value(created, "access-key"), Value(created, "secret-key"));
        App.Time.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(1));
        Assert.NotEmpty((await App.Api(old).CallAsync("auth.login")).Ok.ToString());
        App.Time.Advance(TimeSpan.FromMinutes(2));
        await App.Api(old).RefusedAsync(401, 22, "auth.login");
        Assert.NotEmpty((await App.Api(fresh).CallAsync("auth.login")).Ok.ToString());
    }

    [Fact]
    public async Task Without_overlap_the_old_pair_and_its_token_end_immediately()
    {
        var old = await App.KeyAsync(App.Olga, "No overlap");
        var client = App.Api(old);
        await client.LoginAsync();
        await RotateAsync("No overlap", "Revoke it now", old);
        await client.RefusedAsync(401, 30, "users.get_current_user");
        await App.Api(old).RefusedAsync(401, 22, "auth.login");
    }

    [Fact]
    public async Task The_list_says_of_the_old_pair_that_it_is_replaced()
    {
        await RotateAsync("Replaced soon", "24 hours");
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/workspaces");
        var rows = page.Rows("Replaced soon");
        Assert.Equal(2, rows.Count);
        Assert.Single(rows, r => r.TextContent.Contains("Rotated, expires in 24 hours", StringComparison.Ordinal));
        Assert.Single(rows, r => r.QuerySelectorAll("a").Any(a => Page.Squeeze(a.TextContent) == "Rotate"));
    }

    [Fact]
    public async Task A_credential_is_rotated_once_and_the_form_makes_one_pair()
    {
        await App.KeyAsync(App.Olga, "Rotated once");
        var form = (await FormAsync("Rotated once")).Choose("24 hours");
        await form.PressAsync("Rotate credentials");
        var again = await form.PressAsync("Rotate credentials");
        Assert.Contains(again.Status, new[] { 409, 422 });
        Assert.Contains("already", again.Problems);
        Assert.Equal(
            2,
            (await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/workspaces")).Rows("Rotated once").Count
        );
    }

    [Theory]
    [InlineData("5")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("soon")]
    public async Task Another_overlap_than_the_offered_is_refused(string hours)
    {
        await App.KeyAsync(App.Olga, $"Overlap {hours}");
        var page = await (await FormAsync($"Overlap {hours}"))
            .Choose("24 hours")
            .Tamper("Hours", hours)
            .PressAsync("Rotate credentials");
        Assert.InRange(page.Status, 400, 499);
        Assert.Single(
            (await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/workspaces")).Rows($"Overlap {hours}")
        );
    }

    [Fact]
    public async Task Rotation_keeps_label_and_lifetime()
    {
        await App.KeyAsync(App.Olga, "Lives 90 days", TimeSpan.FromDays(90));
        App.Time.Advance(TimeSpan.FromDays(1));
        await (await FormAsync("Lives 90 days")).Choose("1 hour").PressAsync("Rotate credentials");
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/workspaces");
        Assert.Single(page.Rows("Lives 90 days"), r => r.TextContent.Contains("In 90 days", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expired_pair_cannot_be_rotated()
    {
        await App.KeyAsync(App.Olga, "Too late", TimeSpan.FromMinutes(1));
        var form = await FormAsync("Too late");
        App.Time.Advance(TimeSpan.FromMinutes(2));
        var page = await form.Choose("24 hours").PressAsync("Rotate credentials");
        Assert.Equal(409, page.Status);
        Assert.Contains("These credentials have expired", page.Problems);
    }

    [Fact]
    public async Task The_form_names_who_used_the_pair_lately()
    {
        var key = await App.KeyAsync(await App.AddAsync("Nora New", MemberRole.Member), "Quiet");
        Assert.NotNull(key);
        var used = await App.KeyAsync(App.Olga, "Busy");
        await App.Api(used).OkAsync("auth.login", null, ("X-ClearML-Worker", "gpu-1"));
        await App.Api(used).OkAsync("auth.login", null, ("X-ClearML-Worker", "gpu-2"));
        Assert.Contains(
            "2 clients used these credentials in the last 24 hours: gpu-2 and gpu-1.",
            (await FormAsync("Busy")).Main
        );
    }

    private async Task<(Key Old, Page Created)> RotateAsync(string label, string overlap, Key? old = null)
    {
        old ??= await App.KeyAsync(App.Olga, label);
        return (old, await (await FormAsync(label)).Choose(overlap).PressAsync("Rotate credentials"));
    }

    private async Task<Page> FormAsync(string label) =>
        await (await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/workspaces")).FollowAsync(label, "Rotate");

    private static string Value(Page page, string id) => page.Document.GetElementById(id)!.GetAttribute("value")!;
}

public sealed class RotationOnSqlite(SqliteApp app) : RotationTests(app), IClassFixture<SqliteApp>;

public sealed class RotationOnPostgres(PostgresApp app) : RotationTests(app), IClassFixture<PostgresApp>;
