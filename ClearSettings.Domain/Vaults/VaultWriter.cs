using System.Security.Cryptography;

namespace ClearSettings.Domain.Vaults;

/// <summary>Checks what a vault shall become and writes it, for <see cref="SaveVault"/>.</summary>
public sealed class VaultWriter(VaultStore store, VaultAssignments assignments, Change change)
{
    internal async Task<Result<Guid>> SaveAsync(WorkOutsideLock work, VaultDraft draft)
    {
        if (CheckForm(draft) is { } refused)
            return Result<Guid>.From(refused);
        var (before, unreadable) = draft.IsNew ? (null, false) : await TryReadAsync(draft.Vault);
        if (unreadable && string.IsNullOrWhiteSpace(draft.Input.Content?.Reveal()))
            return Result<Guid>.Refuse("", VaultChange.Unreadable);
        draft.SetText(before, draft.Input.Content?.Reveal().ReplaceLineEndings("\n") ?? before ?? "");
        if (!TryMergeHiddenKeys(work, draft))
            return WorkOutsideLock.Later<Guid>();
        if (CheckTarget(draft) is { } bad)
            return Result<Guid>.Refuse([bad]);
        var audience = await store.GetAudienceAsync(draft.Vault);
        ContentCheckResult? outcome = null;
        if (draft.NeedsCheck && !TryCheck(work, draft, audience, out outcome))
            return WorkOutsideLock.Later<Guid>();
        return outcome?.Problem is { } problem ? Result<Guid>.Refuse([problem]) : await WriteAsync(draft, outcome);
    }

    private Result? CheckForm(VaultDraft draft)
    {
        var vault = draft.Vault;
        if (draft.Input.RowVersion is { } seen && seen != vault.RowVersion)
        {
            var editor = vault.UpdatedById == change.Current.UserId ? "You yourself" : vault.UpdatedByName;
            return Result.Conflict($"{editor} changed this vault since you opened it.");
        }
        return draft.Note?.Length > VaultInput.MaxNoteLength
            ? Result.Refuse("Note", $"The note is too long. Use {VaultInput.MaxNoteLength} characters or fewer.")
            : null;
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

    // Whoever read the keys got the private keys hidden, and sends them back so.
    private static bool TryMergeHiddenKeys(WorkOutsideLock work, VaultDraft draft)
    {
        if (
            draft.Target.Rules().CanReveal
            || draft.Before is not { } before
            || !draft.Text.Contains(VaultMask.Hidden, StringComparison.Ordinal)
        )
            return true;
        var (typed, format, stored) = (draft.Text, draft.Format, draft.Vault.Format);
        if (
            !work.Has(
                ("keys", typed, format, before, stored),
                () => SshKeys.Write(SshKeys.Merge(SshKeys.Read(typed, format), SshKeys.Read(before, stored))),
                out var merged
            )
        )
            return false;
        draft.SetText(before, merged);
        return true;
    }

    private static Problem? CheckTarget(VaultDraft draft)
    {
        if (draft.Target == VaultTarget.Other && VaultType.GetTarget(draft.Type) != VaultTarget.Other)
            return new("Target", "Choose a target.");
        // Else its private keys, also those of earlier versions, could be seen and would go to clients.
        return !draft.Vault.Target.Rules().CanReveal && draft.Target != draft.Vault.Target
            ? new("Target", "The target of a vault with SSH keys cannot be changed. Add another vault instead.")
            : null;
    }

    private static bool TryCheck(
        WorkOutsideLock work,
        VaultDraft draft,
        VaultAudience audience,
        out ContentCheckResult? outcome
    ) =>
        ContentCheckResult.TryGet(
            work,
            new(draft.Text, draft.Format, draft.Target, audience, draft.Enabled, draft.Assignment.HasRecipients),
            out outcome
        );

    private async Task<Result<Guid>> WriteAsync(VaultDraft draft, ContentCheckResult? outcome)
    {
        var vault = draft.Vault;
        var changes = draft.IsNew ? [] : await ApplyAsync(draft);
        if (draft.HasNewContents)
        {
            if (await store.WriteAsync(vault, draft.Text, draft.Format, outcome!.Items, draft.Note) is { } full)
                return Result<Guid>.Refuse([full]);
            changes.Add("contents");
        }
        if (draft.Enabled && outcome is not null)
            await store.ServeAsync(vault, outcome.Served!);
        Record(draft, changes);
        return vault.Id;
    }

    /// <returns>What it changed.</returns>
    private async Task<List<string>> ApplyAsync(VaultDraft draft)
    {
        var vault = draft.Vault;
        List<string> changes = [];
        if (draft.Input.Name?.Trim() is { Length: > 0 } name && name != vault.Name)
        {
            changes.Add($"name, was {vault.Name}");
            vault.Rename(name);
        }
        if (await assignments.DescribeAsync(vault.GetAssignment(), draft.Assignment) is { Count: > 0 } assigned)
        {
            changes.AddRange(assigned);
            vault.AssignTo(draft.Assignment);
        }
        if ((draft.Target, draft.Type) != (vault.Target, vault.Type))
        {
            changes.Add("target");
            vault.SetTarget(draft.Target, draft.Type);
        }
        return changes;
    }

    private void Record(VaultDraft draft, List<string> changes)
    {
        var (vault, enabled) = (draft.Vault, draft.Enabled);
        if (!draft.IsNew && changes.Count == 0 && enabled == vault.Enabled)
            return;
        if (draft.IsNew)
            store.Record(vault, VaultAction.Create);
        else if (changes.Count > 0)
            store.Record(vault, VaultAction.Edit, string.Join(", ", changes));
        if (enabled != vault.Enabled)
            store.Record(vault, enabled ? VaultAction.Activate : VaultAction.Deactivate);
        vault.SetEnabled(enabled);
        vault.MarkUpdated(change.Current.ActorId, change.Current.Principal.ActorName, change.Now);
    }
}
