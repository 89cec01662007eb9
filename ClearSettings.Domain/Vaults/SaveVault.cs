using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Creates a vault or changes one. A draft with errors may be saved while the vault is disabled, but never be enabled.
/// </summary>
public sealed class SaveVault(
    ClearSettingsDb db,
    VaultStore store,
    VaultChange change,
    VaultAssignments assignments,
    VaultWriter writer
)
{
    /// <summary>
    /// Code of the refusal when another vault has the name; the API answers 400/801 (docs/protocol.md#error-codes).
    /// </summary>
    public const string NameTaken = "vault_name_taken";

    /// <summary>
    /// Code of the refusal when the workspace has no such group; the API answers 400/10 (docs/protocol.md#error-codes).
    /// </summary>
    public const string UnknownGroup = "unknown_group";

    private const string PersonalVaultName = "Personal vault";

    /// <summary>A vault of groups or of the whole workspace.</summary>
    /// <param name="id">Null creates one.</param>
    /// <returns>Its id.</returns>
    public Task<Result<Guid>> RunAsync(Guid? id, VaultInput input) =>
        VaultAssignments.CheckCount(input) is { } tooMany
            ? Task.FromResult(Result<Guid>.From(tooMany))
            : change.RunAsync<Guid>(VaultScope.Organization, null, work => SaveSharedAsync(work, id, input));

    /// <summary>
    /// A personal vault of the caller, or of a service account: the one of the type, of which there is at most one.
    /// </summary>
    /// <param name="id">Of a vault that keeps its type; null looks for the type's own, or creates it.</param>
    public Task<Result<Guid>> SavePersonalAsync(Guid ownerId, VaultInput input, Guid? id = null) =>
        change.RunAsync<Guid>(VaultScope.User, ownerId, work => SavePersonalAsync(work, ownerId, input, id));

    private async Task<Result<Guid>> SaveSharedAsync(WorkOutsideLock work, Guid? id, VaultInput input)
    {
        var vault = id is { } known ? await store.FindAsync(known) : null;
        if (id is not null && vault is not { Scope: not VaultScope.User })
            return Result<Guid>.NotFound(VaultChange.NotFoundMessage);
        if (await CheckNameAsync(vault, input) is { } bad)
            return Result<Guid>.Refuse([bad]);
        var assigned = await assignments.ReadAsync(input, vault);
        if (!assigned.Ok)
            return Result<Guid>.From(assigned);
        var saved = vault is null ? await store.CreateAsync(assigned.Value, null, input) : vault;
        return saved.Ok
            ? await writer.SaveAsync(work, new(saved.Value, input, assigned.Value, isNew: id is null))
            : Result<Guid>.From(saved);
    }

    private async Task<Result<Guid>> SavePersonalAsync(WorkOutsideLock work, Guid ownerId, VaultInput input, Guid? id)
    {
        if (await CheckPersonalAsync(ownerId, input) is { } refused)
            return Result<Guid>.From(refused);
        var (target, type) = (input.Target ?? VaultTarget.Client, VaultDraft.TypeOf(input.Target, input.Type, null));
        var vault = id is { } known
            ? await store.FindAsync(known)
            : await store.FindPersonalAsync(ownerId, target, type);
        if (id is not null && vault?.UserId != ownerId)
            return Result<Guid>.NotFound(VaultChange.NotFoundMessage);
        if (vault is not null && input.Target is not null && (vault.Target, vault.Type) != (target, type))
            return Result<Guid>.Refuse(
                "Target",
                "The type of a personal vault cannot be changed. Save the other type as a separate vault."
            );
        var named = input with { Name = input.Name ?? PersonalVaultName };
        var saved = vault is null ? await store.CreateAsync(VaultAssignment.Personal, ownerId, named) : vault;
        return saved.Ok
            ? await writer.SaveAsync(work, new(saved.Value, input, VaultAssignment.Personal, isNew: vault is null))
            : Result<Guid>.From(saved);
    }

    private async Task<Result?> CheckPersonalAsync(Guid ownerId, VaultInput input)
    {
        if (ownerId != change.Current.UserId && !await db.ServiceAccounts.AnyAsync(s => s.UserId == ownerId))
            return Result.NotFound(VaultChange.NotFoundMessage);
        if (input.Target is not (null or VaultTarget.Client or VaultTarget.Other))
            return Result.Refuse("Target", "A personal vault can only hold client configuration.");
        return input.Name is not null && NameRules.Check(input.Name, out _, "The name") is { } bad
            ? Result.Refuse("Name", bad)
            : null;
    }

    private async Task<Problem?> CheckNameAsync(Vault? vault, VaultInput input)
    {
        if (input.Name is null && vault is not null)
            return null;
        if (NameRules.Check(input.Name, out var name) is { } bad)
            return new("Name", bad);
        var id = vault?.Id ?? Guid.Empty;
        return await db.Vaults.AnyAsync(v =>
            v.Scope != VaultScope.User && v.Id != id && v.Name.ToLower() == name.ToLower()
        )
            ? new(NameTaken, nameof(input.Name), "Another vault has this name. Choose a different one.")
            : null;
    }
}
