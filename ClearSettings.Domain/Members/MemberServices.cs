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
            .AddScoped<IAccountKind, MemberKind>()
            .AddScoped<WorkspaceAccounts>()
            .AddScoped<Seats>()
            .AddScoped<ActorLabels>()
            .AddSingleton<LookalikeNames>()
            .AddSingleton<MemberActivity>()
            .AddSingleton<PendingRequestCount>()
            .AddScoped<PendingRequests>()
            .AddScoped<CreateMember>()
            .AddScoped<ChangeRole>()
            .AddScoped<ResetTwoFactor>()
            .AddScoped<SetImpersonation>()
            .AddScoped<SetOwnImpersonation>()
            .AddInvitations()
            .AddRemovals()
            .AddOwnershipTransfers();

    private static IServiceCollection AddInvitations(this IServiceCollection services) =>
        services
            .AddScoped<InvitationCapacity>()
            .AddScoped<InvitationChecker>()
            .AddScoped<JoinCheck>()
            .AddScoped<InvitationLinks>()
            .AddScoped<InvitationEmails>()
            .AddScoped<InviteMembers>()
            .AddScoped<RenewInvitations>()
            .AddScoped<RevokeInvitations>()
            .AddScoped<SendInvitationEmail>()
            .AddScoped<AcceptInvitation>()
            .AddScoped<DeclineInvitation>()
            .AddScoped<JoinWorkspace>()
            .AddScoped<TakeOverAccount>()
            .AddScoped<InvitedAccounts>()
            .AddScoped<JoinWithNewAccount>();

    private static IServiceCollection AddRemovals(this IServiceCollection services) =>
        services
            .AddScoped<RemoveMembers>()
            .AddScoped<RemoveFromWorkspace>()
            .AddScoped<MemberRemovals>()
            .AddScoped<SentRequestRemoval>()
            .AddScoped<IMemberRemoval, SentRequestRemoval>()
            .AddScoped<LeaveWorkspace>();

    private static IServiceCollection AddOwnershipTransfers(this IServiceCollection services) =>
        services
            .AddScoped<RequestOwnershipTransfer>()
            .AddScoped<CancelOwnershipTransfer>()
            .AddScoped<AcceptOwnershipTransfer>()
            .AddScoped<DeclineOwnershipTransfer>()
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
