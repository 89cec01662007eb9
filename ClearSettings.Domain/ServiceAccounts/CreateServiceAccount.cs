using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>
/// Makes a service account of the current workspace, with a first credential. It takes no seat and gets no email.
/// </summary>
public sealed class CreateServiceAccount(
    ClearSettingsDb db,
    Change change,
    CreateCredential credentials,
    ServiceAccountGroups groups,
    IOptions<ServiceAccountSettings> settings
)
{
    /// <summary>Code of the refusal when the workspace has as many as it may.</summary>
    public const string TooMany = "too_many_service_accounts";

    /// <summary>The refusal where the server's configuration allows no admin service accounts.</summary>
    public const string NoAdmins =
        "Service accounts cannot be administrators on this server (ServiceAccounts:AllowAdmins).";

    public Task<Result<NewServiceAccount>> RunAsync(ServiceAccountInput input) =>
        IdList.Check(input.Groups?.Count ?? 0, ServiceAccountGroups.Field) is { } tooMany
            ? Task.FromResult(Result<NewServiceAccount>.From(tooMany))
            : change.RunAsync(
                Permission.ManageServiceAccounts,
                async () =>
                {
                    if (NameRules.Check(input.Name, out var name) is { } badName)
                        return Result<NewServiceAccount>.Refuse("Name", badName);
                    var first = new CredentialInput
                    {
                        Access = input.Access,
                        ExpirationSec = input.ExpirationSec,
                        FormId = input.FormId,
                    };
                    return await RefuseAsync(input, first) is { } refusal
                        ? Result<NewServiceAccount>.From(refusal)
                        : await CreateAsync(name, input, first);
                }
            );

    private async Task<Result?> RefuseAsync(ServiceAccountInput input, CredentialInput first)
    {
        if (input.IsAdmin == true && !settings.Value.AllowAdmins)
            return Result.Refuse("IsAdmin", NoAdmins);
        if (await credentials.CheckAsync(first, unlimited: true) is { } badKey)
            return badKey;
        var max = settings.Value.MaxPerWorkspace;
        return await db.ServiceAccounts.CountAsync() < max
            ? null
            : Result.Refuse(
                TooMany,
                "",
                $"This workspace has {max} service accounts, which is the maximum. Delete one first."
            );
    }

    private async Task<Result<NewServiceAccount>> CreateAsync(
        string name,
        ServiceAccountInput input,
        CredentialInput first
    )
    {
        var user = User.CreateServiceAccount(name, change.Time);
        db.Users.Add(user);
        var account = ServiceAccount.Create(
            user.Id,
            change.Current.WorkspaceId,
            new(input.AllowsImpersonation == true, input.IsAdmin == true),
            change.Current.ActorId,
            change.Time
        );
        account.Grant(input.GrantedPermissions ?? []);
        db.ServiceAccounts.Add(account);
        var joined = await groups.SetAsync(user.Id, input.Groups ?? []);
        if (!joined.Ok)
            return Result<NewServiceAccount>.From(joined);
        change.Audit.Record(AuditKind.ServiceAccountCreated, name, Describe(account, joined.Value));
        return new NewServiceAccount(account, credentials.Add(user.Id, credentials.Read(first, null), $", of {name}"));
    }

    private static string? Describe(ServiceAccount account, string groups) =>
        string.Join(
            ", ",
            new[]
            {
                account.AllowsImpersonation ? "with impersonation" : null,
                account.IsAdmin ? "as administrator" : null,
                ChangeServiceAccount.DescribeGrants([], account.GrantedPermissions),
                groups.Length == 0 ? null : groups,
            }.OfType<string>()
        )
            is { Length: > 0 } words
            ? AuditEvent.TruncateDetail(words)
            : null;
}
