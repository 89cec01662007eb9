namespace ClearSettings.Domain.Members;

/// <summary>
/// What a noun ends when the holder of an emailed link takes over an account that its creator never confirmed: whatever
/// that creator could still act with. Every noun that stores such things registers an implementation;
/// <see cref="JoinWithNewAccount"/> calls all of these.
/// </summary>
public interface IAccountTakeover
{
    /// <summary>Runs in the transaction of the takeover, in all workspaces of the account.</summary>
    Task ApplyAsync(Guid userId);
}
