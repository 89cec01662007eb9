using ClearSettings.Domain;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>Groups, also built-in ones.</summary>
public sealed class GroupCount(ClearSettingsDb db) : ISectionCount
{
    public Task<int> GetAsync() => db.Groups.CountAsync();
}
