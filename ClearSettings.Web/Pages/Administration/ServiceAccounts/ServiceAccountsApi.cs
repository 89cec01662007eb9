using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.Users;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>The actions for service accounts; see docs/api.md#service-accounts.</summary>
public static class ServiceAccountsApi
{
    public sealed record CreateInput
    {
        public string? Name { get; init; }

        public bool? AllowRunningAsOwner { get; init; }

        /// <summary>"manage_resources", "check_access".</summary>
        public string[]? Permissions { get; init; }

        /// <summary>"full", "read_only", "agent".</summary>
        public string? CredentialsAccess { get; init; }

        public long? CredentialsExpirationSec { get; init; }
    }

    public sealed record UpdateInput
    {
        public string? User { get; init; }

        public string? Name { get; init; }

        public bool? AllowRunningAsOwner { get; init; }

        public string[]? Permissions { get; init; }
    }

    private sealed record Item(
        Guid Id,
        string Name,
        string Role,
        bool AllowRunningAsOwner,
        IEnumerable<string> Permissions,
        int Credentials,
        DateTime? LastActiveTime
    );

    public static void Map(ApiMap api)
    {
        api.Map<CreateInput>(
            "auth.create_service_user",
            Permission.ManageServiceAccounts,
            ActionAccess.Write,
            CreateAsync
        );
        api.Map<NoInput>("users.get_service_users", Permission.ManageServiceAccounts, ActionAccess.Read, ListAsync);
        api.Map<UpdateInput>(
            "users.update_service_user",
            Permission.ManageServiceAccounts,
            ActionAccess.Write,
            UpdateAsync
        );
    }

    private static async Task<ApiResponse> CreateAsync(ApiCall call, CreateInput input)
    {
        if (string.IsNullOrEmpty(input.Name))
            return ApiError.MissingFields.With("name");
        if (ReadGrants(input.Permissions, out var grants) is { } unknown)
            return unknown;
        var made = await call.Get<CreateServiceAccount>()
            .RunAsync(
                new()
                {
                    Name = input.Name,
                    AllowsImpersonation = input.AllowRunningAsOwner,
                    GrantedPermissions = grants,
                    Access = input.CredentialsAccess,
                    ExpirationSec = input.CredentialsExpirationSec,
                }
            );
        return made.Ok ? ApiResponse.Ok(Write(made.Value)) : Error(made);
    }

    private static object Write(NewServiceAccount made)
    {
        var (account, (credential, secret)) = made;
        return new
        {
            id = account.UserId,
            credentials = new
            {
                credential.AccessKey,
                secret_key = secret.Text.Reveal(),
                credential.Label,
                access = credential.Access.GetName(),
                Expire = credential.ExpiresAt,
            },
        };
    }

    private static async Task<ApiResponse> ListAsync(ApiCall call, NoInput input)
    {
        var settings = call.Get<IOptions<ServiceAccountSettings>>().Value;
        return ApiResponse.Ok(
            new
            {
                users = (await call.Get<AccountList>().ReadAsync()).Select(r => new Item(
                    r.Id,
                    r.Name,
                    ProtocolRole.From(r.Role),
                    r.AllowsImpersonation,
                    r.GrantedPermissions.Select(GetName),
                    r.Credentials,
                    r.LastActiveAt
                )),
                allow_admins = settings.AllowAdmins,
                allowed_service_users = settings.MaxPerWorkspace,
                // 0 is "never", which is what a new pair gets when nothing is said.
                default_expiration_sec = 0,
                max_expiration_sec = CreateCredential.MaxExpirationSeconds,
            }
        );
    }

    private static async Task<ApiResponse> UpdateAsync(ApiCall call, UpdateInput input)
    {
        if (string.IsNullOrEmpty(input.User))
            return ApiError.MissingFields.With("user");
        if (!EntityId.TryParse(input.User, out var id))
            return ApiError.InvalidUserId;
        if (ReadGrants(input.Permissions, out var grants) is { } unknown)
            return unknown;
        var done = await call.Get<ChangeServiceAccount>()
            .RunAsync(
                id,
                new()
                {
                    Name = input.Name,
                    AllowsImpersonation = input.AllowRunningAsOwner,
                    GrantedPermissions = grants,
                }
            );
        return done.Ok ? ApiResponse.Ok(new { updated = done.Value ? 1 : 0 }) : Error(done);
    }

    private static string GetName(Permission permission) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(permission.ToString());

    private static ApiError? ReadGrants(string[]? names, out List<Permission>? grants)
    {
        grants = names is null ? null : [.. Permissions.Grantable.Where(p => names.Contains(GetName(p)))];
        return names?.FirstOrDefault(n => !Permissions.Grantable.Any(p => GetName(p) == n)) is { } unknown
            ? ApiError.Validation.With($"{unknown} is no permission of service accounts")
            : null;
    }

    /// <summary>A refusal of one of the use cases in the protocol's numbers.</summary>
    public static ApiError Error(Result refused) =>
        (refused.Refusal == Refusal.NotFound ? ApiError.InvalidUserId : ApiError.Validation).With(
            refused.Problems[0].Message
        );
}
