using System.Buffers;
using System.Text.Json;

namespace ClearSettings.Web.Api;

/// <summary>Writes the envelope of every API response; see docs/protocol.md#responses.</summary>
public static class Envelope
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    public static async Task WriteAsync(
        HttpContext context,
        ApiResponse answer,
        string name,
        string? requested,
        string actual
    )
    {
        var code = answer.Error?.Code ?? 200;
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        if (code == 401)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"ClearSettings\", Bearer";
        using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, Unchecked))
        {
            writer.WriteStartObject();
            WriteMeta(writer, context, answer.Error, new(name, requested, actual));
            writer.WritePropertyName("data"u8);
            if (answer.Data is null)
                writer.WriteRawValue("{}"u8, skipInputValidation: true);
            else if (answer.Data is PreparedJson prepared)
                WriteUnchecked(writer, context, prepared);
            else if (answer.Data is StreamedIds ids)
                await WriteAsync(writer, context, ids);
            else
                JsonSerializer.Serialize(writer, answer.Data, answer.Data.GetType(), ApiJson.Options);
            if (answer.Data is not PreparedJson)
                writer.WriteEndObject();
        }
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    // Sent while it is written, so that a long list needs no memory of its size.
    private static async Task WriteAsync(Utf8JsonWriter writer, HttpContext context, StreamedIds ids)
    {
        const int sentTogether = 1_000;
        writer.WriteStartObject();
        writer.WriteStartArray("ids"u8);
        foreach (var some in ids.Items.Chunk(sentTogether))
        {
            foreach (var id in some)
                writer.WriteStringValue(id);
            await writer.FlushAsync(context.RequestAborted);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        writer.WriteEndArray();
        writer.WriteNumber("total"u8, ids.Total);
        writer.WriteEndObject();
    }

    // Through the writer it would need one piece of memory as long as it is.
    private static void WriteUnchecked(Utf8JsonWriter writer, HttpContext context, PreparedJson prepared)
    {
        writer.Flush();
        context.Response.BodyWriter.Write(prepared.Utf8);
        context.Response.BodyWriter.Write("}"u8);
    }

    private static void WriteMeta(Utf8JsonWriter writer, HttpContext context, ApiError? error, Endpoint endpoint)
    {
        var id = Guid.NewGuid().ToString("N");
        var trx = context.Request.Headers["X-ClearML-Trx"].ToString() is { Length: > 0 } first
            ? first
            : context.Request.Headers["X-Trains-Trx"].ToString();
        writer.WriteStartObject("meta"u8);
        writer.WriteString("id"u8, id);
        writer.WriteString("trx"u8, trx.Length is > 0 and <= 256 ? trx : id);
        writer.WriteStartObject("endpoint"u8);
        writer.WriteString("name"u8, endpoint.Name);
        writer.WriteString("requested_version"u8, endpoint.RequestedVersion ?? ApiRequest.Highest);
        writer.WriteString("actual_version"u8, endpoint.ActualVersion);
        writer.WriteEndObject();
        writer.WriteNumber("result_code"u8, error?.Code ?? 200);
        writer.WriteNumber("result_subcode"u8, error?.Subcode ?? 0);
        writer.WriteString("result_msg"u8, error?.Message ?? "OK");
        writer.WriteNull("error_stack"u8);
        writer.WriteRawPropertyObject("error_data"u8);
        writer.WriteEndObject();
    }

    private static void WriteRawPropertyObject(this Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WriteStartObject(name);
        writer.WriteEndObject();
    }

    private readonly record struct Endpoint(string Name, string? RequestedVersion, string ActualVersion);
}
