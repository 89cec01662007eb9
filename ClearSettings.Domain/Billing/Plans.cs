using ClearSettings.Domain.Workspaces;

namespace ClearSettings.Domain.Billing;

/// <summary>What one plan allows.</summary>
public sealed class Plan
{
    /// <summary>How many people a workspace may hold; null is no limit.</summary>
    public int? Members { get; set; }
}

/// <summary>
/// Section "Plans" of the configuration: each plan by its name. A self-hosted server has no limits, whatever stands
/// there.
/// </summary>
public sealed class Plans(IReadOnlyDictionary<string, Plan> configured, Hosting hosting)
{
    public const string Free = "Free";

    private static readonly Dictionary<string, Plan> Default = new(StringComparer.OrdinalIgnoreCase)
    {
        [Free] = new() { Members = 3 },
        ["Pro"] = new() { Members = 10 },
        ["Enterprise"] = new(),
    };

    /// <summary>How many people may be in a workspace of that plan; null is no limit.</summary>
    public int? Seats(string plan)
    {
        if (!hosting.IsHosted)
            return null;
        return (
            configured.TryGetValue(plan, out var own) ? own
            : Default.TryGetValue(plan, out var usual) ? usual
            : new()
        ).Members;
    }
}
