using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Typed reads. Paths are HOCON paths: <c>a.b</c>, <c>a."x.y"</c>. Strings, numbers and booleans convert as the
/// specification says (yes and on are true, no and off false). A missing key, a null or another type throws
/// <see cref="HoconException"/> with the path, the line, what was expected and what was found; the Try forms return
/// false for a missing key or a null and throw for another type.
/// </summary>
public sealed partial class ConfigObject
{
    /// <summary>The value at a path, null where there is none.</summary>
    public ConfigValue? Find(string path)
    {
        ConfigValue? value = this;
        foreach (var key in HoconPath.Parse(path))
        {
            if (value is not ConfigObject parent || !parent.TryGetValue(key, out value))
                return null;
        }
        return value;
    }

    /// <summary>The value at a path whose keys are given one by one, null where there is none.</summary>
    public ConfigValue? Find(params ReadOnlySpan<string> keys)
    {
        ConfigValue? value = this;
        foreach (var key in keys)
        {
            if (value is not ConfigObject parent || !parent.TryGetValue(key, out value))
                return null;
        }
        return value;
    }

    public string GetString(string path) =>
        Concatenator.GetText(GetRequired(path, "a string")) ?? throw WrongType(path, "a string");

    /// <summary>A whole number of 64 bits; 5.0 and "5" are read as 5.</summary>
    public long GetLong(string path) =>
        ToLong(GetRequired(path, "a whole number")) ?? throw WrongType(path, "a whole number");

    public double GetDouble(string path) =>
        ToDouble(GetRequired(path, "a number")) ?? throw WrongType(path, "a number");

    public bool GetBoolean(string path) =>
        ToBoolean(GetRequired(path, "true or false")) ?? throw WrongType(path, "true or false");

    /// <summary>A list, or an object whose keys are numbers, in their order.</summary>
    public IReadOnlyList<ConfigValue> GetList(string path) =>
        ToList(GetRequired(path, "a list")) ?? throw WrongType(path, "a list");

    public ConfigObject GetObject(string path) =>
        GetRequired(path, "an object") as ConfigObject ?? throw WrongType(path, "an object");

    /// <summary>
    /// A duration such as <c>10 seconds</c>, <c>1.5h</c>; a number without a unit counts milliseconds. Resolution 100
    /// ns.
    /// </summary>
    public TimeSpan GetDuration(string path) =>
        Units.Duration(Concatenator.GetText(GetRequired(path, "a duration")))
        ?? throw WrongType(path, "a duration such as 10 seconds");

    /// <summary>
    /// A size in bytes such as <c>512K</c>, <c>10 MB</c>, <c>1.5 GiB</c>; a number without a unit counts bytes. K is
    /// 1024, kB is 1000.
    /// </summary>
    public long GetSize(string path) =>
        Units.Size(Concatenator.GetText(GetRequired(path, "a size")))
        ?? throw WrongType(path, "a size such as 512 MiB");

    public bool TryGetString(string path, [MaybeNullWhen(false)] out string value) => Try(path, GetString, out value);

    public bool TryGetLong(string path, out long value) => Try(path, GetLong, out value);

    public bool TryGetDouble(string path, out double value) => Try(path, GetDouble, out value);

    public bool TryGetBoolean(string path, out bool value) => Try(path, GetBoolean, out value);

    public bool TryGetList(string path, [MaybeNullWhen(false)] out IReadOnlyList<ConfigValue> value) =>
        Try(path, GetList, out value);

    public bool TryGetObject(string path, [MaybeNullWhen(false)] out ConfigObject value) =>
        Try(path, GetObject, out value);

    public bool TryGetDuration(string path, out TimeSpan value) => Try(path, GetDuration, out value);

    public bool TryGetSize(string path, out long value) => Try(path, GetSize, out value);

    private bool Has(string path) => Find(path) is not (null or ConfigNull);

    private bool Try<T>(string path, Func<string, T> read, [MaybeNullWhen(false)] out T value)
    {
        var has = Has(path);
        value = has ? read(path) : default;
        return has;
    }

    private ConfigValue GetRequired(string path, string expected) =>
        Find(path) is { } value and not ConfigNull ? value : throw WrongType(path, expected);

    private HoconException WrongType(string path, string expected)
    {
        var value = Find(path);
        var found = value switch
        {
            null => "is not set",
            ConfigNull => "is null",
            ConfigString => "is a different string",
            ConfigNumber => "is a number out of range",
            _ => $"is {value.TypeName}",
        };
        return new HoconException(
            Resolution.Make(
                value?.Origin ?? Origin,
                Severity.Error,
                value is null ? "missing" : "wrong-type",
                $"{path} must be {expected}, but it {found}.",
                null
            ) with
            {
                Path = path,
            }
        );
    }

    private static long? ToLong(ConfigValue value)
    {
        if (value is not (ConfigNumber or ConfigString))
            return null;
        var text = Concatenator.GetText(value).AsSpan().Trim();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        return
            decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.Truncate(number) == number
            && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : null;
    }

    private static double? ToDouble(ConfigValue value) =>
        value is ConfigNumber or ConfigString
        && double.TryParse(
            Concatenator.GetText(value),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var number
        )
        && double.IsFinite(number)
            ? number
            : null;

    private static bool? ToBoolean(ConfigValue value) =>
        value switch
        {
            ConfigBoolean boolean => boolean.Value,
            ConfigString { Value: "true" or "yes" or "on" } => true,
            ConfigString { Value: "false" or "no" or "off" } => false,
            _ => null,
        };

    private static IReadOnlyList<ConfigValue>? ToList(ConfigValue value) =>
        value switch
        {
            ConfigList list => list.Items,
            ConfigObject indexed => Concatenator.Indexed(indexed)?.Items,
            _ => null,
        };
}
