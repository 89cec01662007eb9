using System.Security.Cryptography;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Creates a vault or changes one. A draft with errors may be saved while the vault is disabled, but never be enabled.
/// </summary>
public sealed class SaveVault(
    ClearSettingsDb db,
    VaultStore store,
    VaultChange change,
    VaultQuota quota,
    VaultEncryption encryption,
    Current current,
    TimeProvider time
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

    /// <summary>A vault of a group or of the whole workspace.</summary>
    /// <param name="id">Null creates one.</param>
    /// <returns>Its id.</returns>
    public Task<Result<Guid>> RunAsync(Guid? id, VaultInput input) =>
        change.RunAsync<Guid>(
            VaultScope.Organization,
            null,
            async work =>
            {
                var vault = id is { } known ? await store.FindAsync(known) : null;
                if (id is not null && vault is not { Scope: not VaultScope.User })
                    return Result<Guid>.NotFound(VaultChange.NotFoundMessage);
                if (await CheckNameAsync(vault, input) is { } bad)
                    return Result<Guid>.Refuse([bad]);
                var (scope, groupId) = (
                    input.Scope ?? (input.GroupId is not null ? VaultScope.Group : vault?.Scope),
                    input.GroupId ?? vault?.GroupId
                );
                if (await CheckRecipientsAsync(scope, groupId) is { } unreachable)
                    return Result<Guid>.Refuse([unreachable]);
                if (vault is null && await quota.CheckCountAsync() is { } full)
                    return Result<Guid>.Refuse([full]);
                vault ??= Add(scope!.Value, scope == VaultScope.Group ? groupId : null, null, input);
                return await SaveAsync(
                    work,
                    vault,
                    input,
                    scope!.Value,
                    scope == VaultScope.Group ? groupId : null,
                    isNew: id is null
                );
            }
        );

    /// <summary>
    /// A personal vault of the caller, or of a service account: the one of the type, of which there is at most one.
    /// </summary>
    /// <param name="id">Of a vault that keeps its type; null looks for the type's own, or creates it.</param>
    public Task<Result<Guid>> SavePersonalAsync(Guid ownerId, VaultInput input, Guid? id = null) =>
        change.RunAsync<Guid>(
            VaultScope.User,
            ownerId,
            async work =>
            {
                if (ownerId != current.UserId && !await db.ServiceAccounts.AnyAsync(s => s.UserId == ownerId))
                    return Result<Guid>.NotFound(VaultChange.NotFoundMessage);
                if (input.Target is not (null or VaultTarget.Client or VaultTarget.Other))
                    return Result<Guid>.Refuse("Target", "A personal vault can only hold client configuration.");
                if (input.Name is not null && NameRules.Check(input.Name, out _, "The name") is { } bad)
                    return Result<Guid>.Refuse("Name", bad);
                var (target, type) = (input.Target ?? VaultTarget.Client, TypeOf(input.Target, input.Type, null));
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
                var isNew = vault is null;
                if (isNew && await quota.CheckCountAsync(ownerId) is { } full)
                    return Result<Guid>.Refuse([full]);
                vault ??= Add(
                    VaultScope.User,
                    null,
                    ownerId,
                    input with
                    {
                        Name = input.Name ?? PersonalVaultName,
                        Target = target,
                    }
                );
                return await SaveAsync(work, vault, input, VaultScope.User, null, isNew);
            }
        );

    // Empty where the target itself says what the vault is for.
    private static string TypeOf(VaultTarget? target, string? type, Vault? vault) =>
        (target ?? vault?.Target) != VaultTarget.Other ? ""
        : string.IsNullOrEmpty(type) ? vault?.Type ?? ""
        : type;

    private Vault Add(VaultScope scope, Guid? groupId, Guid? ownerId, VaultInput input)
    {
        var vault = Vault.Create(
            EntityId.New(time),
            current.WorkspaceId,
            scope,
            groupId,
            ownerId,
            input.Target ?? VaultTarget.Client,
            TypeOf(input.Target, input.Type, null),
            encryption.NewKey(current.WorkspaceId),
            current.UserId,
            time.GetUtcNow().UtcDateTime
        );
        vault.Rename(input.Name!.Trim());
        db.Vaults.Add(vault);
        return vault;
    }

    private async Task<Result<Guid>> SaveAsync(
        WorkOutsideLock work,
        Vault vault,
        VaultInput input,
        VaultScope scope,
        Guid? groupId,
        bool isNew
    )
    {
        if (input.RowVersion is { } seen && seen != vault.RowVersion)
            return Result<Guid>.Conflict($"{DescribeOwner(vault)} changed this vault since you opened it.");
        if (input.Note?.Trim().Length > VaultInput.MaxNoteLength)
            return Result<Guid>.Refuse(
                "Note",
                $"The note is too long. Use {VaultInput.MaxNoteLength} characters or fewer."
            );
        var (before, unreadable) = isNew ? (null, false) : await TryReadAsync(vault);
        if (unreadable && string.IsNullOrWhiteSpace(input.Content))
            return Result<Guid>.Refuse("", VaultChange.Unreadable);
        var (text, format, target) = (
            input.Content?.ReplaceLineEndings("\n") ?? before ?? "",
            input.Format ?? vault.Format,
            input.Target ?? vault.Target
        );
        // Whoever read the keys got the private keys hidden, and sends them back so.
        if (
            !target.Rules().CanReveal
            && before is not null
            && text.Contains(VaultMask.Hidden, StringComparison.Ordinal)
        )
        {
            var (typed, stored) = (text, vault.Format);
            if (
                !work.Has(
                    ("keys", typed, format, before, stored),
                    () => SshKeys.Write(SshKeys.Merge(SshKeys.Read(typed, format), SshKeys.Read(before, stored))),
                    out var merged
                )
            )
                return WorkOutsideLock.Later<Guid>();
            text = merged;
        }
        var type = TypeOf(target, input.Type, vault);
        if (target == VaultTarget.Other && VaultType.GetTarget(type) != VaultTarget.Other)
            return Result<Guid>.Refuse("Target", "Choose a target.");
        // Else its private keys, also those of earlier versions, could be seen and would go to clients.
        if (!vault.Target.Rules().CanReveal && target != vault.Target)
            return Result<Guid>.Refuse(
                "Target",
                "The target of a vault with SSH keys cannot be changed. Add another vault instead."
            );
        var enabled = input.Enabled ?? vault.Enabled;
        var (reaches, writes) = (
            groupId is not null || scope != VaultScope.Group,
            isNew || text != before || format != vault.Format || target != vault.Target
        );
        // What was accepted once stays so, whatever today's rules are.
        var validated = writes || !vault.Enabled || !enabled || !reaches;
        ContentCheckResult? outcome = null;
        if (
            validated
            && !ContentCheckResult.TryGet(
                work,
                text,
                format,
                target,
                await store.GetAudienceAsync(vault),
                enabled,
                reaches,
                out outcome
            )
        )
            return WorkOutsideLock.Later<Guid>();
        if (outcome?.Problem is { } problem)
            return Result<Guid>.Refuse([problem]);
        var changes = Apply(vault, input, scope, groupId, (target, type), isNew).ToList();
        if (writes)
        {
            if (await store.WriteAsync(vault, text, format, outcome!.Items, Note(input)) is { } full)
                return Result<Guid>.Refuse([full]);
            if (!isNew)
                changes.Add("contents");
        }
        if (enabled && outcome is not null)
            await store.ServeAsync(vault, outcome.Served!);
        Record(vault, changes, enabled, isNew);
        return vault.Id;
    }

    // Whoever writes the whole text again need not know what was there.
    private async Task<(string? Text, bool Unreadable)> TryReadAsync(Vault vault)
    {
        try
        {
            return (await store.ReadAsync(vault), false);
        }
        catch (CryptographicException)
        {
            return (null, true);
        }
    }

    private static IEnumerable<string> Apply(
        Vault vault,
        VaultInput input,
        VaultScope scope,
        Guid? groupId,
        (VaultTarget Target, string Type) use,
        bool isNew
    )
    {
        if (isNew)
            yield break;
        if (input.Name?.Trim() is { Length: > 0 } name && name != vault.Name)
        {
            yield return $"name, was {vault.Name}";
            vault.Rename(name);
        }
        if (scope != vault.Scope || groupId != vault.GroupId)
        {
            yield return "group";
            vault.AssignTo(scope, groupId);
        }
        if (use != (vault.Target, vault.Type))
        {
            yield return "target";
            vault.SetTarget(use.Target, use.Type);
        }
    }

    private void Record(Vault vault, List<string> changes, bool enabled, bool isNew)
    {
        if (isNew)
            store.Record(vault, VaultAction.Create);
        else if (changes.Count > 0)
            store.Record(vault, VaultAction.Edit, string.Join(", ", changes));
        if (enabled != vault.Enabled)
            store.Record(vault, enabled ? VaultAction.Activate : VaultAction.Deactivate);
        if (!isNew && changes.Count == 0 && enabled == vault.Enabled)
            return;
        vault.SetEnabled(enabled);
        vault.MarkUpdated(current.ActorId, current.Principal.ActorName, time.GetUtcNow().UtcDateTime);
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

    private async Task<Problem?> CheckRecipientsAsync(VaultScope? scope, Guid? groupId)
    {
        if (scope is not (VaultScope.Organization or VaultScope.Group))
            return new("Scope", "Choose a group, or the whole workspace.");
        if (scope == VaultScope.Organization || groupId is null)
            return null;
        return await db.Groups.AnyAsync(g => g.Id == groupId)
            ? null
            : new(UnknownGroup, nameof(VaultInput.GroupId), "This group no longer exists. Choose another one.");
    }

    private string DescribeOwner(Vault vault) =>
        vault.UpdatedById == current.UserId ? "You yourself" : vault.UpdatedByName;

    private static string? Note(VaultInput input) => string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim();
}
