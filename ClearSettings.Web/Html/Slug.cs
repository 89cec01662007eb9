using System.Text.RegularExpressions;

namespace ClearSettings.Web.Html;

/// <summary>Pages/Settings/SetUp is at /settings/set-up.</summary>
public sealed partial class Slug : IOutboundParameterTransformer
{
    public string? TransformOutbound(object? value) =>
        value is null ? null : Humps().Replace(value.ToString()!, "$1-$2").ToLowerInvariant();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex Humps();
}
