using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.AccessRules.Editor;

[Needs(Permission.ManageAccessRules)]
public sealed class Edit(RuleForms forms, RuleList rules, UpdateRule update) : AppPage
{
    public RuleForm Form { get; private set; } = null!;

    /// <summary>Searches and previews save nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<RulePost>().Any(p => p.IsLookup);

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await rules.FindAsync(id) is not { } row)
            return NotFound();
        Form = await forms.CreateAsync(id, RulePost.From(row));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] RulePost post)
    {
        if (await rules.FindAsync(id) is not { } row)
            return NotFound();
        if (IsHtmx && post.IsLookup && await forms.FindPartAsync(id, post) is var (view, model))
            return Partial(view, model);
        if (post.IsLookup)
        {
            Form = await forms.CreateAsync(id, post);
            return Page();
        }
        var done = await update.RunAsync(id, post.ToInput(), post.Options);
        if (done.Ok)
            return done.Value
                ? DoneAt(BackTo(forms.Rules), "Access rule saved.")
                : UnchangedAt(BackTo(forms.Rules), "The access rule was not changed.");
        // An administrator who was told that someone else was faster can save all the same.
        Form = await forms.CreateAsync(
            id,
            done.Refusal == Refusal.Conflict ? post with { Version = row.RowVersion } : post
        );
        return Refused(done);
    }
}
