using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.AccessRules.Editor;

namespace ClearSettings.Web.Pages.Administration.AccessRules.Check;

/// <summary>What an account can do with an object, and why.</summary>
/// <param name="Read">Why it can read the object or not.</param>
/// <param name="Modify">The same of modifying.</param>
public sealed record CheckAnswer(
    NamedAssignee Account,
    NamedAssignee? By,
    NamedResource Resource,
    AccessExplanation Read,
    AccessExplanation Modify
)
{
    public string Icon =>
        Modify.Allowed ? "circle-check"
        : Read.Allowed ? "eye"
        : "ban";

    public string Style =>
        Modify.Allowed ? "message-good"
        : Read.Allowed ? "message-note"
        : "message-bad";

    public string Sentence
    {
        get
        {
            var who = By is null ? Account.Name : $"{Account.Name}, impersonated by {By.Name},";
            var what = $"the {RuleText.GetLabel(Resource.Key.Type).ToLowerInvariant()} {Resource.Name}.";
            return Modify.Allowed ? $"{who} can read and modify {what}"
                : Read.Allowed ? $"{who} can read {what}"
                : Obstacle is { } obstacle ? obstacle + "."
                : $"{who} has no access to {what}";
        }
    }

    /// <summary>From the account to the object; empty without any access.</summary>
    public IReadOnlyList<AccessStep> Chain => Obstacle is null ? Modify.Reason : [];

    public IEnumerable<(string Title, IReadOnlyList<AccessSuggestion> Suggestions)> Suggestions =>
        new[] { ("To allow reading", Read.WouldAllow), ("To allow modifying", Modify.WouldAllow) }.Where(s =>
            s.Item2.Count > 0
        );

    private string? Obstacle => Read.Reason.FirstOrDefault(s => s.Kind is StepKind.ImpersonationNotAllowed)?.Name;

    /// <summary>Where a suggestion can be carried out.</summary>
    public string UrlOf(AccessSuggestion suggestion, AccessLevel level, Guid workspace) =>
        suggestion.Kind switch
        {
            SuggestionKind.CreateRule => Links.NewAccessRuleFor(
                workspace,
                new(
                    Resource.Key.Type.GetName(),
                    Resource.Key.Id,
                    level.GetName(),
                    Account.Kind == AssigneeKind.User ? RulePickers.UserField : RulePickers.ServiceAccountField,
                    Account.Id
                )
            ),
            SuggestionKind.ChangeRule => Links.EditAccessRule(workspace, Guid.Parse(suggestion.Id)),
            _ => Links.EditGroup(workspace, Guid.Parse(suggestion.Id)),
        };

    public static string Describe(StepKind kind) =>
        kind switch
        {
            StepKind.ServiceAccount => "Service account",
            StepKind.Application => "Application category",
            _ => kind.ToString(),
        };
}
