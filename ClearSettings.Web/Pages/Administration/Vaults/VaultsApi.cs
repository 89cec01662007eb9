using System.ComponentModel.DataAnnotations;
using ClearSettings.Domain;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>The vault actions; see docs/api.md#vaults and docs/protocol.md#vaults.</summary>
public static class VaultsApi
{
    public sealed record GetInput
    {
        public bool Enabled { get; init; }

        public string[]? Types { get; init; }

        public bool PreviewData { get; init; }
    }

    /// <summary>A vault as it comes in; what is only read is not among it.</summary>
    public sealed class VaultItem
    {
        public string? Id { get; init; }

        public string? Description { get; init; }

        [StringLength(1_000_000)]
        public string? Data { get; init; }

        public bool? Enabled { get; init; }

        public string? Format { get; init; }

        public string? Type { get; init; }

        public string? Scope { get; init; }

        /// <summary>The one group, for programs that know of no more.</summary>
        public string? Group { get; init; }

        public string[]? Groups { get; init; }

        public string? User { get; init; }
    }

    [BodyLimit(2 * 1024 * 1024)]
    public sealed record SaveInput
    {
        public VaultItem? Vault { get; init; }

        public string? Group { get; init; }

        public string[]? Groups { get; init; }

        public string? User { get; init; }
    }

    public sealed record DeleteInput
    {
        public string[]? Vaults { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<GetInput>("users.get_vaults", Permission.ReadVaults, ActionAccess.Any, GetAsync);
        api.Map<GetInput>(
            "users.get_organization_vaults",
            Permission.ManageVaults,
            ActionAccess.Read,
            async (call, input) =>
                ApiResponse.Ok(
                    await call.Get<VaultResponses>()
                        .ListOrganizationAsync(call.Current.WorkspaceId, input.Enabled, Types(input), input.PreviewData)
                )
        );
        api.Map<SaveInput>("users.add_or_update_vault", Permission.EditOwnVault, ActionAccess.Write, SaveAsync);
        api.Map<DeleteInput>("users.delete_vaults", Permission.EditOwnVault, ActionAccess.Write, DeleteAsync);
    }

    private static async Task<ApiResponse> GetAsync(ApiCall call, GetInput input)
    {
        var (answers, me) = (call.Get<VaultResponses>(), call.Current.Principal);
        // An agent reads the vaults that apply to it, also where its account manages all of them.
        if (input.Enabled || call.Access == CredentialAccess.Agent)
            return ApiResponse.Prepared(await answers.EnabledAsync(me, Types(input), input.PreviewData));
        return ApiResponse.Ok(
            await answers.VisibleAsync(me, call.Current.Can(Permission.ManageVaults), Types(input), input.PreviewData)
        );
    }

    // Types that no vault has match nothing, instead of everything.
    private static HashSet<string>? Types(GetInput input) =>
        input.Types is { Length: > 0 } types ? [.. types.OfType<string>()] : null;

    private static async Task<ApiResponse> SaveAsync(ApiCall call, SaveInput input)
    {
        if (input.Vault is not { } item)
            return ApiError.MissingFields.With("vault");
        if (Read(item, out var vault) is { } unreadable)
            return unreadable;
        if (ReadGroups(input, item, out var groups) is { } badGroup)
            return badGroup;
        var user = input.User ?? item.User;
        Guid? id = null;
        if (!string.IsNullOrEmpty(item.Id))
        {
            if (!EntityId.TryParse(item.Id, out var parsed))
                return ApiError.InvalidId.With("vault");
            id = parsed;
        }
        var known = id is null
            ? null
            : await call.Get<VaultStore>().EditableWithGroups.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id);
        if (id is not null && known is null)
            return ApiError.InvalidId.With("vault");
        var scope =
            VaultTypes.ParseScope(item.Scope)
            ?? (groups is { Count: > 0 } ? VaultScope.Group : known?.Scope ?? VaultScope.User);
        return scope == VaultScope.User
            ? await SavePersonalAsync(call, vault, known, user)
            : await SaveSharedAsync(call, vault with { Scope = scope, GroupIds = groups }, known);
    }

    /// <param name="groups">Of the list, else of the field for one; null when both are missing.</param>
    private static ApiError? ReadGroups(SaveInput input, VaultItem item, out IReadOnlyList<Guid>? groups)
    {
        var (one, many) = (input.Group ?? item.Group, input.Groups ?? item.Groups);
        groups = null;
        if ((many ?? (string.IsNullOrEmpty(one) ? null : [one])) is not { } texts)
            return null;
        List<Guid> ids = [];
        foreach (var text in texts)
        {
            if (!EntityId.TryParse(text, out var id))
                return ApiError.InvalidId.With("group");
            ids.Add(id);
        }
        groups = ids;
        // Whoever changes the one and sends the list back as it was would not get what they asked for.
        return !string.IsNullOrEmpty(one) && !(EntityId.TryParse(one, out var first) && ids.Contains(first))
            ? ApiError.Validation.With("group must be one of groups")
            : null;
    }

    private static ApiError? Read(VaultItem item, out VaultInput vault)
    {
        VaultTarget? target = string.IsNullOrEmpty(item.Type) ? null : VaultType.GetTarget(item.Type);
        vault = new()
        {
            Name = string.IsNullOrWhiteSpace(item.Description) ? null : item.Description,
            Content = item.Data,
            Enabled = item.Enabled,
            Target = target,
            Type = target == VaultTarget.Other ? item.Type : null,
            Format = VaultTypes.ParseFormat(item.Format),
        };
        if (!string.IsNullOrEmpty(item.Type) && target is null)
            return ApiError.Validation.With(VaultType.Rule);
        if (!string.IsNullOrEmpty(item.Format) && vault.Format is null)
            return ApiError.Validation.With("format can be hocon, json or yaml");
        return !string.IsNullOrEmpty(item.Scope) && VaultTypes.ParseScope(item.Scope) is null
            ? ApiError.Validation.With("scope can be organization, group or user")
            : null;
    }

    private static async Task<ApiResponse> SavePersonalAsync(ApiCall call, VaultInput vault, Vault? known, string? user)
    {
        var owner = call.Current.UserId;
        if (!string.IsNullOrEmpty(user) && !EntityId.TryParse(user, out owner))
            return ApiError.InvalidUserId;
        if (string.IsNullOrEmpty(user) && known?.UserId is { } of)
            owner = of;
        if (owner != call.Current.UserId && !call.Current.Can(Permission.ManageServiceAccounts))
            return ApiError.RoleNotAllowed.With("only administrators can change the vault of a service account");
        if (known is not null && known.UserId != owner)
            return ApiError.InvalidId.With("vault");
        var enabled = vault.Enabled ?? (known is null ? true : null);
        return Answer(
            await call.Get<SaveVault>().SavePersonalAsync(owner, vault with { Enabled = enabled }, known?.Id),
            ApiError.InvalidUserId
        );
    }

    private static async Task<ApiResponse> SaveSharedAsync(ApiCall call, VaultInput vault, Vault? known)
    {
        if (!call.Current.Can(Permission.ManageVaults))
            return ApiError.RoleNotAllowed.With(
                "only administrators can change the vaults of groups and of the workspace"
            );
        if (known is { Scope: VaultScope.User })
            return ApiError.InvalidId.With("a personal vault cannot be assigned to a group");
        if (
            vault is { Scope: VaultScope.Group, GroupIds: null or { Count: 0 } }
            && known?.GetAssignment().GroupIds is null or { Count: 0 }
        )
            return ApiError.MissingFields.With("groups");
        if (known is null)
            vault = vault with
            {
                Name = vault.Name ?? "Vault " + Guid.NewGuid().ToHex()[..6],
                Enabled = vault.Enabled ?? true,
            };
        return Answer(await call.Get<SaveVault>().RunAsync(known?.Id, vault), ApiError.InvalidId);
    }

    private static ApiResponse Answer(Result<Guid> saved, ApiError missing)
    {
        if (saved.Ok)
            return ApiResponse.Ok(new { vault = saved.Value });
        var error = (saved.Problems[0].Code, saved.Refusal) switch
        {
            (_, Refusal.NotFound) => missing,
            (SaveVault.NameTaken, _) => ApiError.NotUnique,
            (SaveVault.UnknownGroup, _) => ApiError.InvalidId,
            _ => ApiError.Validation,
        };
        return error.With(saved.Problems[0].Message);
    }

    private static async Task<ApiResponse> DeleteAsync(ApiCall call, DeleteInput input)
    {
        if (input.Vaults is null)
            return ApiError.MissingFields.With("vaults");
        List<Guid> ids = [.. input.Vaults.Select(v => EntityId.TryParse(v, out var id) ? id : Guid.Empty)];
        var done = await call.Get<DeleteVaults>().RunAsync(ids);
        return done.Ok
            ? ApiResponse.Ok(new { deleted = done.Value.Count })
            : ApiError.RoleNotAllowed.With(done.Problems[0].Message);
    }
}
