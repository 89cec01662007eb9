using ClearSettings.E2E.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.Storage;

/// <summary>What is stored in S3 and Azure is seen in the browser, and what the stores say when they refuse.</summary>
public sealed class StorageJourney(Chromium chromium)
{
    private const string NoNpm = "SKIPPED: there is no npm, which brings the stores s3rver and Azurite.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stored_objects_are_shown_and_refusals_told(bool script)
    {
        await using var server = await Server.StartAsync("--Outbound:AllowedHosts=127.0.0.1");
        await using var stores = await Stores.StartAsync(server.Web);
        if (stores is null)
        {
            TestContext.Current.SendDiagnosticMessage(NoNpm);
            Assert.Skip(NoNpm);
        }
        await using var visit = await Visit.OpenAsync(chromium, "storage", script);
        await Owner.SetUpAsync(server, visit);
        await visit.Page.GotoAsync(server.Web + "/settings/configuration");
        await visit.FollowAsync("Manage credentials");
        await visit.LookAsync("empty");
        await AddAsync(visit, "S3", "photos", (Stores.S3Key, Stores.S3Key), stores.S3Host);
        await ShowPictureAsync(visit, $"s3://127.0.0.1:{stores.S3Port}/photos/a picture.png");
        await visit.LookAsync("s3-picture");
        await AddAsync(visit, "Azure", "box", (Stores.Account, Stores.AccountKey), stores.AzureHost);
        await ShowPictureAsync(visit, $"azure://127.0.0.1:{stores.AzurePort}/{Stores.Account}/box/picture.png");
        visit.AssertQuiet();
        await TestAsync(visit, "box", "Reachable. The store accepts the key.");
        await visit.LookAsync("test");
        if (script)
            await ShowTextAsync(visit);
        await SeeRefusalsAsync(visit, stores);
    }

    private static async Task AddAsync(
        Visit visit,
        string kind,
        string bucket,
        (string Key, string Secret) credentials,
        string host
    )
    {
        await visit.FollowAsync("Add credentials");
        await visit.Page.GetByLabel("Type").SelectOptionAsync(kind);
        await visit.FillAsync("Bucket", bucket);
        await visit.FillAsync("Key", credentials.Key);
        await visit.FillAsync("Secret / SAS", credentials.Secret);
        await visit.Page.GetByLabel("Host (endpoint)").FillAsync(host);
        await visit.PressAsync("Add credentials");
        await visit.SeeAsync("Credentials added.");
    }

    // The pixels that were stored, by a request of the browser to the store.
    private static async Task ShowPictureAsync(Visit visit, string url)
    {
        await visit.FillAsync("URL of an object", url);
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.PressAsync("Show"),
            r => r.Url.Contains("127.0.0.1", StringComparison.Ordinal)
        );
        Assert.Equal(200, answer.Status);
        var picture = visit.Page.Locator(".stored img");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        await Assertions.Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 48);
        await Assertions.Expect(picture).ToHaveJSPropertyAsync("naturalHeight", 32);
    }

    private static async Task ShowTextAsync(Visit visit)
    {
        await ShowAsync(visit, "s3://photos/metrics.json");
        await visit.SeeAsync("\"note\": \"<b>bold</b>\"");
        await ShowAsync(visit, "s3://photos/missing.json");
        await visit.SeeAsync("The store answered 404. NoSuchKey");
        await ShowAsync(visit, "s3://photos/missing.png");
        await visit.SeeAsync("The store answered 404. NoSuchKey");
        await visit.LookAsync("missing");
    }

    private static async Task SeeRefusalsAsync(Visit visit, Stores stores)
    {
        await AddAsync(visit, "S3", "closed", (Stores.S3Key, Stores.S3Key), stores.S3Host);
        await TestAsync(visit, "closed", "Reachable. The store accepts the key.");
        if (visit.Script)
            await visit.SeeAsync("From your browser: CORS missing.");
        await AddAsync(visit, "S3", "none", (Stores.S3Key, Stores.S3Key), stores.S3Host);
        await TestAsync(visit, "none", "No such bucket. The store says NoSuchBucket");
        await ReplaceAsync(visit, "box", "d2FscnVz", Stores.Account);
        await TestAsync(visit, "box", "Server failed to authenticate the request.");
        // s3rver checks the key of a request, Azurite the signature.
        await ReplaceAsync(visit, "photos", "another", "OTHER");
        await TestAsync(visit, "photos", "Wrong key. The store says InvalidAccessKeyId");
        await visit.LookAsync("wrong-key");
        if (!visit.Script)
            return;
        await ShowAsync(visit, "s3://photos/a picture.png");
        await visit.SeeAsync("The store answered 403. InvalidAccessKeyId");
    }

    private static async Task ReplaceAsync(Visit visit, string bucket, string secret, string key)
    {
        await visit.ChooseAsync(bucket, "Edit");
        await visit.FillAsync("Key", key);
        await visit.FillAsync("Secret / SAS", secret);
        await visit.PressAsync("Save");
        await visit.SeeAsync("Credentials saved.");
    }

    private static async Task ShowAsync(Visit visit, string url)
    {
        await visit.FillAsync("URL of an object", url);
        await visit.PressAsync("Show");
    }

    private static async Task TestAsync(Visit visit, string bucket, string said)
    {
        await visit.PressAsync($"Actions for {bucket}");
        await visit.PressAsync("Test");
        await visit.SeeAsync(said);
    }
}
