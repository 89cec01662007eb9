using System.Text;
using ClearSettings.Domain.Hocon;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>A vault's text as a file to keep.</summary>
public static class VaultDownload
{
    private const int MaxNameLength = 80;

    public static FileContentResult Create(string text, ConfigFormat format, string vault, int? version = null) =>
        new(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8")
        {
            FileDownloadName = GetFileName(vault, format, version),
        };

    /// <summary>The vault's name as every file system takes it.</summary>
    public static string GetFileName(string vault, ConfigFormat format, int? version = null)
    {
        var words = new StringBuilder();
        foreach (var c in vault)
        {
            if (char.IsLetterOrDigit(c) || c is '_' or '-')
                words.Append(c);
            else if (words.Length > 0 && words[^1] != '-')
                words.Append('-');
        }
        var name = words.ToString().Trim('-');
        if (name.Length > MaxNameLength)
            name = name[..MaxNameLength];
        if (name.Length == 0)
            name = "vault";
        return name
            + (version is null ? "" : $"-version-{version}")
            + format switch
            {
                ConfigFormat.Json => ".json",
                ConfigFormat.Yaml => ".yaml",
                _ => ".conf",
            };
    }
}
