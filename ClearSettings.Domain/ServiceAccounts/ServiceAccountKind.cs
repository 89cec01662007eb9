using ClearSettings.Domain.Members;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>The service accounts among the accounts of a workspace.</summary>
internal sealed class ServiceAccountKind(ClearSettingsDb db, IOptions<ServiceAccountSettings> settings) : IAccountKind
{
    public IQueryable<WorkspaceAccount> Accounts
    {
        get
        {
            var allowAdmins = settings.Value.AllowAdmins;
            return db.ServiceAccounts.Join(
                db.Users,
                s => s.UserId,
                u => u.Id,
                (s, u) =>
                    new WorkspaceAccount
                    {
                        Id = s.UserId,
                        WorkspaceId = s.WorkspaceId,
                        Name = u.Name,
                        Email = null,
                        IsServiceAccount = true,
                        IsAdmin = s.IsAdmin,
                        HasAdminRights = s.IsAdmin && allowAdmins,
                        IsOwner = false,
                    }
            );
        }
    }
}
