using System.Text;
using System.Text.Json;
using ClearSettings.Domain;

namespace ClearSettings.Web.Configuration;

/// <summary>The file clearsettings.json of the data folder. Comments and trailing commas are allowed.</summary>
public static class ConfigurationFile
{
    public const string Name = "clearsettings.json";
    private const int MaxBytes = 1_000_000;

    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="StartupException">It cannot be read, or is no JSON object. The message quotes
    /// nothing.</exception>
    public static SettingSource Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        var values = ReadText(path) is { } text ? Parse(path, text) : [];
        return new(values, _ => $"the file {Name}");
    }

    private static string? ReadText(string path)
    {
        try
        {
            if (!File.Exists(path) && !Directory.Exists(path))
                return null;
            using var file = File.OpenRead(path);
            if (file.Length > MaxBytes)
                throw new StartupException(
                    $"{path} is larger than {MaxBytes / 1_000} KB; it must be a JSON file with settings."
                );
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"{path} cannot be read by the user that runs this program; change its owner or its permissions.",
                problem
            );
        }
    }

    private static Dictionary<string, string?> Parse(string path, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new StartupException($"{path} is empty; write {{}} into it, or remove it.");
        CheckSyntax(path, text);
        try
        {
            var root = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();
            return new(root.AsEnumerable(), StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception problem) when (problem is FormatException or InvalidDataException)
        {
            throw new StartupException(
                $"{path} has a setting twice, or names that differ only in capitals; remove one of them.",
                problem
            );
        }
    }

    private static void CheckSyntax(string path, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Options);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new StartupException(
                    $"{path} must be a JSON object, such as {{\"Server\": {{\"WebPort\": 8080}}}}."
                );
        }
        catch (JsonException problem)
        {
            throw new StartupException(
                $"{path} is not valid JSON; see line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}.",
                problem
            );
        }
    }
}
