using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Audit;

public abstract class DoorsAuditTests(TestApp app) : AppTests(app)
{
    /// <summary>Kinds that ways in and out write, which need a hosted server.</summary>
    public static readonly string[] Kinds =
    [
        AuditKind.InvitationAccepted, AuditKind.InvitationDeclined, AuditKind.MemberLeft, AuditKind.OwnershipAccepted, AuditKind.OwnershipDeclined, AuditKind.PasswordChanged, AuditKind.WorkspaceCreated,
    ];

    [Fact]
    public async Task Each_way_in_and_out_writes_an_event_of_its_own()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=9"]);
        await Members.Guest.FillAsync(await server.Browser().GetAsync($"/join/{await Members.Guest.TokenAsync(server, server.Olga)}"));
        await Members.Guest.TokenAsync(server, server.Olga, server.Eve.Email);
        await (await (await server.SignedInAsync(server.Eve)).GetAsync("/settings/notifications")).PressAsync("Decline");
        var mia = await server.SignedInAsync(server.Mia);
        foreach (var answer in new[] { "Decline", "Become owner" })
        {
            await server.InAsync(server.Olga, s => s.GetRequiredService<OfferOwnership>().RunAsync(server.Mia.Id));
            await (await mia.GetAsync("/settings/notifications")).PressAsync(answer);
        }
        await (await (await server.SignedInAsync(server.Adam)).GetAsync($"/settings/workspaces/{server.Olga.Workspace:N}/leave")).PressAsync("Leave workspace");
        await (await mia.GetAsync("/settings/profile")).Fill("Present password", Person.Password).Fill("New password", "another velvet tractor").PressAsync("Change password");
        var kinds = await server.DbAsync(null, db => db.AuditEvents.IgnoreQueryFilters().Select(e => e.Kind).Distinct().ToListAsync());
        Assert.Equal(Kinds.Order(StringComparer.Ordinal), kinds.Intersect(Kinds).Order(StringComparer.Ordinal));
    }
}

public sealed class DoorsAuditOnSqlite(SqliteApp app) : DoorsAuditTests(app), IClassFixture<SqliteApp>;

public sealed class DoorsAuditOnPostgres(PostgresApp app) : DoorsAuditTests(app), IClassFixture<PostgresApp>;
