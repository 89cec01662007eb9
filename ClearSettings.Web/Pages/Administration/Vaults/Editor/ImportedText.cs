using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>The text of a file that was sent with the form. Its name tells the format and is forgotten.</summary>
public sealed record ImportedText(Secret Text, ConfigFormat Format)
{
    public static async Task<Result<ImportedText>> ReadAsync(IFormFile? file)
    {
        if (file is null || file.Length == 0)
            return Refuse("Choose a file that is not empty.");
        if (ConfigFormats.FromFileName(file.FileName) is not { } format)
            return Refuse("Choose a file that ends in .conf, .hocon, .json, .yaml or .yml.");
        if (file.Length > VaultCheck.MaxBytes)
            return Refuse($"This file is larger than {VaultCheck.MaxBytes / 1024} KB. Choose a smaller one.");
        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes);
        var decoded = Utf8Text.Decode(bytes);
        if (decoded.Text is { } text)
            return new ImportedText(text.TrimStart('\uFEFF').ReplaceLineEndings("\n"), format);
        return Refuse(
            $"This file is not UTF-8 text: see line {decoded.End.Line}, column {decoded.End.Column}. Save it as "
                + "UTF-8 and choose it again."
        );
    }

    private static Result<ImportedText> Refuse(string message) => Result<ImportedText>.Refuse("File", message);
}
