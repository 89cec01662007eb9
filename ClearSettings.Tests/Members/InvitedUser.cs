using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

/// <summary>Ivan and others who are invited.</summary>
internal static class InvitedUser
{
    public const string Ivan = "ivan@example.org";

    public static Task<Result<InviteOutcome>> InviteAsync(
        TestApp server,
        Person by,
        string addresses,
        MemberRole role = MemberRole.Member
    ) => server.UseAsync(by, (InviteMembers invite) => invite.RunAsync(new() { Addresses = addresses, Role = role }));

    /// <summary>The token of a new invitation's link to copy.</summary>
    public static async Task<string> TokenAsync(
        TestApp server,
        Person by,
        string email = Ivan,
        MemberRole role = MemberRole.Member
    )
    {
        var outcome = await InviteAsync(server, by, email, role);
        return Assert.Single(outcome.Value.Invitations).Token.Reveal();
    }

    /// <summary>The token of a new invitation's emailed link, also where the server has no mail server.</summary>
    public static async Task<string> EmailedTokenAsync(
        TestApp server,
        Person by,
        string email = Ivan,
        MemberRole role = MemberRole.Member
    )
    {
        await TokenAsync(server, by, email, role);
        var token = LinkToken.New();
        var hash = LinkToken.Hash(token);
        await server.DbAsync(
            null,
            db =>
                db.Invitations.IgnoreQueryFilters()
                    .Where(i => i.Email == email && i.State == InvitationState.Pending && i.WorkspaceId == by.Workspace)
                    .ExecuteUpdateAsync(i => i.SetProperty(x => x.EmailTokenHash, hash))
        );
        return token;
    }

    public static Task<List<Member>> MembersAsync(TestApp server, Guid workspace) =>
        server.DbAsync(
            null,
            db => db.Members.IgnoreQueryFilters().AsNoTracking().Where(m => m.WorkspaceId == workspace).ToListAsync()
        );

    public static Task<MemberRole?> RoleAsync(TestApp server, Guid workspace, string email) =>
        server.DbAsync(
            null,
            db =>
                db.Members.IgnoreQueryFilters()
                    .Where(m => m.WorkspaceId == workspace)
                    .Join(
                        db.Users.Where(u => u.Email == email),
                        m => m.UserId,
                        u => u.Id,
                        (m, _) => (MemberRole?)m.Role
                    )
                    .SingleOrDefaultAsync()
        );

    public static Task<Page> FillAsync(Page form, string name = "Ivan Invited", string password = Person.Password) =>
        form.Fill("Your name", name).Fill("Password", password).PressAsync("Create account and join");
}
