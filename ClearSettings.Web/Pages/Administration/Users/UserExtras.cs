using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>
/// What users.get_all and users.get_all_ex add for administrators who ask for it; see docs/api.md#users.
/// </summary>
/// <param name="Groups">Null where they are not asked for.</param>
public sealed record UserExtras(bool Auth, bool Activity, GroupSnapshot? Groups)
{
    private static readonly string[] OfAuth = ["email", "role", "providers", "sec_groups"];

    /// <summary>Names that only_fields may then hold too.</summary>
    public IEnumerable<string> Fields => [.. Auth ? OfAuth : [], .. Activity ? ["activity"] : Array.Empty<string>()];

    public static async ValueTask<UserExtras> ForAsync(ApiCall call, UserListInput input)
    {
        var may = call.Current.Can(Permission.ManageUsers);
        return new(
            may && input.IncludeAuth,
            may && input.IncludeActivity,
            may && input.IncludeAuth ? await call.Get<GroupCache>().GetAsync(call.Current.WorkspaceId) : null
        );
    }

    public void Write(JsonObject item, UserRow user)
    {
        if (Auth)
            (item["email"], item["role"], item["providers"], item["sec_groups"]) = (
                user.Email,
                ProtocolRole.From(user.Role),
                new JsonArray(),
                new JsonArray([
                    .. Groups!
                        .GetGroups(user.Id, user.Role)
                        .Select(g => (JsonNode)new JsonObject { ["id"] = g.Id.ToHex(), ["name"] = g.Name }),
                ])
            );
        if (!Activity)
            return;
        JsonObject activity = [];
        if (user.ApiUsedAt is { } used)
            activity["last_credentials_login"] = used.ToString("O");
        if (user.SignedInAt is { } signedIn)
            activity["last_provider_login"] = signedIn.ToString("O");
        if (user.SignedInBy is { } by)
            (activity["last_provider"], activity["last_provider_name"]) = (by.ToLowerInvariant(), by);
        if (user.SeenAt is { } seen)
            activity["last_ui_access"] = seen.ToString("O");
        item["activity"] = activity;
    }
}
