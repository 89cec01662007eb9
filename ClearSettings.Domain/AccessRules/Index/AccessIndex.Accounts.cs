namespace ClearSettings.Domain.AccessRules;

/// <summary>The accounts of the workspace and the groups they are in.</summary>
public sealed partial class AccessIndex
{
    // Accounts and groups share one sequence of numbers; 0 is the Users group.
    private const int UsersGroup = 0;

    private readonly Dictionary<Guid, int> _assigneeNumbers = [];
    private readonly List<Guid> _assigneeIds = [Guid.Empty];
    private readonly Dictionary<Guid, Account> _accounts = [];

    /// <summary>
    /// Sets the Users group, which rules can name and every account is in. Call it before rules are added.
    /// </summary>
    public void SetUsersGroup(Guid id) =>
        Change(() =>
        {
            _assigneeNumbers[id] = UsersGroup;
            _assigneeIds[UsersGroup] = id;
        });

    /// <summary>Adds an account or changes what it is.</summary>
    /// <param name="account">The user or service account.</param>
    /// <param name="groups">The groups that list it; without Users and Admins.</param>
    /// <param name="isAdmin">Whether it is an administrator or owner of the workspace.</param>
    /// <param name="isQueueAdmin">Whether it is in Queue admins.</param>
    public void SetAccount(Guid account, IReadOnlyCollection<Guid> groups, bool isAdmin, bool isQueueAdmin) =>
        Change(() =>
            _accounts[account] = new(
                new(groups.Select(GetNumber).Append(GetNumber(account)).Append(UsersGroup)),
                isAdmin,
                isQueueAdmin
            )
        );

    /// <summary>Removes an account, which then has no access.</summary>
    public void RemoveAccount(Guid account) => Change(() => _accounts.Remove(account));

    private int GetNumber(Guid assignee)
    {
        if (_assigneeNumbers.TryGetValue(assignee, out var number))
            return number;
        _assigneeNumbers[assignee] = number = _assigneeIds.Count;
        _assigneeIds.Add(assignee);
        return number;
    }

    // A struct, so that the dictionary has it in the entry.
    private readonly record struct Account(AssigneeSet Assignees, bool IsAdmin, bool IsQueueAdmin);
}
