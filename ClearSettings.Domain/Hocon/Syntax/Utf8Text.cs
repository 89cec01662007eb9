using System.Buffers;
using System.Text.Unicode;

namespace ClearSettings.Domain.Hocon;

/// <summary>Bytes as text.</summary>
/// <param name="Text">Null when they are not UTF-8.</param>
/// <param name="ValidBytes">How many bytes are UTF-8 before the first that is not; all of them otherwise.</param>
/// <param name="End">The position behind those bytes.</param>
public sealed record Utf8Text(string? Text, int ValidBytes, Position End)
{
    /// <summary>Decodes UTF-8; a byte order mark is a part of the text.</summary>
    public static Utf8Text Decode(ReadOnlySpan<byte> bytes)
    {
        // UTF-16 never needs more units than UTF-8 needs bytes.
        var units = new char[bytes.Length];
        var valid =
            Utf8.ToUtf16(bytes, units, out var read, out var written, replaceInvalidSequences: false)
            == OperationStatus.Done;
        var text = new string(units, 0, written);
        return new Utf8Text(valid ? text : null, read, new SourceText(text, "").GetPosition(written));
    }
}
