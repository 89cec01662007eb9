using System.Globalization;
using System.Text.RegularExpressions;
using System.Web;
using ClearSettings.Domain.Storage;

namespace ClearSettings.Tests.Storage;

public sealed partial class StorageSignerTests
{
    private static readonly StorageRow Aws = new()
    {
        Bucket = "photos",
        Key = "AKIAEXAMPLE",
        Secret = "walrus-secret",
        Region = "eu-west-1",
    };

    // The AWS SDK would ask the host for a session before it signs.
    [Theory]
    [InlineData("a--x-s3")]
    [InlineData("bucket--use1-az4--x-s3")]
    [InlineData("bucket--OP-S3")]
    public void Names_of_directory_buckets_are_refused(string bucket) =>
        Assert.Equal(
            ["Bucket"],
            StorageRules
                .Check(
                    new()
                    {
                        Kind = StorageKind.S3,
                        Bucket = bucket,
                        Host = "http://127.0.0.1:1",
                        Key = "AKIA",
                        Secret = "s",
                    }
                )
                .Select(p => p.Field)
        );

    // As a vault can say it.
    [Fact]
    public void An_empty_key_secret_or_token_signs_nothing()
    {
        var row = new StorageRow
        {
            Kind = StorageKind.S3,
            Bucket = "b",
            Key = "AKIA",
            Secret = "s",
        };
        Assert.NotNull(StorageSigner.GetSource(row));
        foreach (var empty in new[] { row with { Key = "" }, row with { Secret = "" }, row with { Token = "" } })
            Assert.Null(StorageSigner.GetSource(empty));
    }

    [Fact]
    public void Urls_of_aws_are_signed_with_version_4_and_end_soon()
    {
        var url = Sign(Aws, "a b/c#d?.png");
        Assert.Equal("https://photos.s3.eu-west-1.amazonaws.com/a%20b/c%23d%3F.png", url.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(url.Query);
        Assert.Equal("AWS4-HMAC-SHA256", query["X-Amz-Algorithm"]);
        Assert.Matches("^AKIAEXAMPLE/[0-9]{8}/eu-west-1/s3/aws4_request$", query["X-Amz-Credential"]);
        Assert.InRange(int.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture), 595, 601);
        Assert.Equal("host", query["X-Amz-SignedHeaders"]);
        Assert.Matches("^[0-9a-f]{64}$", query["X-Amz-Signature"]);
        Assert.Null(query["X-Amz-Security-Token"]);
        Assert.DoesNotContain("walrus", url.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public void Temporary_credentials_send_their_token() =>
        Assert.Contains(
            "X-Amz-Security-Token=tin%2Ftoken",
            Sign(Aws with { Token = "tin/token" }, "a.png").Query,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("minio.example.com", "https://minio.example.com/photos/a.png")]
    [InlineData("http://10.0.0.5:9000", "http://10.0.0.5:9000/photos/a.png")]
    [InlineData("http://[::1]:9000", "http://[::1]:9000/photos/a.png")]
    [InlineData("nyc3.digitaloceanspaces.com:8443", "https://nyc3.digitaloceanspaces.com:8443/photos/a.png")]
    public void Other_hosts_have_the_bucket_in_the_path(string host, string expected) =>
        Assert.Equal(expected, Sign(Aws with { Host = host }, "a.png").GetLeftPart(UriPartial.Path));

    [Fact]
    public void A_bucket_with_dots_is_in_the_path_since_no_certificate_fits_it() =>
        Assert.Equal(
            "https://s3.eu-west-1.amazonaws.com/my.bucket/a.png",
            Sign(Aws with { Bucket = "my.bucket" }, "a.png").GetLeftPart(UriPartial.Path)
        );

    [Fact]
    public void Google_signs_like_s3_at_its_own_host()
    {
        var url = Sign(Aws with { Kind = StorageKind.Google, Key = "GOOG1", Region = null }, "a.png");
        Assert.Equal("https://storage.googleapis.com/photos/a.png", url.GetLeftPart(UriPartial.Path));
        Assert.Contains("X-Amz-Signature=", url.Query, StringComparison.Ordinal);
    }

    [Fact]
    public void Azure_account_keys_make_a_signature_to_read_one_blob()
    {
        var row = new StorageRow
        {
            Kind = StorageKind.Azure,
            Bucket = "box",
            Key = "account",
            Secret = "d2FscnVz",
        };
        var url = Sign(row, "a b/c.txt");
        Assert.Equal("https://account.blob.core.windows.net/box/a%20b/c.txt", url.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(url.Query);
        Assert.Equal(("b", "r", "https"), (query["sr"], query["sp"], query["spr"]));
        var end = DateTimeOffset.Parse(query["se"]!, CultureInfo.InvariantCulture);
        Assert.InRange(end - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void A_shared_access_signature_is_used_as_it_is()
    {
        var row = new StorageRow
        {
            Kind = StorageKind.Azure,
            Bucket = "box",
            Host = "account.blob.core.windows.net",
            Secret = "?sv=2024-01-01&sig=abc%2Bd",
        };
        Assert.Equal(
            "https://account.blob.core.windows.net/box/a.txt?sv=2024-01-01&sig=abc%2Bd",
            Sign(row, "a.txt").AbsoluteUri
        );
    }

    [Theory]
    [InlineData(StorageKind.S3, "photos", null, "https://photos.s3.eu-west-1.amazonaws.com/")]
    [InlineData(StorageKind.S3, "photos", "http://minio:9000", "http://minio:9000/photos/")]
    [InlineData(StorageKind.S3, null, "http://minio:9000", "http://minio:9000")]
    [InlineData(StorageKind.Google, "photos", null, "https://storage.googleapis.com/photos/")]
    [InlineData(StorageKind.Azure, "photos", null, "https://key.blob.core.windows.net/photos/")]
    [InlineData(StorageKind.Azure, "photos", "http://127.0.0.1:10000", "http://127.0.0.1:10000/KEY/photos/")]
    [InlineData(StorageKind.S3, "photos", "x; script-src *", null)]
    [InlineData(StorageKind.S3, "a b", "minio", null)]
    [InlineData(StorageKind.S3, "a;b", null, null)]
    [InlineData(StorageKind.S3, null, null, null)]
    [InlineData(StorageKind.S3, "photos", "http://[::1]:9000", null)]
    public void The_policy_of_a_page_allows_what_a_row_signs(
        StorageKind kind,
        string? bucket,
        string? host,
        string? source
    )
    {
        var row = Aws with { Kind = kind, Bucket = bucket, Host = host, Key = "KEY", Secret = "d2FscnVz" };
        Assert.Equal(source, StorageSigner.GetSource(row));
        if (source is not null)
            Assert.Matches(SafeSource(), source);
    }

    [Theory]
    [InlineData("Bucket", "<b>bold</b>")]
    [InlineData("Bucket", "a/b")]
    [InlineData("Bucket", "..")]
    [InlineData("Key", "has space")]
    [InlineData("Key", "<script>")]
    [InlineData("Secret", "has space")]
    [InlineData("Secret", "line\nbreak")]
    [InlineData("Token", "has space")]
    [InlineData("Region", "eu-west-1.evil.com/")]
    [InlineData("Region", "EU")]
    [InlineData("Host", "evil.com@169.254.169.254")]
    public void A_row_that_could_not_be_signed_is_refused_at_its_field(string field, string value)
    {
        var row = field switch
        {
            "Bucket" => Aws with { Bucket = value },
            "Key" => Aws with { Key = value },
            "Secret" => Aws with { Secret = value },
            "Token" => Aws with { Token = value },
            "Region" => Aws with { Region = value },
            _ => Aws with { Host = value },
        };
        Assert.Equal([field], StorageRules.Check(row).Select(p => p.Field));
    }

    [Theory]
    [InlineData("Bucket", 255)]
    [InlineData("Key", 256)]
    [InlineData("Secret", 4096)]
    [InlineData("Token", 4096)]
    [InlineData("Region", 63)]
    public void Each_field_has_a_limit(string field, int most)
    {
        StorageRow With(int length) =>
            new StorageInput
            {
                Bucket = field == "Bucket" ? new('a', length) : "photos",
                Key = field == "Key" ? new('a', length) : "KEY",
                Secret = field == "Secret" ? new string('a', length) : "SECRET",
                Token = field == "Token" ? new string('a', length) : null,
                Region = field == "Region" ? new('a', length) : null,
            }.ToRow(Guid.Empty);
        Assert.Empty(StorageRules.Check(With(most)));
        Assert.Equal([field], StorageRules.Check(With(most + 1)).Select(p => p.Field));
    }

    private static Uri Sign(StorageRow row, string path) =>
        StorageSigner.Sign(new(row, row.Bucket!, path) { AccountInPath = StorageSigner.GetAccountInPath(row) });

    [GeneratedRegex("^https?://[a-z0-9.:-]+(/[A-Za-z0-9._$/-]*)?$")]
    private static partial Regex SafeSource();
}
