using ClearSettings.Domain;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using HtmlTheme = ClearSettings.Web.Html.Theme;

namespace ClearSettings.Web.Pages.Settings.Configuration;

/// <summary>What the page keeps for the person: the preferences that ClearML's web interface knows too.</summary>
[SettingsSection("Configuration", Area.Personal, Order = 20, Icon = "sliders-horizontal")]
[Needs(Permission.EditOwnPreferences)]
public sealed class Index(UserPreferences preferences, EditRedactedKeys keys, IOptions<PreferenceSettings> server)
    : AppPage
{
    /// <summary>Of the text in which values are hidden to try it, in characters.</summary>
    public const int MaxTryLength = 20_000;

    public PersonalSettings Saved { get; private set; } = null!;

    /// <summary>The refused name of a variable, to be fixed rather than typed again.</summary>
    public string? TypedName { get; private set; }

    /// <summary>The text to try, and what is shown of it.</summary>
    public string? Tried { get; private set; }

    public string? Redacted { get; private set; }

    /// <summary>Who chose none in their preferences may have chosen one in this browser, before those had it.</summary>
    public HtmlTheme Theme => HtmlTheme.Find(Saved.Theme) ?? HtmlTheme.FromRequest(Request);

    public bool IsLocked(UserOption option) =>
        option.Name == UserOption.BlockUserScripts && server.Value.BlockUserScripts;

    public async Task OnGetAsync()
    {
        Saved = await preferences.ReadSettingsAsync();
        HtmlTheme.Keep(HttpContext, Theme);
        TimeFormat.Keep(HttpContext, TimeFormat.From(Saved));
    }

    /// <param name="option">Name of a <see cref="UserOption"/>, a colon, and "on" or "off".</param>
    public async Task<IActionResult> OnPostOptionAsync(string? option)
    {
        var parts = (option ?? "").Split(':', 2);
        var chosen = UserOption.All.FirstOrDefault(o => o.Name == parts[0]);
        var done =
            chosen is null || parts is not [_, "on" or "off"] ? Result.Refuse("", "Choose one of the options.")
            : IsLocked(chosen) ? Result.Refuse("", "The configuration of the server decides this option.")
            : await preferences.SaveAsync(s => chosen.Set(s, parts[1] == "on"));
        return await ShowAsync(done, "_Options", "Preference saved.");
    }

    public async Task<IActionResult> OnPostAddAsync(string? name)
    {
        var done = await keys.AddAsync(name);
        TypedName = done.Ok ? null : name;
        return await ShowAsync(done, "_RedactedKeys", "Variable added.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? name) =>
        await ShowAsync(await keys.RemoveAsync(name), "_RedactedKeys", "Variable removed.");

    public async Task<IActionResult> OnPostResetAsync() =>
        await ShowAsync(await keys.ResetAsync(), "_RedactedKeys", "Default variables restored.");

    /// <param name="redaction">"on" or "off".</param>
    public async Task<IActionResult> OnPostRedactionAsync(string? redaction) =>
        await ShowAsync(
            redaction is "on" or "off"
                ? await preferences.SaveAsync(s => s with { RedactArguments = redaction == "on" })
                : Result.Refuse("", "Choose whether values are hidden."),
            "_RedactedKeys",
            redaction == "on" ? "Values are hidden." : "Values are shown."
        );

    public async Task<IActionResult> OnPostTimesAsync(string? timeZone, string? dateFormat)
    {
        if (!PersonalSettings.IsTimeZone(timeZone) || DateStyle.Find(dateFormat) is not { } style)
        {
            Saved = await preferences.ReadSettingsAsync();
            return Refused(Result.Refuse("TimeZone", "Choose a time zone and a date format."));
        }
        var done = await preferences.SaveAsync(s => s with { TimeZone = timeZone, DateFormat = style.Name });
        return done.Ok ? DoneAt(Links.Configuration, "Times saved.") : await ShowAsync(done, "_Times", "");
    }

    public async Task<IActionResult> OnPostTryAsync(string? text)
    {
        Saved = await preferences.ReadSettingsAsync();
        Tried = text;
        if (text?.Length > MaxTryLength)
            Refused(Result.Refuse("Text", $"The maximum is {MaxTryLength:N0} characters."));
        else
            Redacted = Saved.RedactArguments ? ContainerArguments.Redact(text ?? "", Saved.RedactedKeys) : text;
        return IsHtmx ? Partial("_TryRedaction", this) : Page();
    }

    private async Task<IActionResult> ShowAsync(Result done, string region, string message)
    {
        if (done.Ok && !IsHtmx)
            return DoneAt(Links.Configuration, message);
        Saved = await preferences.ReadSettingsAsync();
        if (!done.Ok)
            Refused(done);
        else
            Announce(message);
        return IsHtmx ? Partial(region, this) : Page();
    }
}
