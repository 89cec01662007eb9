using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Audit;

public abstract class MembershipAuditTests(TestApp app) : AppTests(app)
{
    /// <summary>Kinds that tell how people come, change and go; some need a hosted server.</summary>
    public static readonly string[] Kinds =
    [
        AuditKind.MemberInvited,
        AuditKind.InvitationRenewed,
        AuditKind.InvitationRevoked,
        AuditKind.InvitationAccepted,
        AuditKind.InvitationDeclined,
        AuditKind.MemberCreated,
        AuditKind.RoleChanged,
        AuditKind.MemberRemoved,
        AuditKind.MemberLeft,
        AuditKind.OwnershipTransferRequested,
        AuditKind.OwnershipTransferCanceled,
        AuditKind.OwnershipAccepted,
        AuditKind.OwnershipDeclined,
        AuditKind.PasswordChanged,
        AuditKind.WorkspaceCreated,
    ];

    [Fact]
    public async Task Each_way_in_and_out_writes_an_event_of_its_own()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=9"]);
        await AcceptAndDeclineInvitationsAsync(server);
        await AdministerAsync(server);
        var mia = await server.SignedInAsync(server.Mia);
        await TransferOwnershipAsync(server, mia);
        await (
            await (await server.SignedInAsync(server.Adam)).GetAsync(
                $"/settings/workspaces/{server.Olga.Workspace:N}/leave"
            )
        ).PressAsync("Leave workspace");
        await (await mia.GetAsync("/settings/security"))
            .Fill("Current password", Person.Password)
            .Fill("New password", "another velvet tractor")
            .PressAsync("Change password");
        var kinds = await server.DbAsync(
            null,
            db => db.AuditEvents.IgnoreQueryFilters().Select(e => e.Kind).Distinct().ToListAsync()
        );
        Assert.Equal(Kinds.Order(StringComparer.Ordinal), kinds.Intersect(Kinds).Order(StringComparer.Ordinal));
    }

    private static async Task AcceptAndDeclineInvitationsAsync(TestApp server)
    {
        await Members.InvitedUser.FillAsync(
            await server.Browser().GetAsync($"/join/{await Members.InvitedUser.EmailedTokenAsync(server, server.Olga)}")
        );
        await Members.InvitedUser.TokenAsync(server, server.Olga, server.Eve.Email);
        await (await (await server.SignedInAsync(server.Eve)).GetAsync("/settings/notifications")).PressAsync(
            "Decline"
        );
    }

    private static async Task TransferOwnershipAsync(TestApp server, Browser mia)
    {
        foreach (var answer in new[] { "Decline", "Become owner" })
        {
            await server.InAsync(
                server.Olga,
                s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(server.Mia.Id)
            );
            await (await mia.GetAsync("/settings/notifications")).PressAsync(answer);
        }
    }

    private static Task AdministerAsync(TestApp server) =>
        server.InAsync(
            server.Olga,
            async services =>
            {
                await CreatePromoteAndRemoveMemberAsync(services);
                await InviteRenewAndRevokeAsync(services);
                await services.GetRequiredService<RequestOwnershipTransfer>().RunAsync(server.Mia.Id);
                await services.GetRequiredService<CancelOwnershipTransfer>().RunAsync();
                return true;
            }
        );

    private static async Task CreatePromoteAndRemoveMemberAsync(IServiceProvider services)
    {
        var nina = await services
            .GetRequiredService<CreateMember>()
            .RunAsync(
                new()
                {
                    Name = "Nina New",
                    Email = "nina@example.org",
                    Role = MemberRole.Member,
                }
            );
        await services.GetRequiredService<ChangeRole>().RunAsync(nina.Value, MemberRole.Admin);
        await services.GetRequiredService<RemoveMembers>().RunAsync([nina.Value]);
    }

    private static async Task InviteRenewAndRevokeAsync(IServiceProvider services)
    {
        var invited = await services
            .GetRequiredService<InviteMembers>()
            .RunAsync(new() { Addresses = "late@example.org", Role = MemberRole.Member });
        var invitation = invited.Value.Invitations[0].Invitation;
        await services
            .GetRequiredService<RenewInvitations>()
            .RunAsync([new(invitation.Id, invitation.RowVersion)], mail: false);
        await services.GetRequiredService<RevokeInvitations>().RunAsync([invitation.Id]);
    }
}

public sealed class MembershipAuditOnSqlite(SqliteApp app) : MembershipAuditTests(app), IClassFixture<SqliteApp>;

public sealed class MembershipAuditOnPostgres(PostgresApp app) : MembershipAuditTests(app), IClassFixture<PostgresApp>;
