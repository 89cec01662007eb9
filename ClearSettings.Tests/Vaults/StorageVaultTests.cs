using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public abstract class StorageVaultTests(TestApp app) : AppTests(app)
{
    private const string Secret = "walrus-tin-9";
    private const string Stored =
        """{"credentials": [{"bucket": "models", "key": "AKIA1", "secret": "walrus-tin-9", """
        + """ "token": "otter-lamp-3", "region": "eu-north-1"}, """
        + """{"bucket": "samples", "key": "AKIA2", "secret": "walrus-tin-9", "host": "minio:9000"}]}""";

    [Fact]
    public async Task Without_script_the_target_is_chosen_first_and_rows_are_added_and_removed()
    {
        var page = await (await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App, "/new")))
            .Fill("Name", "Buckets")
            .Choose("Whole workspace")
            .Fill("Target", "UI storage credentials")
            .PressAsync("Show fields of this target");
        Assert.Equal(
            (200, "Buckets", null),
            (page.Status, VaultTestClient.InputValue(page, "name"), page.Document.QuerySelector("[data-editor]"))
        );
        page = await page.Fill("Bucket", "models")
            .Fill("Key", "AKIA1")
            .Fill("Secret / SAS", Secret)
            .PressAsync("Add credential");
        page.Document.GetElementById("bucket-1")!.SetAttribute("value", "of no use");
        page = await (await page.PressAsync("Add credential")).PressAsync("Remove credential 2");
        Assert.Equal(
            ("models", ""),
            (VaultTestClient.InputValue(page, "bucket-0"), VaultTestClient.InputValue(page, "bucket-1") ?? "")
        );
        Assert.Equal(
            "Vault Buckets saved. It is disabled; enable it when it is ready.",
            (await page.PressAsync("Save vault")).Flash
        );
        await AssertBucketsHasOneCredentialAsync();
    }

    private async Task AssertBucketsHasOneCredentialAsync()
    {
        var vault = await VaultTestClient.FindAsync(App, "Buckets");
        Assert.Equal(
            new StorageCredential
            {
                Bucket = "models",
                Key = "AKIA1",
                Secret = Secret,
            },
            Assert.Single(StorageCredentials.Read(await VaultTestClient.TextAsync(App, vault.Id), ConfigFormat.Json))
        );
        Assert.Equal((1, ConfigFormat.Json, VaultTarget.UiStorage), (vault.Items, vault.Format, vault.Target));
    }

    [Fact]
    public async Task Stored_secrets_are_never_sent_and_stay_when_their_fields_are_left_empty()
    {
        var id = await SaveStoredAsync("Kept buckets");
        var page = await EditAsync(id);
        Assert.DoesNotContain(Secret, page.Html);
        Assert.DoesNotContain("otter-lamp-3", page.Html);
        Assert.Equal("Stored, type to replace", page.Document.GetElementById("secret-0")!.GetAttribute("placeholder"));
        Assert.Null(page.Document.GetElementById("token-1")!.GetAttribute("placeholder"));
        page.Document.GetElementById("region-0")!.SetAttribute("value", "eu-west-1");
        page.Document.GetElementById("secret-1")!.SetAttribute("value", "new one");
        Assert.Equal("Vault Kept buckets saved.", (await page.PressAsync("Save vault")).Flash);
        var rows = await RowsAsync(id);
        Assert.Equal(
            ("eu-west-1", Secret, "otter-lamp-3", "new one"),
            (rows[0].Region, rows[0].Secret, rows[0].Token, rows[1].Secret)
        );
    }

    [Fact]
    public async Task A_row_that_is_removed_takes_nothing_of_its_neighbour()
    {
        var id = await SaveStoredAsync("One less");
        Assert.Equal(
            "Vault One less saved.",
            (await (await (await EditAsync(id)).PressAsync("Remove credential 1")).PressAsync("Save vault")).Flash
        );
        Assert.Equal(
            ("samples", null, "minio:9000"),
            Assert.Single(await RowsAsync(id)) is var row ? (row.Bucket, row.Token, row.Host) : default
        );
    }

    [Theory]
    [InlineData("host-1", "evil.example")]
    [InlineData("bucket-1", "elsewhere")]
    public async Task A_stored_secret_is_not_sent_to_another_host_or_bucket(string field, string value)
    {
        var id = await SaveStoredAsync($"Pinned {field}");
        var page = await EditAsync(id);
        page.Document.GetElementById(field)!.SetAttribute("value", value);
        page = await page.PressAsync("Save vault");
        Assert.Equal(422, page.Status);
        Assert.Contains("belongs to another bucket or host", page.Problems);
        Assert.Equal("true", page.Document.GetElementById("secret-1")!.GetAttribute("aria-invalid"));
        Assert.DoesNotContain(Secret, page.Html);
    }

    [Fact]
    public async Task A_row_without_a_bucket_is_told_at_its_field()
    {
        var id = await SaveStoredAsync("No bucket");
        var page = await EditAsync(id);
        page.Document.GetElementById("bucket-0")!.SetAttribute("value", "");
        page = await page.PressAsync("Save vault");
        Assert.Equal(
            (422, "true"),
            (page.Status, page.Document.GetElementById("bucket-0")!.GetAttribute("aria-invalid"))
        );
        Assert.Contains("Enter the bucket", page.Problems);
    }

    [Fact]
    public async Task Places_of_rows_that_are_not_there_give_no_secret()
    {
        var id = await SaveStoredAsync("Tampered");
        var browser = await App.SignedInAsync(App.Adam);
        await browser.PostAsync(
            VaultTestClient.Url(App, $"/{id:N}"),
            ("Name", "Tampered"),
            ("Target", "UiStorage"),
            ("Scope", "Organization"),
            ("Part", "Storage"),
            ("Rows[0].Bucket", "models"),
            ("Rows[0].Kept", "99"),
            ("Rows[1].Bucket", "b"),
            ("Rows[1].Kept", "-7")
        );
        Assert.All(await RowsAsync(id), r => Assert.Null(r.Secret));
    }

    [Fact]
    public async Task Another_target_with_the_old_contents_is_refused_and_shows_its_own_fields()
    {
        var id = await VaultTestClient.SaveAsync(App, "Turned into", "a = 1");
        var page = await (await EditAsync(id)).Fill("Target", "UI storage credentials").PressAsync("Save vault");
        Assert.Equal(422, page.Status);
        Assert.Contains("The target has changed", page.Document.GetElementById("target-error")!.TextContent);
        Assert.NotNull(page.Document.GetElementById("bucket-0"));
        Assert.Equal("a = 1", await VaultTestClient.TextAsync(App, id));
    }

    private Task<Guid> SaveStoredAsync(string name) =>
        VaultTestClient.SaveAsync(
            App,
            new()
            {
                Name = name,
                Content = Stored,
                Target = VaultTarget.UiStorage,
            }
        );

    private async Task<Page> EditAsync(Guid id) =>
        await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App, $"/{id:N}"));

    private async Task<IReadOnlyList<StorageCredential>> RowsAsync(Guid id) =>
        StorageCredentials.Read(await VaultTestClient.TextAsync(App, id), ConfigFormat.Json);
}

public sealed class StorageVaultOnSqlite(SqliteApp app) : StorageVaultTests(app), IClassFixture<SqliteApp>;
