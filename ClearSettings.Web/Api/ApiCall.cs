using System.Text.Json;
using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.Tokens;

namespace ClearSettings.Web.Api;

/// <summary>One call of an action: who, and with what.</summary>
public sealed class ApiCall(HttpContext context, Current current)
{
    public HttpContext Http { get; } = context;

    public Current Current { get; } = current;

    /// <summary>The presented token, when it was one.</summary>
    public ApiToken? Token { get; set; }

    /// <summary>The end of the key pair behind the call, when it has one.</summary>
    public DateTime? CredentialEnd { get; set; }

    /// <summary>Whether the call goes to another workspace than its token is for.</summary>
    public bool EntersTenant => Token is { } token && Current.SignedIn && token.WorkspaceId != Current.WorkspaceId;

    /// <summary>Whether a header of this call says for whom the caller acts, rather than a token.</summary>
    public bool ActsByHeader { get; set; }

    public T Get<T>() where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>The header, under its ClearML name or the older one.</summary>
    public string? Header(string name)
    {
        var value = Http.Request.Headers["X-ClearML-" + name];
        if (value.Count == 0) value = Http.Request.Headers["X-Trains-" + name];
        return value.Count == 0 ? null : value.ToString();
    }
}

/// <summary>For actions that read nothing.</summary>
public sealed record NoInput;

/// <summary>Reads an action's input: the body as JSON whatever its type says, then the query on top (contract 1.3).</summary>
public static class ApiInput
{
    /// <summary>ClearML's clients cut batches at 15,728,640 bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>From callers that nobody knows.</summary>
    public const int MaxBytesAnonymous = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <returns>The members, or the refusal.</returns>
    public static async ValueTask<(JsonObject? Members, ApiError? Error)> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity") return (null, ApiError.Compressed);
        if (request.ContentLength > maxBytes) return (null, ApiError.TooLarge);
        JsonObject members = [];
        if (request.HasFormContentType) Merge(members, await request.ReadFormAsync());
        else if (request.ContentLength is null or > 0)
        {
            var (body, error) = await ReadBodyAsync(request, maxBytes);
            if (error is not null) return (null, error);
            members = body!;
        }
        Merge(members, request.Query);
        return (members, null);
    }

    private static async Task<(JsonObject? Members, ApiError? Error)> ReadBodyAsync(HttpRequest request, int maxBytes)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk)) > 0;)
        {
            if (buffer.Length + read > maxBytes) return (null, ApiError.TooLarge);
            buffer.Write(chunk, 0, read);
        }
        if (buffer.Length == 0) return ([], null);
        try
        {
            buffer.Position = 0;
            var node = await JsonNode.ParseAsync(buffer, documentOptions: Strict);
            ReadEscapes(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
            return node switch { null => ([], null), JsonObject map => (map, null), _ => (null, ApiError.BadJson) };
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
        {
            return (null, ApiError.BadJson);
        }
    }

    // Half a character, written as an escape, is good JSON but no text; whoever read it later would fail.
    private static void ReadEscapes(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) < 0) return;
        var reader = new Utf8JsonReader(json);
        while (reader.Read()) if (reader.ValueIsEscaped) reader.GetString();
    }

    private static void Merge(JsonObject members, IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> pairs)
    {
        foreach (var (key, values) in pairs)
        {
            var isList = values.Count > 1 || key.EndsWith("[]", StringComparison.Ordinal);
            var path = (key.EndsWith("[]", StringComparison.Ordinal) ? key[..^2] : key).Split('.');
            var target = members;
            foreach (var step in path[..^1])
            {
                if (target[step] is not JsonObject inner) target[step] = inner = [];
                target = inner;
            }
            target[path[^1]] = isList ? new JsonArray([.. values.Select(v => (JsonNode?)v)]) : values.ToString();
        }
    }
}
