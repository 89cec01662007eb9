using System.Text;
using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>A text to paste, and where.</summary>
/// <param name="Id">Of the tab's panel.</param>
public sealed record Snippet(string Id, string Title, string Description, string FileName, Secret Text)
{
    /// <summary>A download that never touches the server: the secret is in no address and no log.</summary>
    public string GetDataUrl() =>
        "data:text/plain;charset=utf-8;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(Text.Reveal() + "\n"));
}

/// <summary>What the page shows, this once, of a new credential.</summary>
public sealed record CreatedCredentials(
    string Lead,
    string AccessKey,
    Secret SecretKey,
    IReadOnlyList<Snippet> Snippets,
    string Back
)
{
    /// <summary>Whether closing goes to <see cref="Back"/> rather than to the page under the dialog.</summary>
    public bool Leaves { get; init; }

    /// <summary>What is wrong with the addresses, or null.</summary>
    public string? AddressWarning { get; init; }

    public static CreatedCredentials Create(
        NewCredential made,
        ServerUrls urls,
        string workspace,
        TimeFormat format,
        CredentialContext place
    )
    {
        var (credential, secret) = made;
        var text = new ClientConfiguration(
            urls,
            credential.AccessKey,
            secret.Text.Reveal(),
            credential.Label,
            workspace
        );
        return new(
            Describe(credential, workspace, format),
            credential.AccessKey,
            secret.Text,
            [.. CreateSnippets(text)],
            place.Back
        )
        {
            AddressWarning = urls.HasIPv6Literal
                ? "The addresses contain an IPv6 address. clearml-init writes it without quotes, and ClearML’s "
                    + "clients cannot read the file then. Use a host name to open this server, or set one in "
                    + "Server:PublicUrl."
                : null,
        };
    }

    private static string Describe(Credential credential, string workspace, TimeFormat format)
    {
        var life = credential.ExpiresAt is { } at
            ? $"They expire on {format.Date(at)}, in {TimeText.Left(at - credential.CreatedAt)}."
            : "They never expire.";
        return credential.Label is null
            ? $"In {workspace}. {life}"
            : $"For “{credential.Label}” in {workspace}. {life}";
    }

    private static IEnumerable<Snippet> CreateSnippets(ClientConfiguration text) =>
        [
            new(
                "snippet-conf",
                "clearml.conf",
                "Paste this into ~/clearml.conf on the machine that runs your code, or into the prompt of "
                    + "clearml-init.",
                "clearml.conf",
                text.ClearmlConf
            ),
            new(
                "snippet-jupyter",
                "Jupyter",
                "Run this in the first cell of a notebook.",
                "clearml-notebook.txt",
                text.Jupyter
            ),
            new(
                "snippet-environment",
                "Environment",
                "Run this in a shell, or add it to its startup file.",
                "clearml.sh",
                text.Environment
            ),
            new(
                "snippet-docker",
                "Docker",
                "Replace IMAGE with the name of your image.",
                "clearml-docker.sh",
                text.Docker
            ),
            new(
                "snippet-kubernetes",
                "Kubernetes",
                "Create this Secret with kubectl apply; pods use it with envFrom.",
                "clearml-secret.yaml",
                text.Kubernetes
            ),
        ];
}
