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
        return await change.RunAsync<Vault>(
            seen.Scope,
            seen.UserId,
            async work =>
            {
                if (await store.FindAsync(id) is not { } vault || await store.ReadAsync(vault, number) is not { } text)
                    return Result<Vault>.NotFound("This version does not exist.");
                if (number == vault.Version)
                    return vault;
                var format = await db
                    .VaultVersions.Where(v => v.VaultId == id && v.Number == number)
                    .Select(v => v.Format)
                    .SingleAsync();
                if (
                    !ContentCheckResult.TryGet(
                        work,
                        text,
                        format,
                        vault.Target,
                        await store.GetAudienceAsync(vault),
                        vault.Enabled,
                        reaches: true,
                        out var outcome
                    )
                )
                    return WorkOutsideLock.Later<Vault>();
                if (outcome.Problem is { } problem)
                    return Refused(vault, number, problem);
                if (
                    await store.WriteAsync(vault, text, format, outcome.Items, $"Restored version {number}") is { } full
                )
                    return Refused(vault, number, full);
                if (vault.Enabled)
                    await store.ServeAsync(vault, outcome.Served!);
                vault.MarkUpdated(current.ActorId, current.Principal.ActorName, time.GetUtcNow().UtcDateTime);
                store.Record(vault, VaultAction.Restore, $"version {number}");
                return vault;
            }
        );
    }

    private static Result<Vault> Refused(Vault vault, int number, Problem problem) =>
        Result<Vault>.Refuse([
            problem with
            {
                Field = "",
                Message =
                    $"Version {number} cannot be "
                    + $"restored{(problem.Field == nameof(VaultInput.Content) && vault.Enabled ? " while the vault is enabled" : "")}. {problem.Message}",
            },
        ]);
}
