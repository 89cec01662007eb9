using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>users.* for people and their preferences; see docs/api.md#users.</summary>
public static class UsersApi
{
    public sealed record UserInput
    {
        public string? User { get; init; }

        public string? Name { get; init; }

        public string? GivenName { get; init; }

        public string? FamilyName { get; init; }
    }

    public sealed record PreferencesInput
    {
        public JsonObject? Preferences { get; init; }

        public bool ReturnUpdated { get; init; } = true;
    }

    // Clients expect these names, and only these, in camel case.
    private static readonly Dictionary<string, string> GettingStarted = new()
    {
        ["agentName"] = "clearml",
        ["configure"] = "clearml-init",
        ["install"] = "pip install clearml",
        ["packageName"] = "clearml",
    };

    public static void Map(ApiMap api)
    {
        api.Map<NoInput>("users.get_current_user", Permission.ReadWorkspace, ActionAccess.Any, CurrentUserAsync);
        api.Map<UserInput>("users.get_by_id", Permission.ReadWorkspace, ActionAccess.Read, GetByIdAsync);
        api.Map<UserListInput>(
            "users.get_all",
            Permission.ReadWorkspace,
            ActionAccess.Read,
            (call, input) => UserList.ReadAsync(call, input, expand: false)
        );
        api.Map<UserListInput>(
            "users.get_all_ex",
            Permission.ReadWorkspace,
            ActionAccess.Read,
            (call, input) => UserList.ReadAsync(call, input, expand: true)
        );
        api.Map<UserInput>("users.update", Permission.EditOwnProfile, ActionAccess.Write, UpdateAsync);
        api.Map<NoInput>("users.get_preferences", Permission.ReadWorkspace, ActionAccess.Read, GetPreferencesAsync);
        api.Map<PreferencesInput>(
            "users.set_preferences",
            Permission.EditOwnPreferences,
            ActionAccess.Write,
            SetPreferencesAsync
        );
    }

    private static async Task<ApiResponse> GetPreferencesAsync(ApiCall call, NoInput input) =>
        ApiResponse.Ok(new { preferences = await call.Get<UserPreferences>().ReadAsync() });

    private static async Task<ApiResponse> CurrentUserAsync(ApiCall call, NoInput input)
    {
        var me = call.Current.Principal;
        var company = new CompanyOfUser(me.WorkspaceId, me.WorkspaceName);
        // No workspace can be suspended, so each is active.
        var companies = (await call.Get<JoinedWorkspaces>().GetAsync(me)).Select(w => new CompanyToEnter(
            w.Id,
            w.Name,
            Active: true
        ));
        var user = new UserOfCaller(
            me.UserId,
            me.UserName,
            me.IsServiceAccount ? null : me.Email,
            me.ProtocolRole,
            me.UserCreatedAt,
            company,
            companies
        );
        var groups = (await call.Get<GroupCache>().GetAsync(me.WorkspaceId))
            .GetGroups(me)
            .Select(g => new GroupOfUser(g.Id, g.Name));
        return ApiResponse.Ok(new CurrentUserResponse(user, groups, GettingStarted, new { max_download_items = 1000 }));
    }

    private static async Task<ApiResponse> GetByIdAsync(ApiCall call, UserInput input)
    {
        if (string.IsNullOrEmpty(input.User))
            return ApiError.MissingFields.With("user");
        var found = EntityId.TryParse(input.User, out var id)
            ? await UserList.FindAsync(call.Get<ClearSettingsDb>(), id)
            : null;
        return found is null
            ? ApiError.InvalidUserId.With(input.User.Length > 64 ? "no such user" : input.User)
            : ApiResponse.Ok(new { user = UserList.Write(found, call.Current.WorkspaceId.ToHex()) });
    }

    private static async Task<ApiResponse> UpdateAsync(ApiCall call, UserInput input)
    {
        if (string.IsNullOrEmpty(input.User))
            return ApiError.MissingFields.With("user");
        if (!EntityId.TryParse(input.User, out var id))
            return ApiError.InvalidUserId;
        var done = await call.Get<RenameUser>()
            .RunAsync(
                id,
                new()
                {
                    Name = input.Name,
                    GivenName = input.GivenName,
                    FamilyName = input.FamilyName,
                }
            );
        if (!done.Ok)
            return (done.Refusal == Refusal.NotFound ? ApiError.InvalidUserId : ApiError.Validation).With(
                done.Problems[0].Message
            );
        var fields = done.Value
            ? new UpdatedNames(input.Name, input.GivenName, input.FamilyName)
            : new UpdatedNames(null, null, null);
        return ApiResponse.Ok(new { updated = done.Value ? 1 : 0, fields });
    }

    private static async Task<ApiResponse> SetPreferencesAsync(ApiCall call, PreferencesInput input)
    {
        if (input.Preferences is null)
            return ApiError.MissingFields.With("preferences");
        var done = await call.Get<UserPreferences>().SetAsync(input.Preferences);
        if (!done.Ok)
            return (done.IsRefusedAs(UserPreferences.BadKey) ? ApiError.InvalidValue : ApiError.BadPreference).With(
                done.Problems[0].Message
            );
        JsonObject fields = [];
        if (done.Value is { } tree && input.ReturnUpdated)
            fields["preferences"] = tree.DeepClone();
        return ApiResponse.Ok(new { updated = done.Value is null ? 0 : 1, fields });
    }

    private sealed record UpdatedNames(string? Name, string? GivenName, string? FamilyName);

    private sealed record CompanyOfUser(Guid Id, string Name);

    private sealed record CompanyToEnter(Guid Id, string Name, bool Active);

    private sealed record GroupOfUser(Guid Id, string Name);

    private sealed record UserOfCaller(
        Guid Id,
        string Name,
        string? Email,
        string Role,
        DateTime Created,
        CompanyOfUser Company,
        IEnumerable<CompanyToEnter> Companies
    );

    private sealed record CurrentUserResponse(
        UserOfCaller User,
        IEnumerable<GroupOfUser> SecGroups,
        object GettingStarted,
        object Settings
    );
}
