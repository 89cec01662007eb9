using System.Globalization;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Vaults.Activity;

/// <summary>The URL of the activity log.</summary>
public sealed record ActivityFilter : ListQuery
{
    /// <summary>Words and icon of each action.</summary>
    public static readonly IReadOnlyList<(VaultAction Action, string Key, string Words, string Icon)> Actions =
    [
        (VaultAction.Create, "create", "Created", "plus"),
        (VaultAction.Edit, "edit", "Edited", "pencil"),
        (VaultAction.Activate, "activate", "Enabled", "circle-check"),
        (VaultAction.Deactivate, "deactivate", "Disabled", "ban"),
        (VaultAction.Delete, "delete", "Deleted", "trash-2"),
        (VaultAction.Restore, "restore", "Restored", "history"),
        (VaultAction.Reveal, "reveal", "Saw secrets", "eye"),
    ];

    public string? Vault { get; init; }

    public string? Action { get; init; }

    public string? Person { get; init; }

    /// <summary>Part of a name, to find someone in a long list of people.</summary>
    public string? Who { get; init; }

    /// <summary>Part of a name, to find a vault in a long list of them.</summary>
    public string? VaultName { get; init; }

    /// <summary>The first day, as 2026-03-02, in UTC.</summary>
    public string? From { get; init; }

    /// <summary>The last day.</summary>
    public string? To { get; init; }

    /// <summary>Null when nothing can match.</summary>
    public VaultLogFilter? Read()
    {
        var action = Actions.FirstOrDefault(a => a.Key == Action);
        if (!string.IsNullOrEmpty(Action) && action.Key is null)
            return null;
        if (
            !TryId(Vault, out var vault)
            || !TryId(Person, out var person)
            || !TryDay(From, out var from)
            || !TryDay(To, out var to)
        )
            return null;
        return new()
        {
            Vaults = vault is { } v ? [v] : [],
            Users = person is { } p ? [p] : [],
            Actions = action.Key is null ? [] : [action.Action],
            From = from,
            To = to < DateTime.MaxValue.Date ? to?.AddDays(1) : null,
        };
    }

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
        [
            ("vault", Vault),
            ("action", Action),
            ("person", Person),
            ("from", From),
            ("to", To),
            ("who", Who),
            ("vaultName", VaultName),
        ];

    private static bool TryId(string? text, out Guid? id)
    {
        id = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!Domain.EntityId.TryParse(text, out var read))
            return false;
        id = read;
        return true;
    }

    private static bool TryDay(string? text, out DateTime? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (
            !DateTime.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var read
            )
        )
            return false;
        day = read;
        return true;
    }
}
