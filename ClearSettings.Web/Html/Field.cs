namespace ClearSettings.Web.Html;

/// <summary>A labeled text field with its hint and its error below, as _Field shows it.</summary>
/// <param name="Name">In the form; also the key of its error.</param>
public sealed record Field(string Name, string Label, string? Value = null)
{
    private readonly string? _id;

    /// <summary>By default the name in lower case.</summary>
    public string Id
    {
        get => _id ?? Name.ToLowerInvariant();
        init => _id = value;
    }

    public string Type { get; init; } = "text";

    public string? Hint { get; init; }

    public string HintId => Id + "-hint";

    public bool IsOptional { get; init; }

    public int? MaxLength { get; init; }

    public string Autocomplete { get; init; } = "off";

    public string? Placeholder { get; init; }

    public bool HasFocus { get; init; }

    /// <summary>Lines of a text area; 0 for a field of one line.</summary>
    public int Rows { get; init; }

    /// <summary>Where the value is set instead, such as "the configuration file"; the field is disabled then.</summary>
    public string? SetBy { get; init; }
}

/// <summary>A field for a password, which can be shown, as _PasswordField shows it.</summary>
/// <param name="Autocomplete">"current-password" or "new-password".</param>
public sealed record PasswordField(string Name, string Label, string Autocomplete)
{
    private readonly string? _id;

    /// <summary>By default the name in lower case.</summary>
    public string Id
    {
        get => _id ?? Name.ToLowerInvariant();
        init => _id = value;
    }

    public int MaxLength { get; init; } = 128;

    public string? Hint { get; init; }

    public string HintId => Id + "-hint";

    public bool HasFocus { get; init; }

    /// <summary>At the end of the label, such as "Forgot password?", with its URL.</summary>
    public (string Text, string Url)? Link { get; init; }
}
