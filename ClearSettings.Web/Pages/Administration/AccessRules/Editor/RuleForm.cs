using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.AccessRules.Editor;

/// <summary>The form of a rule as _RuleForm.cshtml shows it.</summary>
/// <param name="Url">Where it goes.</param>
/// <param name="Id">Null for a new rule.</param>
public sealed record RuleForm(string Url, Guid? Id, ObjectPicker Objects, IReadOnlyList<Picker> Pickers, int? Version)
{
    public string? Note { get; init; }

    public required PreviewView Preview { get; init; }
}

/// <summary>Objects of one type to choose from, and the permission, which depends on the type.</summary>
/// <param name="Q">What is searched.</param>
/// <param name="Chosen">Null for all objects of the type; its name is "" where the catalog does not have it.</param>
/// <param name="Rows">Those that match, without the chosen one.</param>
public sealed record ObjectPicker(
    string Url,
    ResourceType Type,
    string? Q,
    NamedResource? Chosen,
    IReadOnlyList<ResourceRow> Rows,
    AccessLevel Level
)
{
    public const int MaxRows = 20;

    public bool HasMore { get; init; }

    public string Remark =>
        Rows.Count == 0 && !string.IsNullOrWhiteSpace(Q) ? $"No {RuleText.GetPlural(Type)} match."
        : HasMore ? $"The first {MaxRows} are shown. Search to see others."
        : "";
}

/// <summary>What a change of the rules would do, as _Preview.cshtml shows it.</summary>
/// <param name="Preview">Null where there is nothing to preview yet.</param>
public sealed record PreviewView(RulePreview? Preview)
{
    /// <summary>Why there is no preview.</summary>
    public string? Remark { get; init; }

    /// <summary>As typed so far, for a change that has to be confirmed.</summary>
    public string? Confirmation { get; init; }
}

/// <summary>Makes the form of a rule, and the parts of it that are shown again while someone fills it in.</summary>
public sealed class RuleForms(
    RulePickers pickers,
    ResourceList objects,
    AccessNames names,
    PreviewRules previews,
    Current current
)
{
    public string Rules => Links.AccessRules(current.WorkspaceId);

    /// <param name="id">Null for a new rule.</param>
    public async Task<RuleForm> CreateAsync(Guid? id, RulePost post) =>
        new(
            UrlOf(id),
            id,
            await ListObjectsAsync(id, post),
            [
                await pickers.ListUsersAsync(UrlOf(id), post),
                // Many workspaces have none.
                .. new[] { await pickers.ListServiceAccountsAsync(UrlOf(id), post) }.Where(p =>
                    p.Rows.Count > 0 || p.Hidden.Count > 0 || !string.IsNullOrEmpty(p.Q)
                ),
                await pickers.ListGroupsAsync(UrlOf(id), post),
            ],
            post.Version
        )
        {
            Note = post.Note,
            Preview = await PreviewAsync(id, post),
        };

    /// <summary>
    /// The view and model of the part that a request of htmx asks for; null where it asks for the form.
    /// </summary>
    public async Task<(string View, object Model)?> FindPartAsync(Guid? id, RulePost post)
    {
        const string list = "/Pages/Shared/_PickerList.cshtml";
        if (post.Preview)
            return ("_Preview", await PreviewAsync(id, post));
        return post.Find switch
        {
            RulePost.FindObject => ("_RuleObjects", await ListObjectsAsync(id, post)),
            RulePickers.UserField => (list, await pickers.ListUsersAsync(UrlOf(id), post)),
            RulePickers.ServiceAccountField => (list, await pickers.ListServiceAccountsAsync(UrlOf(id), post)),
            RulePickers.GroupField => (list, await pickers.ListGroupsAsync(UrlOf(id), post)),
            _ => null,
        };
    }

    private string UrlOf(Guid? id) =>
        id is { } rule ? Links.EditAccessRule(current.WorkspaceId, rule) : Links.NewAccessRule(current.WorkspaceId);

    private async Task<ObjectPicker> ListObjectsAsync(Guid? id, RulePost post)
    {
        ResourceTypes.TryParse(post.Type, out var type);
        var search = TextLimits.ToSearch(post.ObjectQ, ListQuery.MaxSearchLength);
        var rows = await objects.SearchAsync(type, search, ObjectPicker.MaxRows + 1);
        var chosen = post.ResourceId is { } resource ? (await names.GetResourcesAsync([new(type, resource)]))[0] : null;
        return new(
            UrlOf(id),
            type,
            post.ObjectQ,
            chosen,
            [.. rows.Take(ObjectPicker.MaxRows).Where(r => r.Id != post.ResourceId)],
            AccessLevels.TryParse(post.Permission, out var level) ? level : AccessLevel.Read
        )
        {
            HasMore = rows.Count > ObjectPicker.MaxRows,
        };
    }

    private async Task<PreviewView> PreviewAsync(Guid? id, RulePost post)
    {
        var input = post.ToInput();
        if (input.Users.Count + input.ServiceAccounts.Count + input.Groups.Count == 0)
            return new(null as RulePreview)
            {
                Remark = "Select at least one user, service account or group to see what the rule changes.",
            };
        var preview = await previews.RunAsync(
            id is { } rule ? RulePlan.ToUpdate(rule, input) : RulePlan.ToCreate(input)
        );
        return preview.Ok
            ? new(preview.Value) { Confirmation = post.Confirmation }
            : new(null as RulePreview) { Remark = preview.Problems[0].Message };
    }
}
