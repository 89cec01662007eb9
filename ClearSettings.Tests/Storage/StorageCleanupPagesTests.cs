using ClearSettings.Domain;
using ClearSettings.Domain.Storage;
using ClearSettings.Domain.Storage.Cleanup;

namespace ClearSettings.Tests.Storage;

/// <summary>The storage cleanup credentials of a workspace on their pages.</summary>
public sealed class StorageCleanupPagesTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    [Fact]
    public async Task An_administrator_adds_edits_and_removes_them()
    {
        var page = await (await App.SignedInAsync(App.Adam)).GetAsync("/settings/configuration");
        page = await (await page.FollowAsync("Manage cleanup credentials")).FollowAsync("Add credentials");
        page = await page.Fill("Bucket", "logs").Fill("Key", "AKIA1").PressAsync("Add credentials");
        Assert.Equal((422, "Enter the secret key."), (page.Status, page.Problems));
        page = await page.Fill("Secret", "walrus-tin-9").PressAsync("Add credentials");
        Assert.Equal("Credentials added.", page.Flash);
        page = await (await page.FollowAsync("logs", "Edit")).Fill("Region", "eu-west-1").PressAsync("Save");
        Assert.Equal(("Credentials saved.", "eu-west-1"), (page.Flash, page.Cell("logs", "Region")));
        Assert.DoesNotContain("walrus", page.Html, StringComparison.Ordinal);
        var entry = Assert.Single(await ReadAsync(), e => e.Bucket == "logs");
        Assert.Equal(("logs", "walrus-tin-9", true), (entry.Bucket, entry.Secret!.Reveal(), entry.Verify));
        page = await (await page.FollowAsync("logs", "Edit")).Fill("Host and port", "evil:9000").PressAsync("Save");
        Assert.Equal((422, "Enter the secret key."), (page.Status, page.Problems));
        page = await page.FollowAsync("Cancel");
        page = await (await page.FollowAsync("logs", "Remove")).PressAsync("Remove credentials");
        Assert.Equal("Credentials removed.", page.Flash);
        Assert.DoesNotContain(await ReadAsync(), e => e.Bucket == "logs");
    }

    [Fact]
    public async Task A_default_has_no_bucket_and_there_is_one_of_each_type()
    {
        var entry = new CleanupEntry { IsDefault = true, UseCredentialsChain = true };
        Assert.True((await AddAsync(entry)).Ok);
        Assert.Equal("Bucket", Assert.Single((await AddAsync(entry)).Problems).Field);
        var google = new CleanupEntry
        {
            Kind = StorageKind.Google,
            IsDefault = true,
            Key = "research",
            Secret = "{}",
        };
        Assert.True((await AddAsync(google)).Ok);
    }

    [Fact]
    public async Task A_member_does_not_see_them()
    {
        var page = await (await App.SignedInAsync(App.Mia)).GetAsync("/settings/configuration");
        Assert.DoesNotContain("Storage cleanup", page.Main, StringComparison.Ordinal);
    }

    private Task<Result> AddAsync(CleanupEntry entry) =>
        App.RunAsync(App.Olga, (StorageCleanup c) => c.AddAsync(entry));

    private async Task<IReadOnlyList<CleanupEntry>> ReadAsync() =>
        (await App.RunAsync(App.Olga, (StorageCleanup c) => c.ReadAsync())).All;
}
