using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>Deletes vaults with their whole history; their lines in the activity log stay.</summary>
public sealed class DeleteVaults(ClearSettingsDb db, VaultStore store, VaultChange change, Current current)
{
    /// <summary>Those of the ids that the caller may delete; the others are passed over.</summary>
    /// <returns>The names of what is gone.</returns>
    public Task<Result<IReadOnlyList<string>>> RunAsync(IReadOnlyCollection<Guid> ids) =>
        IdList.Check(ids.Count) is { } tooMany
            ? Task.FromResult(Result<IReadOnlyList<string>>.From(tooMany))
            : change.RunAsync<IReadOnlyList<string>>(
                current.Can(Permission.ManageVaults) ? VaultScope.Organization : VaultScope.User,
                null,
                async _ =>
                {
                    var vaults = await store.Editable.Where(v => ids.Contains(v.Id)).ToListAsync();
                    foreach (var vault in vaults)
                    {
                        store.Record(vault, VaultAction.Delete);
                        db.Vaults.Remove(vault);
                    }
                    return Result<IReadOnlyList<string>>.Success([.. vaults.Select(v => v.Name)]);
                }
            );
}
