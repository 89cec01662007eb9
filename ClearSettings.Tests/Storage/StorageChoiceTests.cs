using ClearSettings.Domain.Storage;

namespace ClearSettings.Tests.Storage;

/// <summary>Which row signs for a URL.</summary>
public sealed class StorageChoiceTests
{
    private const string AzureKey = "c2VjcmV0";

    private static readonly StorageRow[] Rows =
    [
        Row("aws") with
        {
            Bucket = "photos",
        },
        Row("minio") with
        {
            Bucket = "photos",
            Host = "http://minio.example.com:9000",
        },
        Row("minio-any") with
        {
            Host = "http://minio.example.com:9000",
        },
        Row("minio-443") with
        {
            Host = "minio.example.com",
        },
        Row("spaces") with
        {
            Bucket = "charts",
            Host = "nyc3.digitaloceanspaces.com",
        },
        Row("r2") with
        {
            Host = "abc.r2.cloudflarestorage.com",
        },
        Row("dots") with
        {
            Bucket = "my.bucket.com",
        },
        Row("google", StorageKind.Google) with
        {
            Bucket = "models",
        },
        Row("azure", StorageKind.Azure) with
        {
            Bucket = "container",
            Key = "account",
        },
        Row("azure-sas", StorageKind.Azure) with
        {
            Host = "other.blob.core.windows.net",
            Secret = "sv=1&sig=abc",
        },
        Row("azurite", StorageKind.Azure) with
        {
            Host = "http://127.0.0.1:10000",
            Key = "devstoreaccount1",
        },
    ];

    [Theory]
    [InlineData("s3://photos/a/b.png", "aws", "photos", "a/b.png")]
    [InlineData("S3://photos/a b?.png", "aws", "photos", "a b?.png")]
    [InlineData("s3://minio.example.com:9000/photos/a.png", "minio", "photos", "a.png")]
    [InlineData("s3://MinIO.example.com:9000/photos/a.png", "minio", "photos", "a.png")]
    [InlineData("s3://minio.example.com:9000/others/a.png", "minio-any", "others", "a.png")]
    [InlineData("s3://minio.example.com/photos/a.png", "minio-443", "photos", "a.png")]
    [InlineData("https://minio.example.com/photos/a%20b.png?versionId=1#x", "minio-443", "photos", "a b.png")]
    [InlineData("http://minio.example.com:9000/photos/a.png", "minio", "photos", "a.png")]
    [InlineData("s3://nyc3.digitaloceanspaces.com/charts/a.png", "spaces", "charts", "a.png")]
    [InlineData("https://charts.nyc3.digitaloceanspaces.com/a/b.png", "spaces", "charts", "a/b.png")]
    [InlineData("s3://charts/a.png", "spaces", "charts", "a.png")]
    [InlineData("https://abc.r2.cloudflarestorage.com/any/a.png", "r2", "any", "a.png")]
    [InlineData("s3://my.bucket.com/a.png", "dots", "my.bucket.com", "a.png")]
    [InlineData("https://photos.s3.eu-west-1.amazonaws.com/a.png", "aws", "photos", "a.png")]
    [InlineData("https://photos.s3.amazonaws.com/a.png", "aws", "photos", "a.png")]
    [InlineData("https://s3.eu-west-1.amazonaws.com/photos/a.png", "aws", "photos", "a.png")]
    [InlineData("https://s3-eu-west-1.amazonaws.com/photos/a.png", "aws", "photos", "a.png")]
    [InlineData("gs://models/a.json", "google", "models", "a.json")]
    [InlineData("https://storage.googleapis.com/models/a.json", "google", "models", "a.json")]
    [InlineData("https://models.storage.googleapis.com/a.json", "google", "models", "a.json")]
    [InlineData("https://storage.cloud.google.com/models/a.json", "google", "models", "a.json")]
    [InlineData("azure://account.blob.core.windows.net/container/a/b.txt", "azure", "container", "a/b.txt")]
    [InlineData("https://account.blob.core.windows.net/container/a.txt", "azure", "container", "a.txt")]
    [InlineData("azure://other.blob.core.windows.net/any/a.txt", "azure-sas", "any", "a.txt")]
    [InlineData("azure://127.0.0.1:10000/devstoreaccount1/box/a.txt", "azurite", "box", "a.txt")]
    public void The_row_with_the_longest_host_and_the_bucket_signs(string url, string name, string bucket, string path)
    {
        var found = StorageChoice.Choose(url, Rows);
        Assert.True(found.Ok, found.Ok ? "" : found.Problems[0].Message);
        Assert.Equal((name, bucket, path), (found.Value.Row.Region, found.Value.Bucket, found.Value.Path));
    }

    [Theory]
    [InlineData("s3://unknown/a.png")]
    [InlineData("s3://photosx/a.png")]
    [InlineData("s3://minio.example.com:9001/photos/a.png")]
    [InlineData("s3://minio.example.com:x/photos/a.png")]
    [InlineData("s3://evil-minio.example.com:9000/photos/a.png")]
    [InlineData("https://minio.example.com.evil.com/photos/a.png")]
    [InlineData("https://evil.com/photos/a.png")]
    [InlineData("https://photos.s3.amazonaws.com.evil.com/a.png")]
    [InlineData("https://photosxs3.amazonaws.com/a.png")]
    [InlineData("https://others.s3.amazonaws.com/a.png")]
    [InlineData("gs://photos/a.png")]
    [InlineData("s3://models/a.json")]
    [InlineData("azure://photos/container/a.txt")]
    [InlineData("azure://account.blob.core.windows.net/others/a.txt")]
    [InlineData("azure://127.0.0.1:10000/otheraccount/box/a.txt")]
    public void A_url_that_no_row_fits_is_refused(string url) =>
        Assert.True(StorageChoice.Choose(url, Rows).IsRefusedAs(StorageChoice.NoRow));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("photos/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript://photos/%0aalert(1)")]
    [InlineData("ftp://photos/a.png")]
    [InlineData("s3://photos")]
    [InlineData("s3://photos/")]
    [InlineData("s3:///a.png")]
    [InlineData("s3://photos/a\nb.png")]
    [InlineData("s3://photos/../others/a.png")]
    [InlineData("s3://photos/./a.png")]
    [InlineData("https://evil.com@169.254.169.254/photos/a.png")]
    [InlineData("https://minio.example.com\\@evil.com/photos/a.png")]
    [InlineData("https://minio.example.com/photos/%2e%2e/others/a.png")]
    public void What_names_no_object_is_refused(string? url)
    {
        var found = StorageChoice.Choose(url, Rows);
        Assert.False(found.Ok);
        Assert.False(found.IsRefusedAs(StorageChoice.NoRow));
    }

    [Fact]
    public void A_url_has_a_limit()
    {
        Assert.True(StorageChoice.Choose("s3://photos/" + new string('a', 4084), Rows).Ok);
        Assert.False(StorageChoice.Choose("s3://photos/" + new string('a', 4085), Rows).Ok);
    }

    [Fact]
    public void Rows_of_ones_own_come_before_those_of_vaults_and_malformed_ones_never()
    {
        var own = Row("own") with { Bucket = "photos" };
        var vault = Row("vault") with { Bucket = "photos", Vault = "Team" };
        Assert.Equal(own, StorageChoice.Choose("s3://photos/a.png", [vault, own]).Value.Row);
        Assert.Equal(vault, StorageChoice.Choose("s3://photos/a.png", [vault]).Value.Row);
        var bad = vault with { Host = "x; script-src *" };
        Assert.True(StorageChoice.Choose("s3://photos/a.png", [bad]).IsRefusedAs(StorageChoice.NoRow));
    }

    // The region is only there to tell rows apart.
    private static StorageRow Row(string name, StorageKind kind = StorageKind.S3) =>
        new()
        {
            Kind = kind,
            Key = "KEY",
            Secret = kind == StorageKind.Azure ? AzureKey : "SECRET",
            Region = name,
        };
}
