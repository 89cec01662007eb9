using ClearSettings.Domain.Members;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>
/// Deletes the second factors that the account had before the takeover: the one who takes it over does not have them.
/// </summary>
public sealed class TwoFactorTakeover(SecondFactors factors) : IAccountTakeover
{
    public Task ApplyAsync(Guid userId) => factors.RemoveAllAsync(userId);
}
