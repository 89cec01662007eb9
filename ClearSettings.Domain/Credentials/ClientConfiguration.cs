using System.Text;
using System.Text.RegularExpressions;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// The three addresses that clients need; clearml-init requires different ones, see docs/protocol.md#setup-wizards.
/// </summary>
/// <param name="Web">Ends with a slash, as ClearML's own interface writes it.</param>
public sealed record ServerUrls(string Web, string Api, string Files)
{
    /// <summary>
    /// Whether an address has an IPv6 literal for a host. clearml-init writes addresses without quotes, and clients
    /// cannot read the brackets there.
    /// </summary>
    public bool HasIPv6Literal =>
        new[] { Web, Api, Files }.Any(url =>
            Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.HostNameType == UriHostNameType.IPv6
        );
}

/// <summary>
/// New credentials as text to paste, one property for each place to paste it; see docs/protocol.md#text-to-paste.
/// </summary>
public sealed partial class ClientConfiguration(
    ServerUrls urls,
    string accessKey,
    string secretKey,
    string? label,
    string workspace
)
{
    /// <summary>
    /// A section of clearml.conf that clearml-init and clearml-agent init also take when pasted: no blank line, every
    /// inner line indented by two blanks or more, and one brace at the start of a line, the last
    /// (docs/protocol.md#setup-wizards).
    /// </summary>
    public string ClearmlConf { get; } =
        string.Join(
            '\n',
            [
                "api {",
                $"  # {Comment(workspace)}",
                $"  web_server: \"{urls.Web}\"",
                $"  api_server: \"{urls.Api}\"",
                $"  files_server: \"{urls.Files}\"",
                .. label is null ? Array.Empty<string>() : [$"  # {Comment(label)}"],
                "  credentials {",
                $"    \"access_key\" = \"{accessKey}\"",
                $"    \"secret_key\" = \"{secretKey}\"",
                "  }",
                "}",
            ]
        );

    /// <summary>Lines of a notebook cell. %env would keep quotes as part of the value, so there are none.</summary>
    public string Jupyter => Lines((name, value) => $"%env {name}={value}");

    /// <summary>Lines for a POSIX shell.</summary>
    public string Environment => Lines((name, value) => $"export {name}={value}");

    /// <summary>A docker run command that passes them on.</summary>
    public string Docker => "docker run --rm \\\n" + Lines((name, value) => $"  -e {name}={value} \\") + "\n  IMAGE";

    /// <summary>A Kubernetes Secret whose keys a pod takes as its environment.</summary>
    public string Kubernetes =>
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: clearml-credentials\nstringData:\n"
        + Lines((name, value) => $"  {name}: \"{value}\"");

    private string Lines(Func<string, string, string> line)
    {
        var text = new StringBuilder();
        text.Append(line("CLEARML_WEB_HOST", urls.Web)).Append('\n');
        text.Append(line("CLEARML_API_HOST", urls.Api)).Append('\n');
        text.Append(line("CLEARML_FILES_HOST", urls.Files)).Append('\n');
        text.Append(line("CLEARML_API_ACCESS_KEY", accessKey)).Append('\n');
        return text.Append(line("CLEARML_API_SECRET_KEY", secretKey)).ToString();
    }

    // A notebook pastes one line, which clearml-init splits again at runs of blanks.
    private static string Comment(string text) => Blanks().Replace(text, " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
