using ClearSettings.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace ClearSettings.Web.Html;

/// <content>Access rules, their history, and who can do what.</content>
public static partial class Links
{
    public static string AccessRules(Guid workspace) => $"{In(workspace)}/access-rules";

    public static string NewAccessRule(Guid workspace) => $"{AccessRules(workspace)}/new";

    /// <summary>A new rule on an object, with everything filled in.</summary>
    public static string NewAccessRuleFor(Guid workspace, AccessRulePrefill prefill) =>
        QueryHelpers.AddQueryString(
            NewAccessRule(workspace),
            new Dictionary<string, string?>
            {
                ["type"] = prefill.Type,
                ["resource"] = prefill.Resource,
                ["permission"] = prefill.Permission,
                [prefill.Field] = prefill.Account.ToHex(),
            }
        );

    public static string EditAccessRule(Guid workspace, Guid id) => $"{AccessRules(workspace)}/{id.ToHex()}/edit";

    public static string DeleteAccessRules(Guid workspace) => $"{AccessRules(workspace)}/delete";

    public static string DeleteAccessRule(Guid workspace, Guid id) => $"{DeleteAccessRules(workspace)}?id={id.ToHex()}";

    public static string ExportAccessRules(Guid workspace) => $"{AccessRules(workspace)}/csv";

    /// <summary>What an account can do with an object, and who else can access it.</summary>
    public static string CheckAccess(Guid workspace) => $"{AccessRules(workspace)}/check";

    public static string AccessRuleHistory(Guid workspace) => $"{AccessRules(workspace)}/history";

    public static string AccessRuleVersion(Guid workspace, int number) => $"{AccessRuleHistory(workspace)}/{number}";

    /// <summary>What differs between a version and the rules as they are.</summary>
    public static string CompareAccessRules(Guid workspace, int number) =>
        $"{AccessRuleVersion(workspace, number)}?with=current";

    public static string RestoreAccessRules(Guid workspace, int number) =>
        $"{AccessRuleVersion(workspace, number)}/restore";

    public static string AccessRulesFile(Guid workspace) => $"{AccessRules(workspace)}/yaml";

    public static string ImportAccessRules(Guid workspace) => $"{AccessRules(workspace)}/import";
}

/// <summary>What the form of a new access rule is filled in with.</summary>
/// <param name="Type">Name of the resource type.</param>
/// <param name="Resource">ID of the object.</param>
/// <param name="Permission">"read" or "modify".</param>
/// <param name="Field">Field of the form that names the account.</param>
public sealed record AccessRulePrefill(string Type, string Resource, string Permission, string Field, Guid Account);
