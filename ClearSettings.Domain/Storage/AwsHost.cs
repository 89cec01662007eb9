using System.Text.RegularExpressions;

namespace ClearSettings.Domain.Storage;

/// <summary>The host names under which AWS serves S3.</summary>
internal static partial class AwsHost
{
    /// <param name="bucket">Null where it is in the path.</param>
    public static bool TryRead(string host, out string? bucket)
    {
        var match = Pattern().Match(host.ToLowerInvariant());
        bucket = match.Groups["bucket"] is { Success: true, Value: var name } ? name : null;
        return match.Success;
    }

    [GeneratedRegex(
        @"^(?:(?<bucket>[a-z0-9._-]+)\.)?s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Pattern();
}
