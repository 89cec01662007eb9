using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class MemberServices
{
    public static IServiceCollection AddMembers(this IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<MemberSettings>(configuration.GetSection("Members"))
            .AddScoped<AccountRoles>()
            .AddScoped<WorkspaceAccounts>()
            .AddScoped<Seats>()
            .AddScoped<ActorLabels>()
            .AddSingleton<LookalikeNames>()
            .AddSingleton<MemberActivity>()
            .AddSingleton<PendingRequestCount>()
            .AddScoped<PendingRequests>()
            .AddScoped<InvitationChecker>()
            .AddScoped<InvitationLinks>()
            .AddScoped<InvitationEmails>()
            .AddScoped<InviteMembers>()
            .AddScoped<RenewInvitations>()
            .AddScoped<RevokeInvitations>()
            .AddScoped<SendInvitationEmail>()
            .AddScoped<AcceptInvitation>()
            .AddScoped<DeclineInvitation>()
            .AddScoped<JoinWorkspace>()
            .AddScoped<JoinWithNewAccount>()
            .AddScoped<CreateMember>()
            .AddScoped<ChangeRole>()
            .AddScoped<RemoveMembers>()
            .AddScoped<RemoveFromWorkspace>()
            .AddScoped<MemberRemovals>()
            .AddScoped<SentRequestRemoval>()
            .AddScoped<IMemberRemoval, SentRequestRemoval>()
            .AddScoped<LeaveWorkspace>()
            .AddScoped<RequestOwnershipTransfer>()
            .AddScoped<CancelOwnershipTransfer>()
            .AddScoped<AcceptOwnershipTransfer>()
            .AddScoped<DeclineOwnershipTransfer>()
            .AddScoped<SetImpersonation>()
            .AddScoped<SetOwnImpersonation>()
            .AddSingleton(
                new ExpiredRows(
                    "ownership transfers",
                    (db, now, cancel) =>
                        db
                            .OwnershipTransfers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                            .Where(o => o.ExpiresAt < now)
                            .ExecuteDeleteAsync(cancel)
                )
            );
}
