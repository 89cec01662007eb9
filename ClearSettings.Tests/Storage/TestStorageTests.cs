using System.Net;
using ClearSettings.Domain.Outbound;
using ClearSettings.Domain.Storage;
using ClearSettings.Tests.Outbound;

namespace ClearSettings.Tests.Storage;

/// <summary>What becomes of the answer of a store.</summary>
public sealed class TestStorageTests
{
    [Theory]
    [InlineData("NoSuchKey", StorageTestOutcome.Reachable, "Reachable. The store accepts the key.")]
    [InlineData("BlobNotFound", StorageTestOutcome.Reachable, "Reachable. The store accepts the key.")]
    [InlineData("AccessDenied", StorageTestOutcome.Reachable, "Reachable, but the key may not list the bucket.")]
    [InlineData("SignatureDoesNotMatch", StorageTestOutcome.WrongKey, "Wrong key. The store says Signature")]
    [InlineData(
        "InvalidAccessKeyId",
        StorageTestOutcome.WrongKey,
        "Wrong key. The store says InvalidAccessKeyId: It <b>"
    )]
    [InlineData("AuthenticationFailed", StorageTestOutcome.WrongKey, "Wrong key.")]
    [InlineData("NoSuchBucket", StorageTestOutcome.NoSuchBucket, "No such bucket. The store says NoSuchBucket")]
    [InlineData("ContainerNotFound", StorageTestOutcome.NoSuchBucket, "No such bucket.")]
    [InlineData("SlowDown", StorageTestOutcome.Failed, "The store answered 404. SlowDown: It <b>failed</b>.")]
    public async Task The_code_of_the_error_decides(string code, StorageTestOutcome outcome, string said)
    {
        const string message = "It &lt;b&gt;failed&lt;/b&gt;.";
        var result = await RunAsync(
            $"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
        );
        Assert.Equal(outcome, result.Outcome);
        Assert.StartsWith(said, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>not found</html>")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Error><Code>&a;</Code></Error>")]
    public async Task What_is_no_store_is_told_by_its_status(string body)
    {
        var result = await RunAsync(body);
        Assert.Equal((StorageTestOutcome.Failed, "The store answered 404."), (result.Outcome, result.Message));
    }

    private static async Task<StorageTestResult> RunAsync(string body)
    {
        using var server = StubServer.Start("HTTP/1.1 404 Not Found\r\n", body);
        using var outbound = new OutboundClient(
            new OutboundPolicy(new() { AllowedHosts = ["127.0.0.1"] }),
            (_, _) => Task.FromResult<IPAddress[]>([])
        );
        var row = new StorageRow
        {
            Bucket = "photos",
            Key = "KEY",
            Secret = "SECRET",
            Host = $"http://127.0.0.1:{server.Port}",
        };
        return await new TestStorage(outbound).RunAsync(row, CancellationToken.None);
    }
}
