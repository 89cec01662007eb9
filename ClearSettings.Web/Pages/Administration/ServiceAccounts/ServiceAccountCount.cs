using ClearSettings.Domain;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>Service accounts of the workspace.</summary>
public sealed class ServiceAccountCount(ClearSettingsDb db) : ISectionCount
{
    public Task<int> GetAsync() => db.ServiceAccounts.CountAsync();
}
