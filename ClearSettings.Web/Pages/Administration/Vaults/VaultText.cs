using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>How a target looks in a table and in a form.</summary>
/// <param name="Tint">Class of its chip.</param>
/// <param name="Title">In the list of the form.</param>
public sealed record TargetStyle(string Short, string Title, string Icon, string? Tint, string Lead);

/// <summary>A message about a vault that no one asked for.</summary>
/// <param name="IsBad">Clients do not receive the vault.</param>
public sealed record VaultNotice(bool IsBad, string Message);

/// <summary>Words for vaults that several pages use.</summary>
public static class VaultText
{
    // A chip in the table; the editor shows the whole type.
    private const int MaxShownType = 24;

    /// <param name="type">Of a vault for <see cref="VaultTarget.Other"/>.</param>
    public static TargetStyle GetStyle(VaultTarget target, string type = "") =>
        target switch
        {
            VaultTarget.Other => new(
                type.Length == 0 ? "Other" : TextLimits.Shorten(type, MaxShownType),
                type.Length == 0 ? "Other types" : $"Other: {type}",
                "file-text",
                null,
                "For programs that request this type. Not merged into clearml.conf."
            ),
            VaultTarget.Monitoring => new(
                "Monitoring",
                "Monitoring (agents)",
                "activity",
                null,
                "Overrides all other configuration. Used by agents only."
            ),
            VaultTarget.UiStorage => new(
                "UI storage",
                "UI storage credentials",
                "hard-drive",
                "chip-violet",
                "Browsers use these credentials to show files from cloud storage."
            ),
            VaultTarget.SshServer => new(
                "SSH server",
                "SSH server (host keys)",
                "server",
                "chip-teal",
                "Host keys for the SSH servers of interactive sessions."
            ),
            _ => new(
                "Client",
                "Client configuration (agent, SDK, CLI)",
                "file-braces",
                "chip-info",
                "Merged into clearml.conf."
            ),
        };

    /// <summary>Said when a vault was turned.</summary>
    public static string DescribeToggle(Vault vault) =>
        vault.Enabled
            ? $"{vault.Name} is enabled. Clients receive it the next time they start."
            : $"{vault.Name} is disabled.";

    /// <summary>Under the title of the editor.</summary>
    public static string Lead(bool enabled) =>
        enabled ? "Clients receive it the next time they start." : "Clients do not receive a disabled vault.";

    /// <summary>
    /// What the server found out about a vault by itself, for its editor and panel; null for nothing.
    /// </summary>
    public static VaultNotice? Notice(Vault vault)
    {
        var without = vault.LeftOut is null
            ? ""
            : $", without {vault.LeftOut}, which would replace their own credentials or servers";
        if (vault.UnreadableSince is not null)
            return new(
                IsBad: true,
                "This vault cannot be decrypted: its key is missing or its contents are damaged. Clients do not "
                    + "receive it. Restore the database or its keys from a backup."
            );
        return vault.Review switch
        {
            VaultReview.Disabled => new(
                IsBad: true,
                "An update of the server disabled this vault, because clients could hang or misread it. Fix the "
                    + "errors, then enable it again."
            ),
            VaultReview.Refused when vault.Enabled => new(
                IsBad: false,
                $"This vault breaks the current rules. Clients still receive it{without}. Fix the errors the next "
                    + "time you edit it."
            ),
            VaultReview.Refused => new(
                IsBad: false,
                "This vault breaks the current rules. Fix the errors before you enable it."
            ),
            _ => null,
        };
    }

    /// <summary>"workspace", "none" or a group's id: how an address or a form names whom a vault reaches.</summary>
    public static string Group(VaultScope scope, Guid? groupId) =>
        scope == VaultScope.Organization ? "workspace" : groupId?.ToHex() ?? "none";
}
