using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.ServiceAccounts;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>
/// The actions with which administrators manage members and service accounts; see docs/api.md#members-and-roles.
/// </summary>
public static class MembersApi
{
    public sealed record CreateInput
    {
        public string? Name { get; init; }

        public string? GivenName { get; init; }

        public string? FamilyName { get; init; }

        public string? Email { get; init; }

        public string? Company { get; init; }

        public string? Role { get; init; }
    }

    public sealed record RoleInput
    {
        public string? User { get; init; }

        public string? Role { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<CreateInput>("auth.create_user", Permission.ManageUsers, ActionAccess.Write, CreateAsync);
        api.Map<RoleInput>("auth.edit_user", Permission.ManageUsers, ActionAccess.Write, EditAsync);
        api.Map<RoleInput>("auth.delete_user", Permission.ManageUsers, ActionAccess.Write, DeleteAsync);
        api.Map<RoleInput>("users.set_role", Permission.ManageUsers, ActionAccess.Write, SetRoleAsync);
        api.Map<NoInput>(
            "users.get_role_options",
            Permission.ManageUsers,
            ActionAccess.Read,
            (_, _) =>
                Task.FromResult(
                    ApiResponse.Ok(
                        new
                        {
                            roles = new[]
                            {
                                new { role = ProtocolRole.Admin, display_name = "Administrator" },
                                new { role = ProtocolRole.User, display_name = "Member" },
                            },
                        }
                    )
                )
        );
    }

    private static async Task<ApiResponse> CreateAsync(ApiCall call, CreateInput input)
    {
        if (Check(call, input) is { } error)
            return error;
        var role = ProtocolRole.Read(input.Role ?? ProtocolRole.User);
        if (role is null)
            return ApiError.InvalidValue.With("role can be admin or user");
        var made = await call.Get<CreateMember>()
            .RunAsync(
                new()
                {
                    Name = input.Name,
                    GivenName = input.GivenName,
                    FamilyName = input.FamilyName,
                    Email = input.Email,
                    Role = role,
                }
            );
        if (made.Ok)
            return ApiResponse.Ok(new { id = made.Value });
        return (made.IsRefusedAs(CreateMember.EmailTaken) ? ApiError.NotUnique : ApiError.Validation).With(
            made.Problems[0].Message
        );
    }

    private static ApiError? Check(ApiCall call, CreateInput input)
    {
        if (
            string.IsNullOrEmpty(input.Name)
            || string.IsNullOrEmpty(input.Company)
            || string.IsNullOrEmpty(input.Email)
        )
            return ApiError.MissingFields.With("name, company and email");
        if (!EntityId.TryParse(input.Company, out var company) || company != call.Current.WorkspaceId)
            return ApiError.InvalidId.With("company");
        // Where anyone has a workspace of their own, this would tell which addresses have an account, and make accounts
        // for strangers.
        if (call.Get<Hosting>().IsHosted && !call.Current.Can(Permission.ManageServer))
            return ApiError.Validation.With(
                "users create their own accounts on this server; invite them with login.add_whitelist_entries"
            );
        return EmailAddress.Check(input.Email, out _) is { } badEmail ? ApiError.BadEmail.With(badEmail) : null;
    }

    private static async Task<ApiResponse> EditAsync(ApiCall call, RoleInput input)
    {
        if (
            input.Role is null
            && EntityId.TryParse(input.User, out var user)
            && (await call.Get<PersonList>().IsMemberAsync(user) || await call.Get<AccountList>().IsAccountAsync(user))
        )
            return ApiResponse.Ok(new { updated = 0, fields = new { } });
        var (changed, error) = await ChangeAsync(call, input);
        if (error is not null)
            return error;
        return changed
            ? ApiResponse.Ok(new { updated = 1, fields = new { role = input.Role } })
            : ApiResponse.Ok(new { updated = 0, fields = new { } });
    }

    private static async Task<ApiResponse> SetRoleAsync(ApiCall call, RoleInput input)
    {
        if (string.IsNullOrEmpty(input.Role))
            return ApiError.MissingFields.With("role");
        var (changed, error) = await ChangeAsync(call, input);
        return error is null ? ApiResponse.Ok(new { updated = changed ? 1 : 0 }) : error;
    }

    private static async Task<(bool Changed, ApiError? Error)> ChangeAsync(ApiCall call, RoleInput input)
    {
        if (string.IsNullOrEmpty(input.User))
            return (false, ApiError.MissingFields.With("user"));
        if (!EntityId.TryParse(input.User, out var user))
            return (false, ApiError.InvalidUserId);
        if (ProtocolRole.Read(input.Role) is not { } role)
            return (false, ApiError.InvalidValue.With("role can be admin or user"));
        if (await call.Get<AccountList>().IsAccountAsync(user))
        {
            var set = await call.Get<ChangeServiceAccount>()
                .RunAsync(user, new() { IsAdmin = role == MemberRole.Admin });
            return set.Ok ? (set.Value, null) : (false, ServiceAccountsApi.Error(set));
        }
        var done = await call.Get<ChangeRole>().RunAsync(user, role);
        return done.Ok ? (done.Value, null) : (false, ApiError.InvalidUserId.With(done.Problems[0].Message));
    }

    private static async Task<ApiResponse> DeleteAsync(ApiCall call, RoleInput input)
    {
        if (string.IsNullOrEmpty(input.User))
            return ApiError.MissingFields.With("user");
        if (EntityId.TryParse(input.User, out var account) && await call.Get<AccountList>().IsAccountAsync(account))
        {
            var deleted = await call.Get<DeleteServiceAccount>().RunAsync(account);
            return deleted.Ok ? ApiResponse.Ok(new { deleted = true }) : ServiceAccountsApi.Error(deleted);
        }
        if (!EntityId.TryParse(input.User, out var user) || !await call.Get<PersonList>().IsMemberAsync(user))
            return ApiError.InvalidUserId;
        var done = await call.Get<RemoveMembers>().RunAsync([user]);
        return done.Ok ? ApiResponse.Ok(new { deleted = true }) : ApiError.InvalidUserId.With(done.Problems[0].Message);
    }
}
