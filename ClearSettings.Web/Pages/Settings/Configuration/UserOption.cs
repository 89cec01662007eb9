using ClearSettings.Domain.Users.Preferences;

namespace ClearSettings.Web.Pages.Settings.Configuration;

/// <summary>A preference that is on or off, as its switch on the page shows it.</summary>
/// <param name="Name">What the form sends.</param>
/// <param name="Label">Beside the switch.</param>
/// <param name="Hint">Below the label.</param>
/// <param name="IsOn">Reads it.</param>
/// <param name="Set">Changes it.</param>
public sealed record UserOption(
    string Name,
    string Label,
    string Hint,
    Func<PersonalSettings, bool> IsOn,
    Func<PersonalSettings, bool, PersonalSettings> Set
)
{
    /// <summary>The one that the server's configuration can decide for everyone.</summary>
    public const string BlockUserScripts = "block-user-scripts";

    /// <summary>In the order of the page.</summary>
    public static readonly IReadOnlyList<UserOption> All =
    [
        new(
            "show-hidden-projects",
            "Show hidden projects",
            "Show ClearML's own projects, such as those of pipelines, beside yours. They are labeled “Hidden project”.",
            s => s.ShowHiddenProjects,
            (s, on) => s with { ShowHiddenProjects = on }
        ),
        new(
            "hide-examples",
            "Don't show ClearML examples",
            "Hide the example projects, pipelines and datasets that come with ClearML.",
            s => s.HideExamples,
            (s, on) => s with { HideExamples = on }
        ),
        new(
            "scale-high-dpi",
            "HiDPI browser scale override",
            "Adjust the scale of ClearML's web interface on screens with a high pixel density.",
            s => s.ScaleHighDpi,
            (s, on) => s with { ScaleHighDpi = on }
        ),
        new(
            "hide-tips",
            "Don't show pro tips periodically",
            "No tips after you sign in.",
            s => s.HideTips,
            (s, on) => s with { HideTips = on }
        ),
        new(
            BlockUserScripts,
            "Block running users' scripts in the browser",
            "Scripts in reports and debug samples, which other users' tasks produced, do not run.",
            s => s.BlockUserScripts,
            (s, on) => s with { BlockUserScripts = on }
        ),
    ];
}
