namespace ClearSettings.Domain.Principals;

/// <summary>
/// Which actions of the API credentials open. They never open more than the role of their owner does.
/// </summary>
public enum CredentialAccess
{
    Full,

    /// <summary>Actions that change nothing.</summary>
    ReadOnly,

    /// <summary>What a clearml-agent calls: log in, its vaults, queues and tasks.</summary>
    Agent,
}

/// <summary>Which access an action of the API asks of the credentials behind a call.</summary>
public enum ActionAccess
{
    /// <summary>Full access alone. The default, so that an action is not open by mistake.</summary>
    Write,

    /// <summary>The action changes nothing.</summary>
    Read,

    /// <summary>Agents call it, and it can change something.</summary>
    Agent,

    /// <summary>Every client calls it when it starts.</summary>
    Any,
}

/// <summary>Names of <see cref="CredentialAccess"/>, and what each opens.</summary>
public static class CredentialAccessRules
{
    /// <summary>Whether an action that asks for <paramref name="needed"/> is open.</summary>
    public static bool Allows(this CredentialAccess access, ActionAccess needed) =>
        access switch
        {
            CredentialAccess.Full => true,
            CredentialAccess.ReadOnly => needed is ActionAccess.Read or ActionAccess.Any,
            CredentialAccess.Agent => needed is ActionAccess.Agent or ActionAccess.Any,
            _ => false,
        };

    /// <summary>In the API and in forms: "full", "read_only" or "agent".</summary>
    public static string GetName(this CredentialAccess access) =>
        access switch
        {
            CredentialAccess.Full => "full",
            CredentialAccess.ReadOnly => "read_only",
            CredentialAccess.Agent => "agent",
            _ => throw new ArgumentOutOfRangeException(nameof(access)),
        };

    /// <summary>For people: "Full access", "Read only" or "Agent".</summary>
    public static string GetTitle(this CredentialAccess access) =>
        access switch
        {
            CredentialAccess.Full => "Full access",
            CredentialAccess.ReadOnly => "Read only",
            CredentialAccess.Agent => "Agent",
            _ => throw new ArgumentOutOfRangeException(nameof(access)),
        };

    /// <param name="name">As <see cref="GetName"/>; null or "" is full access.</param>
    /// <param name="access">Full where the result is false.</param>
    public static bool TryParse(string? name, out CredentialAccess access)
    {
        access = CredentialAccess.Full;
        if (string.IsNullOrEmpty(name))
            return true;
        foreach (var candidate in Enum.GetValues<CredentialAccess>())
            if (candidate.GetName() == name)
            {
                access = candidate;
                return true;
            }
        return false;
    }
}
