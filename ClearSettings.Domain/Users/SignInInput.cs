namespace ClearSettings.Domain.Users;

/// <summary>What the sign-in form sends.</summary>
public sealed record SignInInput
{
    public string? Email { get; init; }

    public Secret? Password { get; init; }

    /// <summary>Keep me signed in.</summary>
    public bool Keep { get; init; }
}
