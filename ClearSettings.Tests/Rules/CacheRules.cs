using System.Text.RegularExpressions;

namespace ClearSettings.Tests.Rules;

public sealed class CacheRules
{
    [Fact]
    public void Values_are_kept_in_memory_by_one_type_of_cache()
    {
        // What has to be complete, or counts, or waits to be written, is no cache; nor is what a program has a fixed
        // number of.
        string[] others =
        [
            "ClearSettings.Domain/ApiTokens/ApiTokenIssuer.cs",
            "ClearSettings.Domain/Audit/AuditChainMonitor.cs",
            "ClearSettings.Domain/Credentials/CredentialUsageRecorder.cs",
            "ClearSettings.Domain/Email/EmailTemplateRenderer.cs",
            "ClearSettings.Domain/Users/PasswordCheck.cs",
            "ClearSettings.Domain/Vaults/Serving/VaultMonitor.cs",
            "ClearSettings.Domain/VersionedCache.cs",
            "ClearSettings.Web/Api/ApiLimits.cs",
            "ClearSettings.Web/Html/Assets.cs",
        ];
        var found = new[] { "ClearSettings.Domain", "ClearSettings.Web" }
            .SelectMany(p => SourceTree.Files(p, "*.cs"))
            .Where(f => Regex.IsMatch(SourceTree.Read(f), "\\bnew\\(?.*MemoryCache|ConcurrentDictionary<"));
        Assert.Equal(others, found.Order(StringComparer.Ordinal));
    }
}
