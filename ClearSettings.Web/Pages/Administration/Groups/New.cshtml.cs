using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.Groups;

[Needs(Permission.ManageGroups)]
public sealed class New(GroupForms forms, CreateGroup create) : AppPage
{
    public GroupForm Form { get; private set; } = null!;

    /// <summary>A search for members saves nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<PickerPost>().Any(m => m.IsSearch);

    public async Task OnGetAsync() => Form = await forms.NewAsync(new(), new());

    public async Task<IActionResult> OnPostAsync(GroupPost post, PickerPost members)
    {
        Form = await forms.NewAsync(post, members);
        if (members.IsSearch)
            return IsHtmx && members.Find ? Partial("/Pages/Shared/_PickerList.cshtml", Form.Members) : Page();
        var made = await create.RunAsync(post.Input(builtIn: null, members));
        return made.Ok ? DoneAt(BackTo(forms.Groups), $"Group {made.Value.Name} created.") : Refused(made);
    }
}
