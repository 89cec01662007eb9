using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.AccessRules.Editor;

[Needs(Permission.ManageAccessRules)]
public sealed class New(RuleForms forms, CreateRules create) : AppPage
{
    public RuleForm Form { get; private set; } = null!;

    /// <summary>Searches and previews save nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<RulePost>().Any(p => p.IsLookup);

    /// <summary>The query can fill in the form, for links that suggest a rule.</summary>
    public async Task OnGetAsync([FromQuery] RulePost post) =>
        Form = await forms.CreateAsync(null, post with { ListedType = null });

    public async Task<IActionResult> OnPostAsync([FromForm] RulePost post)
    {
        if (IsHtmx && post.IsLookup && await forms.FindPartAsync(null, post) is var (view, model))
            return Partial(view, model);
        if (!post.IsLookup)
        {
            var made = await create.RunAsync([post.ToInput()], post.Options);
            if (made.Ok)
                return DoneAt(BackTo(forms.Rules), "Access rule added.");
            Form = await forms.CreateAsync(null, post);
            return Refused(made);
        }
        Form = await forms.CreateAsync(null, post);
        return Page();
    }
}
