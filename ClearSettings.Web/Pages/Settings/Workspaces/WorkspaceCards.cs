using ClearSettings.Domain;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>One workspace of the person who looks.</summary>
/// <param name="Active">The one that pages without a workspace in their address show.</param>
/// <param name="Hosted">Whether there can be others, to switch to and to leave.</param>
public sealed record WorkspaceCard(
    JoinedWorkspace Workspace,
    bool Active,
    bool Hosted,
    MemberSummary Team,
    CredentialTable Credentials,
    PersonalVault Vault,
    DateTime Now
)
{
    public bool Can(Permission permission) => Workspace.Role.Has(permission);

    public NameSection NameSection =>
        new(
            Workspace.Id,
            Workspace.Name,
            Can(Permission.ManageWorkspace),
            Hosted && !Workspace.IsPersonal,
            false,
            null
        );

    /// <summary>The line under the name.</summary>
    public string Describe(TimeFormat format)
    {
        if (Active)
            return $"You are {Workspace.Role.DisplayNameWithArticle()}";
        var role = Workspace.IsPersonal
            ? "Your personal workspace"
            : Workspace.Role switch
            {
                MemberRole.Owner => "Owner",
                MemberRole.Admin => "Administrator",
                _ => "Member",
            };
        return $"{role}. {DescribeCredentials(format)}";
    }

    private string DescribeCredentials(TimeFormat format)
    {
        if (Credentials.Rows.Count == 0)
            return "No credentials yet";
        var used = Credentials.Rows.Max(r => r.LastUsedAt) is { } at
            ? $"last used {LowerFirst(TimeText.Relative(at, Now, format))}"
            : "never used";
        return $"{TimeText.Count(Credentials.Rows.Count, "credential")}, {used}";
    }

    private static string LowerFirst(string words) => char.ToLowerInvariant(words[0]) + words[1..];
}

/// <summary>Reads a person's workspaces: the same few queries however many there are.</summary>
public sealed class WorkspaceCards(
    JoinedTeams teams,
    CredentialList credentials,
    PersonalVaults vaults,
    Hosting hosting,
    TimeProvider time
)
{
    /// <summary>The active one first, then the person's own, then by name.</summary>
    public async Task<IReadOnlyList<WorkspaceCard>> ReadAsync()
    {
        var mine = await teams.ReadAsync();
        List<Guid> ids = [.. mine.Select(t => t.Workspace.Id)];
        var keys = await credentials.ReadAsync(ids);
        var own = await vaults.ReadAsync(ids);
        var now = time.GetUtcNow().UtcDateTime;
        return
        [
            .. mine.Select(t => new WorkspaceCard(
                t.Workspace,
                t.IsCurrent,
                hosting.IsHosted,
                t.Members,
                new(new(t.Workspace.Id), [.. keys[t.Workspace.Id]]),
                own[t.Workspace.Id],
                now
            )),
        ];
    }
}
