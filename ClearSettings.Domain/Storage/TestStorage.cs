using System.Security.Cryptography;
using System.Xml;
using ClearSettings.Domain.Outbound;

namespace ClearSettings.Domain.Storage;

/// <summary>What a store says to a row.</summary>
public enum StorageTestOutcome
{
    /// <summary>The store accepts the key.</summary>
    Reachable,

    /// <summary>It does not know the key, or the secret is not that of the key.</summary>
    WrongKey,

    NoSuchBucket,

    /// <summary>It was not asked, did not answer, or answered something else.</summary>
    Failed,
}

/// <param name="Message">A sentence, which quotes the error of the store where there is one.</param>
/// <param name="Url">By which the browser can ask the same; null when nothing was signed.</param>
public sealed record StorageTestResult(StorageTestOutcome Outcome, string Message, Uri? Url);

/// <summary>
/// Asks a store for an object that does not exist: the error tells whether key and bucket are right, and nothing
/// stored is read.
/// </summary>
public sealed class TestStorage(OutboundClient outbound)
{
    private const int MaxShown = 300;

    // Of S3 and compatible servers, Google, and Azure.
    private static readonly string[] KeyErrors =
    [
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "InvalidToken",
        "ExpiredToken",
        "InvalidSecurity",
        "AuthenticationFailed",
        "AuthorizationHeaderMalformed",
        "InvalidAuthenticationInfo",
    ];

    private static readonly string[] BucketErrors = ["NoSuchBucket", "ContainerNotFound", "InvalidBucketName"];

    public async Task<StorageTestResult> RunAsync(StorageRow row, CancellationToken cancel)
    {
        if (StorageRules.Check(row) is { Count: > 0 } problems)
            return new(StorageTestOutcome.Failed, problems[0].Message, null);
        var name = $"clearsettings-test-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        if (StorageSigner.GetAccountInPath(row) == "")
            return new(StorageTestOutcome.Failed, "To test this row, enter the name of the account as its key.", null);
        var item = new StorageObject(row, row.Bucket ?? name, name)
        {
            AccountInPath = StorageSigner.GetAccountInPath(row),
        };
        var url = StorageSigner.Sign(item);
        try
        {
            var answer = await outbound.GetAsync(url, cancel);
            return Judge(row, answer, url);
        }
        catch (OutboundException problem)
        {
            return new(StorageTestOutcome.Failed, problem.Message, url);
        }
    }

    private static StorageTestResult Judge(StorageRow row, OutboundResponse answer, Uri url)
    {
        var (code, message) = ReadError(answer.Body);
        var said = TextLimits.Shorten(string.Join(": ", new[] { code, message }.Where(t => t.Length > 0)), MaxShown);
        if (KeyErrors.Contains(code))
            return new(StorageTestOutcome.WrongKey, $"Wrong key. The store says {said}", url);
        if (BucketErrors.Contains(code) && row.Bucket is not null)
            return new(StorageTestOutcome.NoSuchBucket, $"No such bucket. The store says {said}", url);
        if (code is "NoSuchKey" or "BlobNotFound" || BucketErrors.Contains(code))
            return new(StorageTestOutcome.Reachable, "Reachable. The store accepts the key.", url);
        if (code is "AccessDenied" or "AuthorizationPermissionMismatch")
            return new(
                StorageTestOutcome.Reachable,
                $"Reachable, but the key may not list the bucket. The store says {said}",
                url
            );
        return new(StorageTestOutcome.Failed, $"The store answered {answer.Status}. {said}".Trim(), url);
    }

    private static (string Code, string Message) ReadError(string body)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        var (code, message) = ("", "");
        try
        {
            using var reader = XmlReader.Create(new StringReader(body.TrimStart('\uFEFF')), settings);
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "Code" })
                    code = reader.ReadElementContentAsString();
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "Message" })
                    message = reader.ReadElementContentAsString().Split('\n')[0];
            }
        }
        catch (XmlException)
        {
            // What is not XML has no code.
        }
        return (code, message);
    }
}
