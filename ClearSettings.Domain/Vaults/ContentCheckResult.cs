using System.Diagnostics.CodeAnalysis;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>What is wrong with the contents of a vault of storage credentials or SSH keys.</summary>
/// <param name="Key">That the problem is about; "" for the whole.</param>
internal sealed record ContentProblem(ConfigValue At, string Key, string Message, string? Fix);

/// <summary>A text that shall be the contents of a vault.</summary>
/// <param name="Enabled">Whether the vault is, with it.</param>
/// <param name="HasRecipients">False for a vault whose groups were all deleted.</param>
internal readonly record struct ContentToCheck(
    string Text,
    ConfigFormat Format,
    VaultTarget Target,
    VaultAudience Audience,
    bool Enabled,
    bool HasRecipients
);

/// <summary>
/// Whether a text may be the contents of a vault. Drafts are for the targets that are written by hand.
/// </summary>
/// <param name="Problem">Why it may not be saved like this, or null.</param>
/// <param name="Items">What <see cref="IVaultTarget.Count"/> counts.</param>
/// <param name="Served">What clients receive when the vault is on; null for a draft or refused text, which was not read
/// for them.</param>
internal sealed record ContentCheckResult(Problem? Problem, int Items, ServedContents? Served = null)
{
    /// <returns>False when the text has to be read first, outside of the lock.</returns>
    public static bool TryGet(
        WorkOutsideLock work,
        ContentToCheck content,
        [NotNullWhen(true)] out ContentCheckResult? outcome
    )
    {
        var (text, format, target, audience, enabled, reaches) = content;
        outcome =
            Refuse(text, enabled && !reaches) is { } problem ? new(problem, 0)
            : !enabled && target.Rules().IsText ? new(null, target.Rules().Count(text, format))
            : null;
        return outcome is not null
            || work.Has(
                ("contents", text, format, target, audience),
                () => Read(text, format, target, audience),
                out outcome
            );
    }

    /// <summary>What speaks against a vault whatever its text says; null for nothing.</summary>
    private static Problem? Refuse(string text, bool reachesNobody) =>
        System.Text.Encoding.UTF8.GetByteCount(text) > VaultCheck.MaxBytes
            ? new(
                "Content",
                $"The text has more than {VaultCheck.MaxBytes / 1024} KB. Store large data elsewhere and put its "
                    + "address here."
            )
        : reachesNobody
            ? new(
                "Enabled",
                "All groups of this vault were deleted, so no client receives it. Select a group before you enable it."
            )
        : null;

    private static ContentCheckResult Read(string text, ConfigFormat format, VaultTarget target, VaultAudience audience)
    {
        var report = VaultContents.Check(target, text, format, audience);
        if (report.ForClients is { } forClients)
            return new(null, target.Rules().Count(text, format), new(forClients, VaultMask.MarkedPaths(text, format)));
        var error = report.Findings.First(f => f.Severity == Severity.Error);
        var message = error.Message + (error.Fix is null ? "" : " " + error.Fix);
        if (target.Rules().IsText)
            message += " A vault with errors can be saved while it is disabled.";
        var problem = new Problem("Content", $"Line {error.Start.Line}, column {error.Start.Column}: {message}")
        {
            Key = error.Path,
            WithoutPosition = message,
        };
        return new(problem, 0);
    }
}
