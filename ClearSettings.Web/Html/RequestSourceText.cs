using ClearSettings.Domain;

namespace ClearSettings.Web.Html;

/// <summary>Words for where a change came from.</summary>
internal static class RequestSourceText
{
    public static string GetLabel(RequestSource source) =>
        source switch
        {
            RequestSource.Api => "API",
            RequestSource.Command => "Command line",
            _ => "Page",
        };
}
