using System.Globalization;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>The buttons that add and remove rows of storage credentials.</summary>
public static class RowActions
{
    public const string Add = "add";
    private const string RemovePrefix = "remove:";

    public static string Remove(int place) => RemovePrefix + place.ToString(CultureInfo.InvariantCulture);

    public static VaultForm Apply(VaultForm form)
    {
        if (form.Row == Add && form.Rows.Count < VaultForm.MaxRows)
            return form with { Rows = [.. form.Rows, new()] };
        if (
            form.Row?.StartsWith(RemovePrefix, StringComparison.Ordinal) != true
            || !int.TryParse(
                form.Row.AsSpan(RemovePrefix.Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var place
            )
        )
            return form;
        return form with { Rows = [.. form.Rows.Where((_, i) => i != place)] };
    }
}
