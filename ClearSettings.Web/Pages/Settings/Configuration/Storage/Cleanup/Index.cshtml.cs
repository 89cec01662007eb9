using ClearSettings.Domain;
using ClearSettings.Domain.Storage.Cleanup;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage.Cleanup;

/// <summary>With what a service deletes the files of deleted tasks, for the whole workspace.</summary>
[Needs(Permission.ManageStorageCleanup)]
public sealed class Index(StorageCleanup cleanup) : AppPage
{
    public IReadOnlyList<CleanupEntry> Entries { get; private set; } = [];

    public async Task OnGetAsync() => Entries = (await cleanup.ReadAsync()).All;
}
