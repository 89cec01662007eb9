using ClearSettings.Domain;
using ClearSettings.Domain.Storage;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>
/// Credentials with which the visitor's browser reads cloud storage, and a preview of what it gets. This page alone
/// allows the browser to ask the hosts of these rows.
/// </summary>
[Needs(Permission.ManageOwnStorage)]
public sealed class Index(StorageRows rows, TestStorage test, PublicUrls addresses) : AppPage
{
    public IReadOnlyList<StorageRowView> Rows { get; private set; } = [];

    public bool IsReadable { get; private set; } = true;

    /// <summary>The URL as typed.</summary>
    public string? TypedUrl { get; private set; }

    public StoragePreview? Preview { get; private set; }

    public StorageTest? Test { get; private set; }

    public bool IsFull => Rows.Count(r => r.IsOwn) >= EditStorage.MaxRows;

    private string Origin => new Uri(addresses.For(Request).Web).GetLeftPart(UriPartial.Authority);

    /// <summary>Previews and tests change nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) => true;

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostPreviewAsync(string? url)
    {
        var list = await LoadAsync();
        TypedUrl = url is { Length: <= StorageUrl.MaxLength } ? url : null;
        var found = StorageChoice.Choose(url, list.All);
        if (!found.Ok)
            return Refused(found);
        Preview = StoragePreview.Create(found.Value, Origin);
        return Page();
    }

    /// <param name="row">See <see cref="StorageRowView"/>.</param>
    public async Task<IActionResult> OnPostTestAsync(string? row)
    {
        await LoadAsync();
        if (Rows.FirstOrDefault(r => r.Reference == row) is not { } tested)
            return NotFound();
        var result = await test.RunAsync(tested.Row, HttpContext.RequestAborted);
        Test = new(tested.Name, result, StoragePreview.WriteCors(tested.Row.Kind, Origin));
        return Page();
    }

    private async Task<StorageRowList> LoadAsync()
    {
        var list = await rows.ReadAsync();
        (Rows, IsReadable) = (StorageRowView.List(list), list.IsReadable);
        SecurityHeaders.AllowSources(HttpContext, list.All.Select(StorageSigner.GetSource).OfType<string>());
        return list;
    }
}
