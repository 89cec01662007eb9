using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ClearSettings.Web.Html;

/// <summary>Shows the files of wwwroot under /assets, so that asp-append-version finds what it hashes.</summary>
internal sealed class AssetsUnderPath(IFileProvider files) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(Strip(subpath));

    public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(Strip(subpath));

    public IChangeToken Watch(string filter) => files.Watch(Strip(filter));

    private static string Strip(string path) => path.StartsWith(Assets.Path, StringComparison.Ordinal) ? path[Assets.Path.Length..] : path.TrimStart('/').StartsWith("assets/", StringComparison.Ordinal) ? path.TrimStart('/')[7..] : path;
}
