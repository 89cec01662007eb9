using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClearSettings.Domain;

/// <summary>
/// A text that must never be printed, such as a password, a token, a private key or the contents of a vault. In a log,
/// a message, JSON or the debugger it is <see cref="Hidden"/>; whoever needs the text calls <see cref="Reveal"/>. A
/// string becomes one by itself, so forms and callers need not know of it.
/// </summary>
[DebuggerDisplay(Hidden)]
[JsonConverter(typeof(SecretJson))]
[TypeConverter(typeof(SecretFromText))]
public sealed class Secret(string text) : IEquatable<Secret>
{
    public const string Hidden = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _text = text;

    /// <summary>Of the text, in UTF-16 units.</summary>
    public int Length => _text.Length;

    public string Reveal() => _text;

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Secret?(string? text) => text is null ? null : new(text);

    public static bool operator ==(Secret? one, Secret? other) => Equals(one, other);

    public static bool operator !=(Secret? one, Secret? other) => !Equals(one, other);

    public static bool IsNullOrEmpty([NotNullWhen(false)] Secret? secret) => secret is not { Length: > 0 };

    /// <summary>Compares in constant time.</summary>
    public bool Equals(Secret? other) =>
        other is not null
        && CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(_text.AsSpan()),
            MemoryMarshal.AsBytes(other._text.AsSpan())
        );

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Hidden;
}

internal sealed class SecretJson : JsonConverter<Secret>
{
    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString();

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Secret.Hidden);
}

/// <summary>For fields of forms.</summary>
internal sealed class SecretFromText : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string);

    public override bool CanConvertTo(ITypeDescriptorContext? context, Type? destinationType) => false;

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? new Secret(text) : throw GetConvertFromException(value);
}
