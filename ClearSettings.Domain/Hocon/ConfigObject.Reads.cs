using System.Diagnostics.CodeAnalysis;

namespace ClearSettings.Domain.Hocon;

/// <summary>Typed reads. Paths are HOCON paths: <c>a.b</c>, <c>a."x.y"</c>. A missing key, a null or another type throws
/// <see cref="HoconException"/> with the path, the line, what was expected and what was found; the Try forms return false only for a missing key or a null.</summary>
public sealed partial class ConfigObject
{
    /// <summary>The value at a path, null where there is none.</summary>
    public ConfigValue? Find(string path) => throw new NotImplementedException(path);

    /// <summary>The value at a path whose keys are given one by one, null where there is none.</summary>
    public ConfigValue? Find(params ReadOnlySpan<string> keys) => throw new NotImplementedException(keys.Length.ToString());

    public string GetString(string path) => throw new NotImplementedException(path);

    public long GetLong(string path) => throw new NotImplementedException(path);

    public double GetDouble(string path) => throw new NotImplementedException(path);

    public bool GetBoolean(string path) => throw new NotImplementedException(path);

    public IReadOnlyList<ConfigValue> GetList(string path) => throw new NotImplementedException(path);

    public ConfigObject GetObject(string path) => throw new NotImplementedException(path);

    public TimeSpan GetDuration(string path) => throw new NotImplementedException(path);

    public long GetSize(string path) => throw new NotImplementedException(path);

    public bool TryGetString(string path, [MaybeNullWhen(false)] out string value) => throw new NotImplementedException(path);

    public bool TryGetLong(string path, out long value) => throw new NotImplementedException(path);

    public bool TryGetDouble(string path, out double value) => throw new NotImplementedException(path);

    public bool TryGetBoolean(string path, out bool value) => throw new NotImplementedException(path);

    public bool TryGetList(string path, [MaybeNullWhen(false)] out IReadOnlyList<ConfigValue> value) => throw new NotImplementedException(path);

    public bool TryGetObject(string path, [MaybeNullWhen(false)] out ConfigObject value) => throw new NotImplementedException(path);

    public bool TryGetDuration(string path, out TimeSpan value) => throw new NotImplementedException(path);

    public bool TryGetSize(string path, out long value) => throw new NotImplementedException(path);
}
