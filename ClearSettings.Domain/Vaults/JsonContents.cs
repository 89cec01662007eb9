using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>The contents of vaults whose forms have fields: one JSON object.</summary>
internal static class JsonContents
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text that is stored and served.</summary>
    public static string Write(JsonObject root) => root.ToJsonString(Options);

    /// <summary>Null when the text has errors or is no object.</summary>
    public static ConfigObject? Read(string text, ConfigFormat format)
    {
        var document = ConfigFormats.Read(text, format);
        if (document.HasErrors)
            return null;
        var resolved = Resolver.Resolve(document, new() { Partial = true });
        return resolved.HasErrors ? null : resolved.Value as ConfigObject;
    }
}
