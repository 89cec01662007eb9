using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ClearSettings.Web.Html;

/// <summary>Where the icons are, with the hash of their content; asked for dozens of times a page, so worked out once.</summary>
public sealed class Sprite(IFileVersionProvider versions)
{
    private readonly Lazy<string> address = new(() => versions.AddFileVersionToPath("", Assets.Path + "/icons.svg"));

    public string Use(string icon) => $"<use href=\"{address.Value}#{icon}\"></use>";
}
