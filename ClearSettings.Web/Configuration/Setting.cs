namespace ClearSettings.Web.Configuration;

/// <summary>A setting of this program, as <see cref="SettingsTable"/> lists it.</summary>
/// <param name="Name">Such as "Server:WebPort". A part in angle brackets stands for any name.</param>
/// <param name="Default">What counts when the setting is missing, in the words of the documentation.</param>
/// <param name="Description">The last column of the documentation.</param>
public sealed record Setting(string Name, SettingType Type, string Default, string Description)
{
    private readonly string[] _parts = Name.Split(':');

    /// <summary>An empty value means that the setting is missing. For other settings it is an error.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The value appears in no message.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The first part of the name.</summary>
    public string Section => _parts[0];

    /// <summary>Whether the name has a part that stands for any name.</summary>
    public bool IsPattern => Name.Contains('<');

    /// <summary>Whether a name in the configuration means this setting.</summary>
    public bool Matches(string name)
    {
        if (!IsPattern)
            return Name.Equals(name, StringComparison.OrdinalIgnoreCase);
        var other = name.Split(':');
        return other.Length == _parts.Length
            && _parts.Zip(other).All(p => p.First[0] == '<' ? p.Second.Length > 0 : Same(p.First, p.Second));
    }

    /// <summary>The name, with those parts of another one that this setting leaves open.</summary>
    public string NameLike(string name)
    {
        var other = name.Split(':');
        return string.Join(':', _parts.Select((part, i) => part[0] == '<' && i < other.Length ? other[i] : part));
    }

    /// <summary>Whether a name in the configuration is below this setting, such as an item of a list.</summary>
    public bool IsAbove(string name) => !IsPattern && name.StartsWith(Name + ":", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a setting can hold.</summary>
/// <param name="Expectation">Continues "it must be", such as "a whole number from 1 to 65535". The documentation has it
/// too.</param>
/// <param name="Read">The value in the form in which it is bound, or null when the text is not such a value.</param>
public sealed record SettingType(string Expectation, Func<string, string?> Read)
{
    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>Follows "such as" in messages.</summary>
    public string? Example { get; init; }

    /// <summary>
    /// Several values: an array, or one text with commas, semicolons or spaces between them. Each is checked by itself.
    /// </summary>
    public bool IsList { get; init; }

    /// <summary>Spaces at the ends are part of the value.</summary>
    public bool KeepsSpaces { get; init; }

    /// <summary>The values in a text: one, or those of a list.</summary>
    public IReadOnlyList<string> Split(string text)
    {
        if (IsList)
            return text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return [KeepsSpaces ? text : text.Trim()];
    }
}
