using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.Groups;

[Needs(Permission.ManageGroups)]
public sealed class Edit(GroupDetails details, GroupForms forms, ChangeGroup change) : AppPage
{
    public GroupForm Form { get; private set; } = null!;

    /// <summary>A search for members saves nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<PickerPost>().Any(m => m.IsSearch);

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await details.FindAsync(id) is not { } found)
            return NotFound();
        Form = await forms.EditAsync(found);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, GroupPost post, PickerPost members)
    {
        if (await details.FindAsync(id) is not { } found)
            return NotFound();
        Form = await forms.EditAsync(found, post, members);
        if (members.IsSearch)
            return IsHtmx && members.Find ? Partial("/Pages/Shared/_PickerList.cshtml", Form.Members) : Page();
        var done = await change.RunAsync(found.Group.Id, post.Input(found.Group.BuiltIn, members));
        if (done.Ok)
            return DoneAt(BackTo(forms.Groups), $"Group {done.Value.Name} saved.");
        // Who has read that someone else was faster may save all the same.
        if (done.Refusal == Refusal.Conflict)
            Form = Form with { Version = found.Version };
        return Refused(done);
    }
}
