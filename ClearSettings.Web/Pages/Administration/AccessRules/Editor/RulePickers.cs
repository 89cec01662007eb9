using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.AccessRules.Editor;

/// <summary>Users, service accounts and groups to choose for a rule.</summary>
public sealed class RulePickers(ClearSettingsDb db, WorkspaceAccounts accounts)
{
    internal const string UserField = "user";
    internal const string ServiceAccountField = "serviceAccount";
    internal const string GroupField = "group";
    private const int Shown = 20;

    private sealed record Choice
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required string? Note { get; init; }
    }

    public async Task<Picker> ListUsersAsync(string url, RulePost post)
    {
        var picker = await FillAsync(
            new Picker(UserField, "Users", "Users", []) { SearchLabel = "Search users", Q = post.UserQ },
            PickerKind.Person,
            ToChoices(accounts.All.Where(a => !a.IsServiceAccount)),
            ToChoices(accounts.Find(Cut(post.UserQ)).Where(a => !a.IsServiceAccount)),
            post.Users
        );
        return Complete(picker, url);
    }

    public async Task<Picker> ListServiceAccountsAsync(string url, RulePost post)
    {
        var picker = await FillAsync(
            new Picker(ServiceAccountField, "Service accounts", "ServiceAccounts", [])
            {
                SearchLabel = "Search service accounts",
                Placeholder = "Name",
                Q = post.ServiceAccountQ,
            },
            PickerKind.ServiceAccount,
            ToChoices(accounts.All.Where(a => a.IsServiceAccount)),
            ToChoices(accounts.Find(Cut(post.ServiceAccountQ)).Where(a => a.IsServiceAccount)),
            post.ServiceAccounts
        );
        return Complete(picker, url);
    }

    public async Task<Picker> ListGroupsAsync(string url, RulePost post)
    {
        // Rules cannot name Admins, who can read and modify everything.
        var all = db.Groups.Where(g => g.BuiltIn == null || g.BuiltIn != BuiltInGroup.Admins);
        var matches = all;
        if (Cut(post.GroupQ) is { Length: > 0 } part)
        {
            var key = Group.ToKey(part);
            matches = all.Where(g => g.NameKey.Contains(key));
        }
        var picker = await FillAsync(
            new Picker(GroupField, "Groups", "Groups", [])
            {
                SearchLabel = "Search groups",
                Placeholder = "Name",
                Q = post.GroupQ,
            },
            PickerKind.Group,
            ToChoices(all),
            ToChoices(matches),
            post.Groups
        );
        return Complete(picker, url);
    }

    private static Picker Complete(Picker picker, string url) =>
        picker with
        {
            SearchUrl = url,
            SearchField = picker.Field + "Q",
            ListedField = picker.Field + "Listed",
            FindValue = picker.Field,
            IsOptional = true,
        };

    private static async Task<Picker> FillAsync(
        Picker picker,
        PickerKind kind,
        IQueryable<Choice> all,
        IQueryable<Choice> matches,
        IReadOnlyList<Guid> chosen
    )
    {
        IQueryable<Choice> Sort(IQueryable<Choice> choices) => choices.OrderBy(c => c.Name.ToLower()).ThenBy(c => c.Id);
        var ticked = await Sort(matches.Where(c => chosen.Contains(c.Id))).Take(Shown).ToListAsync();
        var others = await Sort(matches.Where(c => !chosen.Contains(c.Id))).Take(Shown).ToListAsync();
        var there = await all.Where(c => chosen.Contains(c.Id)).Select(c => c.Id).ToListAsync();
        return picker with
        {
            Rows =
            [
                .. ticked.Select(c => new PickerRow(c.Id, kind, c.Name, c.Note, true)),
                .. others.Select(c => new PickerRow(c.Id, kind, c.Name, c.Note, false)),
            ],
            Hidden = [.. there.Except(ticked.Select(c => c.Id))],
            Matching = await matches.CountAsync(),
        };
    }

    private static IQueryable<Choice> ToChoices(IQueryable<WorkspaceAccount> accounts) =>
        accounts.Select(a => new Choice
        {
            Id = a.Id,
            Name = a.Name,
            Note = a.Email,
        });

    private static IQueryable<Choice> ToChoices(IQueryable<Group> groups) =>
        groups.Select(g => new Choice
        {
            Id = g.Id,
            Name = g.Name,
            Note = g.Description,
        });

    private static string Cut(string? text) => TextLimits.ToSearch(text, ListQuery.MaxSearchLength);
}
