using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>What the address of an effective configuration asks for. Unknown words mean the usual.</summary>
public sealed record EffectiveFilter
{
    /// <summary>Id of a person or service account; the visitor when left out.</summary>
    public string? User { get; init; }

    /// <summary>"agent", or an SDK.</summary>
    public string? As { get; init; }

    /// <summary>"json", or HOCON.</summary>
    public string? Format { get; init; }

    /// <summary>Part of a name or address, to find someone in a long list.</summary>
    public string? Q { get; init; }

    public bool IsAgent => As == "agent";

    public ConfigFormat Language => Format == "json" ? ConfigFormat.Json : ConfigFormat.Hocon;

    public QueryString Query()
    {
        var query = QueryString.Empty;
        if (!string.IsNullOrEmpty(User))
            query = query.Add("user", User);
        if (IsAgent)
            query = query.Add("as", "agent");
        return Language == ConfigFormat.Json ? query.Add("format", "json") : query;
    }
}

/// <summary>A merged configuration and the questions around it.</summary>
/// <param name="Url">Of the page, without a query.</param>
/// <param name="Vaults">Where shared vaults have their pages; null for those who may not open them.</param>
/// <param name="People">To choose from; empty where there is no choice.</param>
/// <param name="Local">What was pasted.</param>
public sealed record EffectiveView(
    string Url,
    string? Vaults,
    EffectiveFilter Filter,
    Recipient Who,
    bool IsMe,
    IReadOnlyList<Recipient> People,
    bool Searches,
    Domain.Vaults.Effective Result,
    string? Local
)
{
    /// <summary>Longer lists are searched.</summary>
    public const int MaxPeople = 100;

    /// <summary>More are seldom read, and make the page slow.</summary>
    public const int MaxLines = 5_000;

    public string Name => IsMe ? "you" : Who.Name;

    public string? Link(Guid? vault) =>
        Vaults is not null
        && vault is { } id
        && Result.Vaults.FirstOrDefault(v => v.Id == id) is { Scope: not VaultScope.User }
            ? $"{Vaults}/{id.ToHex()}"
            : null;

    public static string Applies(ServedVault vault) =>
        vault.Scope switch
        {
            VaultScope.Organization => "Whole workspace",
            VaultScope.Group => string.Join(", ", vault.Groups.Select(g => g.Name)),
            _ => "Personal",
        };
}

/// <summary>Reads it for the two pages that show one.</summary>
public sealed class EffectiveViews(EffectiveConfiguration configuration, VaultRecipients reach, Current current)
{
    private const int SearchesFrom = 20;

    /// <returns>Null when there is no one of that id.</returns>
    public async Task<EffectiveView?> ForUserAsync(string url, string vaults, EffectiveFilter filter, string? local)
    {
        var wanted =
            string.IsNullOrEmpty(filter.User) ? current.UserId
            : EntityId.TryParse(filter.User, out var id) ? id
            : Guid.Empty;
        if (await reach.FindAsync(wanted) is not { } who)
            return null;
        var found = await reach.SearchAsync(FilterChoices.Cut(filter.Q), EffectiveView.MaxPeople);
        if (!found.Contains(who))
            found.Insert(0, who);
        var choice = new RecipientChoice(found, await reach.CountAsync() > SearchesFrom);
        return await ReadAsync(new(url, vaults, filter, who, choice, local));
    }

    public Task<EffectiveView> ForCurrentUserAsync(string url, EffectiveFilter filter, string? local)
    {
        var me = current.Principal;
        return ReadAsync(
            new(
                url,
                current.Can(Permission.ManageVaults) ? Links.Vaults(me.WorkspaceId) : null,
                filter with
                {
                    User = null,
                },
                new(me.UserId, me.UserName, me.Email, me.OwnRole, false),
                new([], Searches: false),
                local
            )
        );
    }

    private async Task<EffectiveView> ReadAsync(Question asked) =>
        new(
            asked.Url,
            asked.Vaults,
            asked.Filter,
            asked.Who,
            asked.Who.Id == current.UserId,
            asked.Choice.People,
            asked.Choice.Searches,
            await configuration.ReadAsync(
                new(
                    current.WorkspaceId,
                    asked.Who.Id,
                    asked.Who.Role,
                    asked.Filter.IsAgent,
                    asked.Local,
                    asked.Filter.Language
                )
            ),
            asked.Local
        );

    /// <summary>Of <see cref="EffectiveView"/>: what is there before the configuration is read.</summary>
    private sealed record Question(
        string Url,
        string? Vaults,
        EffectiveFilter Filter,
        Recipient Who,
        RecipientChoice Choice,
        string? Local
    );

    private sealed record RecipientChoice(IReadOnlyList<Recipient> People, bool Searches);
}
