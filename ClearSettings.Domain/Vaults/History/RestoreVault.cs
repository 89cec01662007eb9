using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>Saves the contents of an earlier version as a new one.</summary>
public sealed class RestoreVault(
    ClearSettingsDb db,
    VaultStore store,
    VaultChange change,
    Current current,
    TimeProvider time
)
{
    /// <param name="number">Of the version that shall count again.</param>
    public async Task<Result<Vault>> RunAsync(Guid id, int number)
    {
        if (await store.FindAsync(id) is not { } seen)
            return Result<Vault>.NotFound(VaultChange.NotFoundMessage);
        return await change.RunAsync(seen.Scope, seen.UserId, work => RestoreAsync(work, id, number));
    }

    private async Task<Result<Vault>> RestoreAsync(WorkOutsideLock work, Guid id, int number)
    {
        if (await store.FindAsync(id) is not { } vault || await store.ReadAsync(vault, number) is not { } text)
            return Result<Vault>.NotFound("This version does not exist.");
        if (number == vault.Version)
            return vault;
        var format = await db
            .VaultVersions.Where(v => v.VaultId == id && v.Number == number)
            .Select(v => v.Format)
            .SingleAsync();
        var audience = await store.GetAudienceAsync(vault);
        var content = new ContentToCheck(text, format, vault.Target, audience, vault.Enabled, HasRecipients: true);
        if (!ContentCheckResult.TryGet(work, content, out var outcome))
            return WorkOutsideLock.Later<Vault>();
        var problem =
            outcome.Problem ?? await store.WriteAsync(vault, text, format, outcome.Items, $"Restored version {number}");
        if (problem is { } refused)
            return Refused(vault, number, refused);
        await RecordAsync(vault, number, outcome);
        return vault;
    }

    private async Task RecordAsync(Vault vault, int number, ContentCheckResult outcome)
    {
        if (vault.Enabled)
            await store.ServeAsync(vault, outcome.Served!);
        vault.MarkUpdated(current.ActorId, current.Principal.ActorName, time.GetUtcNow().UtcDateTime);
        store.Record(vault, VaultAction.Restore, $"version {number}");
    }

    private static Result<Vault> Refused(Vault vault, int number, Problem problem)
    {
        var isForClients = problem.Field == nameof(VaultInput.Content) && vault.Enabled;
        return Result<Vault>.Refuse([
            problem with
            {
                Field = "",
                Message =
                    $"Version {number} cannot be restored{(isForClients ? " while the vault is enabled" : "")}. "
                    + problem.Message,
            },
        ]);
    }
}
