using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>Which part of the editor's page holds the contents.</summary>
public enum EditorSection
{
    /// <summary>The text, in clear.</summary>
    Text,

    /// <summary>The text with secrets hidden, to read only.</summary>
    Masked,

    /// <summary>Rows of storage credentials.</summary>
    Storage,

    /// <summary>Host keys.</summary>
    Ssh,
}

/// <summary>A region of the editor's page that htmx swaps.</summary>
public enum EditorRegion
{
    Body,
    Findings,
}

/// <summary>A storage credential as it is typed. Secrets that are stored do not come along.</summary>
public sealed record StorageRow
{
    public string? Bucket { get; init; }

    public string? Key { get; init; }

    public Secret? Secret { get; init; }

    public Secret? Token { get; init; }

    public string? Region { get; init; }

    public string? Host { get; init; }

    /// <summary>The place of the stored row that this one shows, or -1.</summary>
    public int Kept { get; init; } = -1;
}

/// <summary>A host key as it is typed.</summary>
public sealed record SshKeyRow
{
    public string? Kind { get; init; }

    public Secret? Private { get; init; }

    public string? Public { get; init; }
}

/// <summary>All that the editor's form can send.</summary>
public sealed record VaultForm
{
    public const int MaxRows = StorageCredentials.MaxCredentials;

    /// <summary>The toggle of a browser without script, which sends the whole form.</summary>
    public const string Enable = "on";

    public const string Disable = "off";

    public string? Name { get; init; }

    public VaultTarget? Target { get; init; }

    /// <summary>Organization or Group.</summary>
    public VaultScope? Scope { get; init; }

    /// <summary>Ids of groups, which count with the scope Group.</summary>
    public string[] Groups { get; init; } = [];

    public ConfigFormat? Format { get; init; }

    /// <summary>Null when it is empty too: whether it was shown at all says <see cref="Part"/>.</summary>
    public Secret? Content { get; init; }

    public string? Note { get; init; }

    public int? RowVersion { get; init; }

    public EditorSection? Part { get; init; }

    public List<StorageRow> Rows { get; init; } = [];

    public List<SshKeyRow> Keys { get; init; } = [];

    public IFormFile? File { get; init; }

    /// <summary>Another button than Save: check, target, import, overwrite, on, off.</summary>
    public string? Command { get; init; }

    /// <summary>Of storage credentials: add, remove:2.</summary>
    public string? Row { get; init; }

    /// <summary>Code of a finding and its offset: machine-key@177.</summary>
    public string? Fix { get; init; }

    /// <summary>The region of the page that htmx swaps; null for the whole page.</summary>
    public EditorRegion? Region { get; init; }

    /// <summary>The counts that were announced last.</summary>
    public string? Said { get; init; }

    /// <summary>With the line ends that offsets count: a form sends CRLF, htmx LF.</summary>
    public string GetText() => (Content?.Reveal() ?? "").ReplaceLineEndings("\n");

    public bool Saves => Fix is null && Row is null && Command is null or "overwrite";

    /// <summary>Whether the fields around the contents are the same.</summary>
    public bool HasSameFields(VaultForm other) =>
        (Name, Target, Scope) == (other.Name, other.Target, other.Scope) && Groups.ToHashSet().SetEquals(other.Groups);

    /// <summary>A check, an import, a fix or another row: only what the page shows changes.</summary>
    public bool IsPreview => !Saves && Command is not (Enable or Disable);
}
