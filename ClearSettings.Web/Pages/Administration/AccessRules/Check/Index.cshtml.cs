using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.AccessRules.Check;

/// <summary>Explains what an account can do with an object, and lists who can access it.</summary>
[Needs(Permission.ManageAccessRules)]
public sealed class Index(ExplainAccess explain, AccessNames names, ResourceList objects, WorkspaceAccounts accounts)
    : AppPage
{
    public const int MaxObjects = 20;

    public CheckFilter Filter { get; private set; } = new();

    /// <summary>The accounts to choose from, people first.</summary>
    public IReadOnlyList<WorkspaceAccount> Accounts { get; private set; } = [];

    public bool HasMoreAccounts { get; private set; }

    /// <summary>The chosen object; null until there is one that the catalog has.</summary>
    public NamedResource? Resource { get; private set; }

    /// <summary>Objects that match the search, while none is chosen.</summary>
    public IReadOnlyList<ResourceRow> Objects { get; private set; } = [];

    public bool HasMoreObjects { get; private set; }

    public CheckAnswer? Answer { get; private set; }

    public Listing Holders { get; private set; } = null!;

    public IReadOnlyList<AccessHolder> HolderRows { get; private set; } = [];

    public string CheckUrl => Links.CheckAccess(Current.WorkspaceId);

    public async Task OnGetAsync(CheckFilter filter)
    {
        Filter = filter;
        await LoadAccountsAsync();
        if (filter.Key is { } key && (await names.GetResourcesAsync([key]))[0] is { Name.Length: > 0 } resource)
        {
            Resource = resource;
            await AnswerAsync(resource);
            await LoadHoldersAsync(key);
        }
        else
        {
            var rows = await objects.SearchAsync(filter.ResourceType, filter.Search, MaxObjects + 1);
            (Objects, HasMoreObjects) = ([.. rows.Take(MaxObjects)], rows.Count > MaxObjects);
        }
    }

    /// <summary>What a holder has its access through.</summary>
    public static string DescribeSource(AccessHolder holder)
    {
        if (holder.RuleId is null)
            return "Needs no rule";
        var on = holder.Path[^1];
        if (holder.IsForType)
            return $"Rule on all {RuleText.GetPlural(on.Key.Type)}";
        return holder.Path.Count == 1 ? "Rule on this object" : $"Rule on the project {on.Name}";
    }

    private async Task LoadAccountsAsync()
    {
        var rows = await Sort(accounts.Find(FilterChoices.Cut(Filter.Find)))
            .Take(FilterChoices.MaxItems + 1)
            .ToListAsync();
        HasMoreAccounts = rows.Count > FilterChoices.MaxItems;
        if (HasMoreAccounts)
            rows.RemoveAt(FilterChoices.MaxItems);
        var chosen = new[] { Filter.Account, Filter.By }
            .Select(t => Domain.EntityId.TryParse(t, out var id) ? id : Guid.Empty)
            .Except(rows.Select(r => r.Id))
            .ToList();
        rows.AddRange(await accounts.All.Where(a => chosen.Contains(a.Id)).ToListAsync());
        Accounts = rows;
    }

    private async Task AnswerAsync(NamedResource resource)
    {
        if (!Domain.EntityId.TryParse(Filter.Account, out var id))
            return;
        Guid? by = Domain.EntityId.TryParse(Filter.By, out var actor) ? actor : null;
        var named = await names.GetAssigneesAsync(by is { } other ? [id, other] : [id]);
        if (!named.TryGetValue(id, out var account) || account.Kind == AssigneeKind.Group)
            return;
        var read = new AccessQuestion(id, resource.Key, AccessLevel.Read) { ImpersonatedBy = by };
        Answer = new(
            account,
            by is { } impersonator ? named.GetValueOrDefault(impersonator) : null,
            resource,
            await explain.ExplainAsync(read),
            await explain.ExplainAsync(read with { Action = AccessLevel.Modify })
        );
    }

    private async Task LoadHoldersAsync(ResourceKey key)
    {
        var all = await explain.GetHoldersAsync(key);
        Holders = new(CheckUrl, Filter, all.Count, "entry", "entries");
        HolderRows = [.. all.Skip(Holders.Skip).Take(Listing.PageSize)];
    }

    private static IQueryable<WorkspaceAccount> Sort(IQueryable<WorkspaceAccount> accounts) =>
        accounts.OrderBy(a => a.IsServiceAccount).ThenBy(a => a.Name.ToLower()).ThenBy(a => a.Id);
}
