namespace ClearSettings.Domain.Users.Preferences;

/// <summary>
/// Changes the names of the environment variables whose values the caller does not want to see in container arguments.
/// </summary>
public sealed class EditRedactedKeys(UserPreferences preferences)
{
    /// <summary>Code of the refusal of a name.</summary>
    public const string BadName = "bad_name";

    /// <param name="name">Of an environment variable; spaces around it are removed.</param>
    public async Task<Result> AddAsync(string? name)
    {
        var key = name?.Trim() ?? "";
        if (Check(key) is { } problem)
            return Result.Refuse(BadName, "Name", problem);
        var isFull = false;
        var saved = await preferences.SaveAsync(s =>
        {
            isFull = !s.RedactedKeys.Contains(key) && s.RedactedKeys.Count >= PersonalSettings.MaxKeys;
            return isFull || s.RedactedKeys.Contains(key) ? s : s with { RedactedKeys = [.. s.RedactedKeys, key] };
        });
        return isFull
            ? Result.Refuse(
                BadName,
                "Name",
                $"The list has {PersonalSettings.MaxKeys} names already. Remove one first."
            )
            : saved;
    }

    public Task<Result> RemoveAsync(string? name) =>
        preferences.SaveAsync(s => s with { RedactedKeys = [.. s.RedactedKeys.Where(k => k != name)] });

    public Task<Result> ResetAsync() =>
        preferences.SaveAsync(s => s with { RedactedKeys = ContainerArguments.DefaultKeys });

    private static string? Check(string key)
    {
        if (key.Length == 0)
            return "Enter the name of an environment variable.";
        if (key.Length > PersonalSettings.MaxKeyLength)
            return $"A name has at most {PersonalSettings.MaxKeyLength} characters.";
        return key.All(IsAllowed) ? null : "Names have letters, digits and _ only, such as MY_TOKEN.";
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
