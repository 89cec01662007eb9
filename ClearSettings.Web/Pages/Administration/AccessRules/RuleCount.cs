using ClearSettings.Domain;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>Rules of the workspace, also those that it started with.</summary>
public sealed class RuleCount(ClearSettingsDb db) : ISectionCount
{
    public Task<int> GetAsync() => db.AccessRules.CountAsync();
}
