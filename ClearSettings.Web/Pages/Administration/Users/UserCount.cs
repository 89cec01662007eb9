using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>Members and pending invitations.</summary>
public sealed class UserCount(ClearSettingsDb db) : ISectionCount
{
    public async Task<int> GetAsync() =>
        await db.Members.CountAsync() + await db.Invitations.CountAsync(i => i.State == InvitationState.Pending);
}
