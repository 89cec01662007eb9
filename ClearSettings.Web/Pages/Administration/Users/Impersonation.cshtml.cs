using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>Whether service accounts and administrators may impersonate one person of the workspace.</summary>
[Needs(Permission.ManageUsers)]
public sealed class Impersonation(ClearSettingsDb db, SetImpersonation choose) : AppPage
{
    /// <summary>The member, and what holds for them now.</summary>
    /// <param name="OptedOut">By the person's own choice, which administrators cannot change.</param>
    public sealed record Person(Guid Id, string Name, bool Allowed, bool OptedOut, int Actors)
    {
        public bool May => Allowed && !OptedOut;
    }

    public Person Row { get; private set; } = null!;

    /// <summary>Whether the choice is the person's alone, and the caller is someone else.</summary>
    public bool IsLocked => Row.OptedOut && Row.Id != Current.UserId;

    public string Users => BackTo(Links.Users(Current.WorkspaceId));

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, bool? may)
    {
        if (!await LoadAsync(id))
            return NotFound();
        if (may is null)
            return Refused(Result.Refuse("May", "Choose one of the options."));
        var done = await choose.RunAsync(Row.Id, may.Value);
        if (!done.Ok)
            return Refused(done);
        return DoneAt(
            Users,
            may.Value ? $"{Row.Name} can be impersonated." : $"{Row.Name} can no longer be impersonated."
        );
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        var row = await db
            .Members.Where(m => m.UserId == id)
            .Join(
                db.Users,
                m => m.UserId,
                u => u.Id,
                (m, u) =>
                    new Person(
                        u.Id,
                        u.Name,
                        m.MayBeImpersonated,
                        m.ImpersonationOptOut,
                        db.ImpersonationUses.Count(x => x.UserId == m.UserId && x.ActorId != m.UserId)
                    )
            )
            .SingleOrDefaultAsync();
        if (row is null)
            return false;
        Row = row;
        return true;
    }
}
