using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Azure.Storage;
using Azure.Storage.Sas;

namespace ClearSettings.Domain.Storage;

/// <summary>
/// Signs URLs with which a browser reads one object. It asks no one: keys do not leave the server. The clock is that of
/// the machine, which stores compare with theirs.
/// </summary>
public static class StorageSigner
{
    /// <summary>How long a URL works. A shared access signature that someone typed has its own end.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const string DefaultRegion = "us-east-1";

    /// <param name="item">Its row keeps <see cref="StorageRules"/>.</param>
    /// <returns>An absolute URL.</returns>
    public static Uri Sign(StorageObject item) =>
        new(item.Row.Kind == StorageKind.Azure ? SignAzure(item) : SignS3(item));

    /// <summary>
    /// Where all that a row signs is, for a Content-Security-Policy: the origin and, where the row names a bucket that
    /// is in the path, the bucket with a slash after it. Null for a row that signs nothing, or for a host that such a
    /// policy cannot name.
    /// </summary>
    public static string? GetSource(StorageRow row)
    {
        if (StorageRules.Check(row).Count > 0 || row.Endpoint?.Name[0] == '[')
            return null;
        if (row.Bucket is null)
            return row.Endpoint?.Origin;
        var item = new StorageObject(row, row.Bucket, "x") { AccountInPath = GetAccountInPath(row) };
        return item is { Row.Key: null, AccountInPath: not null }
            ? row.Endpoint?.Origin
            : Sign(item).GetLeftPart(UriPartial.Path)[..^1];
    }

    /// <summary>What stands before the container in URLs of a row, or null.</summary>
    internal static string? GetAccountInPath(StorageRow row) =>
        row is { Kind: StorageKind.Azure, Endpoint: { } host } && StorageMatch.HasAccountInPath(row, host)
            ? row.Key ?? ""
            : null;

    private static string SignS3(StorageObject item)
    {
        var (row, host) = (item.Row, item.Row.Endpoint);
        var config = new AmazonS3Config
        {
            IgnoreConfiguredEndpointUrls = true,
            // A session would be asked for over the network.
            DisableS3ExpressSessionAuth = true,
            ForcePathStyle = host is not null,
            AuthenticationRegion = row.Region ?? DefaultRegion,
        };
        if (host is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(row.Region ?? DefaultRegion);
        else
            config.ServiceURL = host.Origin;
        using var client = new AmazonS3Client(GetCredentials(row), config);
        return client.GetPreSignedURL(
            new GetPreSignedUrlRequest
            {
                BucketName = item.Bucket,
                Key = item.Path,
                Expires = TimeProvider.System.GetUtcNow().UtcDateTime + Lifetime,
                Protocol = host?.Scheme == "http" ? Protocol.HTTP : Protocol.HTTPS,
            }
        );
    }

    private static AWSCredentials GetCredentials(StorageRow row) =>
        row.Token is null
            ? new BasicAWSCredentials(row.Key, row.Secret!.Reveal())
            : new SessionAWSCredentials(row.Key, row.Secret!.Reveal(), row.Token.Reveal());

    private static string SignAzure(StorageObject item)
    {
        var (row, host) = (item.Row, item.Row.Endpoint!);
        var account = item.AccountInPath is null ? "" : $"/{item.AccountInPath}";
        var path = string.Join('/', item.Path.Split('/').Select(Uri.EscapeDataString));
        var signature = row.HasSignature ? row.Secret!.Reveal().TrimStart('?') : CreateSignature(item, host).ToString();
        return $"{host.Origin}{account}/{item.Bucket}/{path}?{signature}";
    }

    private static BlobSasQueryParameters CreateSignature(StorageObject item, StorageHost host)
    {
        var builder = new BlobSasBuilder(BlobSasPermissions.Read, TimeProvider.System.GetUtcNow() + Lifetime)
        {
            BlobContainerName = item.Bucket,
            BlobName = item.Path,
            Resource = "b",
            Protocol = host.Scheme == "http" ? SasProtocol.HttpsAndHttp : SasProtocol.Https,
        };
        return builder.ToSasQueryParameters(new StorageSharedKeyCredential(item.Row.Key, item.Row.Secret!.Reveal()));
    }
}
