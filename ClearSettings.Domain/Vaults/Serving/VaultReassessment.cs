using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>What today's rules make of a vault that is enabled and was accepted by earlier ones.</summary>
/// <param name="Served">What its clients receive from now on.</param>
/// <param name="LeftOut">Keys of the contents that they do not receive.</param>
/// <param name="Errors">Why it would be refused today, in the order of the text.</param>
internal sealed record VaultReassessment(
    ServedContents Served,
    VaultReview Review,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<Finding> Errors
)
{
    /// <param name="text">The author's.</param>
    /// <param name="earlier">What clients receive today; null when that was never stored.</param>
    public static VaultReassessment Create(
        Vault vault,
        VaultAudience audience,
        string text,
        ConfigFormat format,
        ServedContents? earlier
    )
    {
        var report = VaultContents.Check(vault.Target, text, format, audience);
        var marked = earlier?.Marked ?? VaultMask.MarkedPaths(text, format);
        if (report.ForClients is { } accepted && !ClientReadability.HangsClients(accepted))
            return new(new(accepted, marked), VaultReview.None, [], []);
        var errors = report.Findings.Where(f => f.Severity == Severity.Error).ToList();
        var (served, leftOut) = AsBefore(vault, text, format, earlier?.Text.Reveal());
        if (served is null || ClientReadability.HangsClients(served))
            return new(new(served ?? "", marked), VaultReview.Disabled, leftOut, errors);
        return new(new(served, marked), VaultReview.Refused, leftOut, errors);
    }

    /// <summary>
    /// The text that clients have received so far, without the keys that a shared vault may not give them.
    /// </summary>
    /// <returns>Null when it can no longer be made.</returns>
    private static (string? Text, IReadOnlyList<string> LeftOut) AsBefore(
        Vault vault,
        string text,
        ConfigFormat format,
        string? earlier
    )
    {
        var isMerged = vault.Target.Rules().IsMerged;
        // Errors are passed over: what could be read is what was served.
        var document = ConfigFormats.Read(
            earlier ?? text,
            earlier is null ? format : ConfigFormat.Hocon,
            new() { Name = "vault" }
        );
        if (Resolver.Resolve(document, new() { Partial = isMerged }).Value is not ConfigObject root)
            return (earlier, []);
        IReadOnlyList<string> leftOut = [];
        if (isMerged && vault.Scope != VaultScope.User)
            (root, leftOut) = ConnectionKeys.LeaveOut(root);
        return (earlier is not null && leftOut.Count == 0 ? earlier : CanonicalWriter.WriteRegardless(root), leftOut);
    }
}
