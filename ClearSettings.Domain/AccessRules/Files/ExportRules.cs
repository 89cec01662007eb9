namespace ClearSettings.Domain.AccessRules;

/// <summary>Writes all rules of the current workspace as YAML, in an order that stays the same.</summary>
public sealed class ExportRules(RuleStore store, AccessNames names, Current current)
{
    public async Task<string> RunAsync()
    {
        var rules = (await store.LoadAllAsync(current.WorkspaceId))
            .Values.OrderBy(r => r.State.Type)
            .ThenBy(r => r.State.ResourceId, StringComparer.Ordinal)
            .ThenBy(r => r.Rule.Id)
            .ToList();
        var assignees = await names.GetAssigneesAsync(rules.SelectMany(r => r.State.Assignees));
        var keys = rules.SelectMany(r => UpdateRule.GetResource(r.State)).Distinct().ToList();
        var resources = (await names.GetResourcesAsync(keys)).ToDictionary(r => r.Key, r => r.Name);
        return new RuleFileWriter(assignees, resources).Write(rules);
    }
}
