using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.FileProviders;

namespace ClearSettings.Web.Html;

/// <summary>
/// The files of wwwroot, which stands beside the projects: inside the assembly, or in development the folder itself.
/// Their addresses carry a hash of the content, so an answer never grows old.
/// </summary>
public sealed class Assets(IWebHostEnvironment environment)
{
    public const string Path = "/assets";
    private const int MarkSize = 0;
    private const string Forever = "public, max-age=31536000, immutable";

    private readonly IFileProvider _files = Find(environment);
    private readonly bool _changing = environment.IsDevelopment();
    private readonly ConcurrentDictionary<string, string> _urls = new();
    private readonly ConcurrentDictionary<(string Name, int Size), HtmlString> _icons = new();

    /// <param name="file">Below wwwroot, such as "site.css".</param>
    public string Url(string file) => _changing ? Hash(file) : _urls.GetOrAdd(file, Hash);

    /// <param name="name">Of a symbol in icons.svg.</param>
    /// <param name="size">12, 14, 16 or 22 pixels.</param>
    public IHtmlContent Icon(string name, int size = 16) =>
        !_changing && _icons.TryGetValue((name, size), out var drawn) ? drawn : Draw(name, size);

    /// <summary>The product's own.</summary>
    public IHtmlContent Mark() => Icon("mark", MarkSize);

    public void Serve(WebApplication app) =>
        app.UseStaticFiles(
            new StaticFileOptions
            {
                RequestPath = Path,
                FileProvider = _files,
                OnPrepareResponse = file =>
                {
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v")
                        ? Forever
                        : "no-cache";
                    file.Context.Response.Headers.Remove("Pragma");
                },
            }
        );

    private HtmlString Draw(string name, int size)
    {
        var style = size switch
        {
            MarkSize => "mark",
            16 => "icon",
            _ => $"icon icon-{size}",
        };
        return _icons[(name, size)] = new(
            $"<svg class=\"{style}\" aria-hidden=\"true\"><use href=\"{Url("icons.svg")}#{name}\"></use></svg>"
        );
    }

    private string Hash(string file)
    {
        using var content = _files.GetFileInfo(file).CreateReadStream();
        return $"{Path}/{file}?v={WebEncoders.Base64UrlEncode(SHA256.HashData(content)[..12])}";
    }

    private static IFileProvider Find(IWebHostEnvironment environment)
    {
        var folder = System.IO.Path.Combine(environment.ContentRootPath, "..", "wwwroot");
        return environment.IsDevelopment() && File.Exists(System.IO.Path.Combine(folder, "site.css"))
            ? new PhysicalFileProvider(System.IO.Path.GetFullPath(folder))
            : new ManifestEmbeddedFileProvider(Assembly.GetExecutingAssembly(), "wwwroot");
    }
}
