using System.Text.RegularExpressions;
using ClearSettings.Domain;

namespace ClearSettings.Web.Configuration;

/// <summary>The sentences about settings. They end on screens and in logs, so they never quote a secret.</summary>
internal static partial class SettingProblem
{
    private const int MaxShown = 80;

    /// <param name="source">As <see cref="SettingSource.Describe"/> says it.</param>
    public static string Describe(Setting setting, string name, string value, string source)
    {
        var what =
            setting.IsSecret ? "cannot be used"
            : value.Length == 0 ? "is empty"
            : $"{(setting.Type.IsList ? "has" : "is")} “{Shown(value)}”";
        var quotes = IsQuoted(value) && setting.Type.Read(value[1..^1]) is not null ? ", without quotes around it" : "";
        return $"{name}{In(source)} {what}; it must be {Expected(setting)}{quotes}.";
    }

    public static string Nested(Setting setting, string source) =>
        setting.Type.IsList
            ? $"{setting.Name}{In(source)} must be a list of values, not a section."
            : $"{setting.Name}{In(source)} has more than one value; it must be {Expected(setting)}.";

    public static string Unknown(string name, string source)
    {
        var nearest = SettingsTable.Nearest(name) is { } meant ? $" Did you mean {meant}?" : "";
        return $"{Shown(name)}{In(source)} is not a setting and has no effect.{nearest}";
    }

    /// <summary>A value where only a section can be.</summary>
    public static string NoSection(string name, string source) =>
        $"{name}{In(source)} must be a section with settings, not a value.";

    private static string Expected(Setting setting) =>
        setting.Type.Example is { } example
            ? $"{setting.Type.Expectation}, such as {example}"
            : setting.Type.Expectation;

    // The name alone says enough about the command line.
    private static string In(string source) =>
        source.StartsWith("the command line", StringComparison.Ordinal) ? "" : $" in {source}";

    private static bool IsQuoted(string value) => value.Length > 2 && value[0] is '"' or '\'' && value[^1] == value[0];

    private static string Shown(string value)
    {
        var masked = UserInfo().Replace(value, "***@");
        return EscapedText.Escape(TextLimits.Shorten(masked, MaxShown));
    }

    // URLs can carry a password before the host.
    [GeneratedRegex(@"//.*@|[^\s/:]+:\S*@")]
    private static partial Regex UserInfo();
}
