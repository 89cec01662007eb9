using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

/// <summary>What tests of groups need to stand in a workspace first.</summary>
internal static class GroupFixture
{
    public static async Task<Group> GroupAsync(TestApp app, string name, params Person[] members)
    {
        var made = await app.InAsync(
            app.Olga,
            s =>
                s.GetRequiredService<CreateGroup>()
                    .RunAsync(new() { Name = name, Users = [.. members.Select(m => m.Id)] })
        );
        return made.Value;
    }

    public static Task<Group> BuiltInAsync(TestApp app, BuiltInGroup kind, Person? of = null) =>
        app.DbAsync(of ?? app.Olga, db => db.Groups.AsNoTracking().SingleAsync(g => g.BuiltIn == kind));

    public static Task<List<Guid>> MembersAsync(TestApp app, Guid group) =>
        app.DbAsync(app.Olga, db => db.GroupMembers.Where(m => m.GroupId == group).Select(m => m.UserId).ToListAsync());

    /// <summary>A service account, with a name and nothing else.</summary>
    public static Task<Guid> BotAsync(TestApp app, string name, bool admin = false) =>
        app.DbAsync(
            null,
            db =>
                db.WriteAsync(async () =>
                {
                    var user = User.Create(name, $"bot:{Guid.NewGuid():N}", app.Time);
                    (user.Email, user.NormalizedUserName) = (null, user.UserName!.ToUpperInvariant());
                    db.Users.Add(user);
                    db.ServiceAccounts.Add(
                        ServiceAccount.Create(user.Id, app.Olga.Workspace, new(IsAdmin: admin), app.Olga.Id, app.Time)
                    );
                    await db.TouchAsync(app.Olga.Workspace);
                    return user.Id;
                })
        );

    /// <summary>A vault of groups, on and without contents.</summary>
    public static async Task<Guid> VaultAsync(TestApp app, string name, params Guid[] groups) =>
        (
            await app.InAsync(
                app.Olga,
                s =>
                    s.GetRequiredService<SaveVault>()
                        .RunAsync(
                            null,
                            new()
                            {
                                Name = name,
                                Scope = VaultScope.Group,
                                GroupIds = groups,
                                Enabled = true,
                            }
                        )
            )
        ).Value;

    /// <summary>Invites those addresses as Olga, or as someone else.</summary>
    public static Task<Result<InviteOutcome>> InviteAsync(
        TestApp app,
        string addresses,
        MemberRole role,
        IReadOnlyList<Guid>? groups = null,
        Person? by = null
    ) =>
        app.RunAsync(
            by ?? app.Olga,
            (InviteMembers invite) =>
                invite.RunAsync(
                    new()
                    {
                        Addresses = addresses,
                        Role = role,
                        Groups = groups,
                    }
                )
        );
}
