using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>Vaults of groups and of the workspace that the caller sees.</summary>
public sealed class VaultCount(VaultList vaults) : ISectionCount
{
    public Task<int> GetAsync() => vaults.Shared.CountAsync();
}
