using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClearSettings.Web.Api;

/// <summary>
/// Which part of a list an action answers with, where the protocol knows no pages of it: without them it is the first
/// and largest one.
/// </summary>
/// <param name="Skip">How many entries come before.</param>
/// <param name="Take">How many entries are in it.</param>
public readonly record struct Paging(int Skip, int Take)
{
    public static readonly ApiError Refused = ApiError.Validation.With("page must be 0 or more, page_size 1 or more");

    /// <param name="page">From 0.</param>
    /// <param name="max">The largest page, and the one without a size.</param>
    public static bool TryRead(int? page, int? size, int max, out Paging paging)
    {
        var take = Math.Min(size ?? max, max);
        paging = new((int)Math.Min((page ?? 0L) * take, int.MaxValue - max), take);
        return page is null or >= 0 && size is null or >= 1;
    }
}

/// <summary>
/// Reads a whole number of any length as the nearest one that fits, so that a page_size beyond the maximum is cut
/// however large it is.
/// </summary>
internal sealed class NearestNumber : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => throw new JsonException("Not a number."),
        };
        // What begins with a letter is a word for no number at all, such as Infinity.
        var isNumber = text.TrimStart('-').AsSpan() is [>= '0' and <= '9', ..];
        if (!isNumber || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw new JsonException("Not a number.");
        if (number != Math.Floor(number))
            throw new JsonException("Not a whole number.");
        return (int)Math.Clamp(number, int.MinValue, int.MaxValue);
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}
