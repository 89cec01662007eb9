using ClearSettings.Domain;

namespace ClearSettings.Web.Html;

/// <summary>Labels for the source of a change.</summary>
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
