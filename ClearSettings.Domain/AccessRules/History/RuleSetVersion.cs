namespace ClearSettings.Domain.AccessRules;

/// <summary>One change of the rules of a workspace, with everything that it did to them.</summary>
public sealed class RuleSetVersion : IWorkspaceOwned
{
    /// <summary>Characters of a note.</summary>
    public const int MaxNoteLength = 300;

    internal const int MaxSummaryLength = 200;

    private RuleSetVersion() { }

    public Guid WorkspaceId { get; private set; }

    /// <summary>From 1, the rules of a new workspace.</summary>
    public int Number { get; private set; }

    /// <summary>
    /// The version of the workspace that the change made; null where the change was not of rules alone. Where all
    /// versions of the workspace between two are such ones, accounts and groups are as they were.
    /// </summary>
    public long? WorkspaceVersion { get; private set; }

    public DateTime At { get; private set; }

    /// <summary>Null where no one was signed in.</summary>
    public Guid? ById { get; private set; }

    public string ByName { get; private set; } = "";

    /// <summary>What was done, such as "Created 2 rules".</summary>
    public string Summary { get; private set; } = "";

    public string? Note { get; private set; }

    internal static RuleSetVersion Create(Guid workspaceId, int number, RuleAuthor author, VersionNote note) =>
        new()
        {
            WorkspaceId = workspaceId,
            Number = number,
            At = author.At,
            ById = author.Id,
            ByName = author.Name,
            Summary = TextLimits.Shorten(note.Summary, MaxSummaryLength),
            Note = string.IsNullOrWhiteSpace(note.Text) ? null : note.Text.Trim(),
        };

    internal void SetWorkspaceVersion(long version) => WorkspaceVersion = version;
}

/// <summary>What a version says of itself.</summary>
/// <param name="Text">The author's own note.</param>
/// <param name="IsOnlyRules">Whether the change changes nothing but rules.</param>
internal sealed record VersionNote(string Summary, string? Text = null, bool IsOnlyRules = true);

/// <summary>What one version did to one rule.</summary>
public sealed class RuleSetChange : IWorkspaceOwned
{
    private RuleSetChange() { }

    public Guid WorkspaceId { get; private set; }

    /// <summary>The <see cref="RuleSetVersion.Number"/>.</summary>
    public int Number { get; private set; }

    public Guid RuleId { get; private set; }

    /// <summary>The <see cref="RuleState"/> before, as JSON; null for a new rule.</summary>
    public string? Before { get; private set; }

    /// <summary>The <see cref="RuleState"/> after, as JSON; null for a deleted rule.</summary>
    public string? After { get; private set; }

    internal static RuleSetChange Create(RuleSetVersion version, RuleEdit edit) =>
        new()
        {
            WorkspaceId = version.WorkspaceId,
            Number = version.Number,
            RuleId = edit.Id,
            Before = edit.Before?.ToJson(),
            After = edit.After?.ToJson(),
        };
}
