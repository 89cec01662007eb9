using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Pages.Administration.Vaults.Editor.Targets;

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
    /// <param name="type">Of a vault for <see cref="VaultTarget.Other"/>.</param>
    public static TargetStyle GetStyle(VaultTarget target, string type = "") =>
        VaultTargetForms.For(target).GetStyle(type);

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
            VaultReview.Refused => new(IsBad: false, $"This vault breaks the current rules. {WhatToFix(vault)}"),
            _ => null,
        };
    }

    private static string WhatToFix(Vault vault)
    {
        if (!vault.Enabled)
            return "Fix the errors before you enable it.";
        var without = vault.LeftOut is null
            ? ""
            : $", without {vault.LeftOut}, which would replace their own credentials or servers";
        return $"Clients still receive it{without}. Fix the errors the next time you edit it.";
    }
}
