using System.Security.Cryptography;
using System.Text;

namespace ClearSettings.Web.Html;

/// <summary>The text of an import, which comes as a file or in a field of the form.</summary>
public sealed record ImportedText(string? Text)
{
    /// <summary>By which an import knows that the text is the one that was checked.</summary>
    public string Hash =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((Text ?? "").ReplaceLineEndings("\n"))));

    /// <param name="file">Comes before the field.</param>
    public static async Task<ImportedText> ReadAsync(IFormFile? file, string? field)
    {
        if (file is not { Length: > 0 })
            return new(field);
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return new(await reader.ReadToEndAsync());
    }
}
