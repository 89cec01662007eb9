using System.Reflection;
using Microsoft.Extensions.FileProviders;

namespace ClearSettings.Web.Html;

/// <summary>The files of wwwroot, which stands beside the projects: inside the assembly, or in development the folder itself.</summary>
public static class Assets
{
    public const string Path = "/assets";
    private const string Forever = "public, max-age=31536000, immutable";

    public static IFileProvider Files(IWebHostEnvironment environment)
    {
        var folder = System.IO.Path.Combine(environment.ContentRootPath, "..", "wwwroot");
        return environment.IsDevelopment() && File.Exists(System.IO.Path.Combine(folder, "site.css"))
            ? new PhysicalFileProvider(System.IO.Path.GetFullPath(folder))
            : new ManifestEmbeddedFileProvider(Assembly.GetExecutingAssembly(), "wwwroot");
    }

    public static void UseAssets(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        RequestPath = Path,
        FileProvider = Files(app.Environment),
        // The address carries a hash of the content (?v=), so an answer never grows old.
        OnPrepareResponse = file =>
        {
            file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? Forever : "no-cache";
            file.Context.Response.Headers.Remove("Pragma");
        },
    });
}
