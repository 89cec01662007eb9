using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace ClearSettings.Web.Api;

/// <summary>For actions without parameters.</summary>
public sealed record NoInput;

/// <summary>
/// Reads the input of an action: the body as JSON, whatever its content type, or as a form; then the query parameters,
/// which override it. The limits of <see cref="ApiLimits"/> are checked while reading, before any of it is bound.
/// </summary>
public static class ApiInput
{
    internal static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = ApiLimits.Depth,
        AllowDuplicateProperties = false,
    };

    /// <returns>The members, or the refusal.</returns>
    public static async ValueTask<(JsonObject? Members, ApiError? Error)> ReadAsync(
        HttpRequest request,
        BodyLimitAttribute limits
    )
    {
        var maxBytes = limits.Bytes;
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            return (null, ApiError.Compressed);
        if (request.ContentLength > maxBytes)
            return (null, ApiError.TooLarge);
        request.Body = new LimitedStream(request.Body, maxBytes);
        var (members, error) =
            request.HasFormContentType ? await ReadFormAsync(request, maxBytes)
            : request.ContentLength is null or > 0 ? await ReadBodyAsync(request, limits)
            : ([], null);
        error ??= ApiLimits.CheckNames(request.Query);
        if (error is not null)
            return (null, error);
        Merge(members!, request.Query);
        return (members, null);
    }

    private static async Task<(JsonObject? Members, ApiError? Error)> ReadFormAsync(HttpRequest request, int maxBytes)
    {
        try
        {
            // The reader would put a replacement character for each byte that is no text.
            var body = await BufferAsync(request);
            if (!IsText(body))
                return (null, ApiError.BadForm.With("it is not UTF-8 text"));
            request.Body = body;
            var form = await request.ReadFormAsync(LimitForm(maxBytes), request.HttpContext.RequestAborted);
            JsonObject members = [];
            if (ApiLimits.CheckNames(form) is { } error)
                return (null, error);
            Merge(members, form);
            return (members, null);
        }
        catch (InvalidDataException problem)
        {
            return (null, ApiError.BadForm.With(problem.Message));
        }
        catch (Exception problem) when (IsUnreadableForm(problem))
        {
            return (null, ApiError.BadForm);
        }
    }

    private static FormOptions LimitForm(int maxBytes) =>
        new()
        {
            ValueCountLimit = ApiLimits.Fields,
            KeyLengthLimit = ApiLimits.NameLength,
            ValueLengthLimit = maxBytes,
            MultipartBodyLengthLimit = maxBytes,
        };

    /// <summary>
    /// Whether reading a form ended in this because of what was sent: a part that is cut off, an encoding that is not
    /// supported, or no more because the connection ended.
    /// </summary>
    internal static bool IsUnreadableForm(Exception problem) =>
        problem is InvalidDataException or NotSupportedException or ArgumentException
        || IsEndOfConnection(problem)
        || (problem is IOException and not BadHttpRequestException);

    /// <summary>Whether the connection ended, also where the request has not heard of it yet.</summary>
    internal static bool IsEndOfConnection(Exception problem) =>
        problem is ConnectionAbortedException
        || (problem is OperationCanceledException && problem.InnerException is ConnectionAbortedException);

    private static async Task<(JsonObject? Members, ApiError? Error)> ReadBodyAsync(
        HttpRequest request,
        BodyLimitAttribute limits
    )
    {
        using var buffer = await BufferAsync(request);
        if (buffer.Length == 0)
            return ([], null);
        try
        {
            if (!IsText(buffer))
                return (null, ApiError.BadJson);
            if (limits.Lines is { } member && JsonLines.IsTypeOf(request))
                return JsonLines.Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), member, limits.Values);
            if (CountValues(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), limits.Values) > limits.Values)
                return (null, ApiError.Validation.With($"the body has more than {limits.Values} values"));
            var node = await JsonNode.ParseAsync(buffer, documentOptions: Strict);
            return node switch
            {
                null => ([], null),
                JsonObject map => (map, null),
                _ => (null, ApiError.BadJson),
            };
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
        {
            return (null, ApiError.BadJson);
        }
    }

    private static async Task<MemoryStream> BufferAsync(HttpRequest request)
    {
        var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        buffer.Position = 0;
        return buffer;
    }

    private static bool IsText(MemoryStream buffer) => Utf8.IsValid(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));

    /// <summary>The JSON tokens of a text, or one more than there may be.</summary>
    // An escaped lone surrogate is valid JSON but no text, and would fail later where it is read; GetString finds it
    // here.
    internal static int CountValues(ReadOnlySpan<byte> json, int max)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ApiLimits.Depth });
        var values = 0;
        while (reader.Read())
        {
            if (++values > max)
                break;
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                reader.GetString();
        }
        return values;
    }

    private static void Merge(JsonObject members, IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        foreach (var (key, values) in pairs)
        {
            var isList = values.Count > 1 || key.EndsWith("[]", StringComparison.Ordinal);
            var path = (key.EndsWith("[]", StringComparison.Ordinal) ? key[..^2] : key).Split('.');
            var target = members;
            foreach (var step in path[..^1])
            {
                if (target[step] is not JsonObject inner)
                    target[step] = inner = [];
                target = inner;
            }
            target[path[^1]] = isList ? new JsonArray([.. values.Select(v => (JsonNode?)v)]) : values.ToString();
        }
    }
}
