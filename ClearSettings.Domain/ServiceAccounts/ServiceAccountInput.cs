using ClearSettings.Domain.Credentials;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>
/// A service account as a person or program describes it. Of one that is there, what is null stays as it is.
/// </summary>
public sealed record ServiceAccountInput
{
    public string? Name { get; init; }

    public bool? AllowsImpersonation { get; init; }

    public bool? IsAdmin { get; init; }

    /// <summary>What it may do besides what its role allows: some of <see cref="Permissions.Grantable"/>.</summary>
    public IReadOnlyCollection<Permission>? GrantedPermissions { get; init; }

    /// <summary>The groups it is in after the change: of those that list their members.</summary>
    public IReadOnlyList<Guid>? Groups { get; init; }

    /// <summary>Seconds until its first credentials end; null or 0 means never. Only for a new one.</summary>
    public long? ExpirationSec { get; init; }

    /// <summary>
    /// Access of its first credentials, as in <see cref="CredentialInput.Access"/>. Only for a new one.
    /// </summary>
    public string? Access { get; init; }

    /// <summary>Names the form that was filled in, so that sending it twice makes one account.</summary>
    public Guid? FormId { get; init; }

    /// <summary>Of the account that the form showed; null when nothing was shown, as for programs.</summary>
    public int? RowVersion { get; init; }
}

/// <summary>A service account with its first credential and, this once, the secret.</summary>
public sealed record NewServiceAccount(ServiceAccount Account, NewCredential Credential);
