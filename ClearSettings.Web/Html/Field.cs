using ClearSettings.Domain.Users;

namespace ClearSettings.Web.Html;

/// <summary>A labeled text field with its hint and its error below, as _Field shows it.</summary>
/// <param name="Name">In the form; also the key of its error.</param>
public sealed record Field(string Name, string Label, string? Value = null)
{
    private readonly string? _id;

    /// <summary>A field for the six digits of an authenticator app.</summary>
    public static Field OneTimeCode(string name, string label) =>
        new(name, label)
        {
            Autocomplete = "one-time-code",
            InputMode = "numeric",
            IsCode = true,
            MaxLength = 10,
            Placeholder = "000000",
        };

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

    /// <summary>Whether the browser refuses to send the form without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is shown in a monospaced font.</summary>
    public bool IsCode { get; init; }

    public int? MaxLength { get; init; }

    public string Autocomplete { get; init; } = "off";

    /// <summary>Keyboard of a phone, such as "numeric".</summary>
    public string? InputMode { get; init; }

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

    /// <summary>Hint of a field in which a password is chosen.</summary>
    public static readonly string NewHint = $"{Passwords.MinLength} characters or more. A few plain words are fine.";

    public int MaxLength { get; init; } = Passwords.MaxLength;

    public string? Hint { get; init; }

    public string HintId => Id + "-hint";

    public bool HasFocus { get; init; }

    /// <summary>At the end of the label, such as "Forgot password?", with its URL.</summary>
    public (string Text, string Url)? Link { get; init; }
}
