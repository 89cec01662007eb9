using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Tests.Groups;
using ClearSettings.Tests.ServiceAccounts;
using ClearSettings.Tests.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

/// <summary>A form whose effect can lead to an account or a secret.</summary>
/// <param name="OpenAsync">Shows the form.</param>
/// <param name="SendAsync">Fills it in and submits it.</param>
/// <param name="By">Olga when left out.</param>
/// <param name="Outcome">Begins the message, or is the heading, once it is carried out.</param>
internal sealed record RecentForm(
    Func<TestApp, Browser, Task<Page>> OpenAsync,
    Func<Page, Task<Page>> SendAsync,
    string Outcome,
    Func<TestApp, Task<bool>> IsDoneAsync,
    Func<TestApp, Person>? By = null
);

internal static class RecentForms
{
    public static readonly Dictionary<string, RecentForm> All = new()
    {
        ["mail server"] = new(
            (app, b) => b.GetAsync(In(app, "email")),
            p =>
                p.Fill("Server", "smtp.evil.example")
                    .Fill("Sender's address", "s@evil.example")
                    .Fill("Address in links", "https://evil.example")
                    .PressAsync("Save email settings"),
            "Email settings saved.",
            app => app.DbAsync(null, db => db.SmtpServerSettings.AnyAsync(s => s.Host == "smtp.evil.example"))
        ),
        ["role"] = new(
            (app, b) => b.GetAsync(In(app, $"users/{app.Mia.Id:N}/role")),
            p => p.Choose("Administrator").PressAsync("Change role"),
            "Mia Meyer is now an administrator.",
            async app => await RoleAsync(app) == MemberRole.Admin
        ),
        ["group Admins"] = new(
            async (app, b) =>
                await b.GetAsync(
                    In(app, $"groups/{(await GroupFixture.BuiltInAsync(app, BuiltInGroup.Admins)).Id:N}/edit")
                ),
            p => p.Choose("Mia Meyer").PressAsync("Save group"),
            "Group Admins saved.",
            async app => await RoleAsync(app) == MemberRole.Admin
        ),
        ["groups of a member"] = new(
            async (app, b) => await b.GetAsync(In(app, $"users/{await Named(app, app.Mia):N}/groups")),
            p => p.Choose("Sealed").PressAsync("Save groups"),
            "Groups of Mia Meyer saved.",
            app => app.DbAsync(app.Olga, db => db.GroupMembers.AnyAsync(m => m.UserId == app.Mia.Id))
        ),
        ["groups of several"] = new(
            async (app, b) =>
                await b.GetAsync(In(app, $"users/add-to-group?id={await Named(app, app.Mia):N}&id={app.Adam.Id:N}")),
            p => p.Choose("Sealed").PressAsync("Add to groups"),
            "2 people are now in Sealed.",
            app =>
                app.DbAsync(
                    app.Olga,
                    async db =>
                        await db.GroupMembers.CountAsync(m => m.UserId == app.Mia.Id || m.UserId == app.Adam.Id) == 2
                )
        ),
        ["invitation of an administrator"] = new(
            (app, b) => b.GetAsync(In(app, "users/invite")),
            p =>
                p.Fill("Email addresses", "eva@evil.example, ivan@example.com")
                    .Choose("Administrator")
                    .PressAsync("Create invitations"),
            "Invitation links",
            app =>
                app.DbAsync(app.Olga, async db => await db.Invitations.CountAsync(i => i.Role == MemberRole.Admin) == 2)
        ),
        ["removal of several"] = new(
            (app, b) => b.GetAsync(In(app, $"users/remove?id={app.Mia.Id:N}&id={app.Adam.Id:N}")),
            p => p.PressAsync("Remove from workspace"),
            "2 people removed.",
            app => app.DbAsync(app.Olga, async db => await db.Members.CountAsync() == 1)
        ),
        ["impersonation of a member"] = new(
            (app, b) => b.GetAsync(In(app, $"users/{app.Mia.Id:N}/impersonation")),
            p => p.Choose("Excluded").PressAsync("Save choice"),
            "Mia Meyer can no longer be impersonated.",
            app => app.DbAsync(app.Olga, db => db.Members.AnyAsync(m => m.UserId == app.Mia.Id && !m.MayBeImpersonated))
        ),
        ["rights of a service account"] = new(
            async (app, b) =>
                await b.GetAsync(
                    In(app, $"service-accounts/{(await app.BotAsync(app.Olga, impersonates: false)).Id:N}")
                ),
            p => p.Choose("Allow impersonation").PressAsync("Save account"),
            "Service account saved.",
            app => app.DbAsync(app.Olga, db => db.ServiceAccounts.AnyAsync(s => s.AllowsImpersonation))
        ),
        ["deletion of a service account"] = new(
            async (app, b) =>
                await b.GetAsync(In(app, $"service-accounts/{(await app.BotAsync(app.Olga)).Id:N}/delete")),
            p => p.PressAsync("Delete service account"),
            "agent-bot deleted.",
            app => app.DbAsync(app.Olga, async db => !await db.ServiceAccounts.AnyAsync())
        ),
        ["vault"] = new(
            async (app, b) =>
                await b.GetAsync(
                    VaultTestClient.Url(app, $"/{await VaultTestClient.SaveAsync(app, "Shared", "a = 1"):N}")
                ),
            p => p.Fill("Content", "a = 2\nb = \"<x>\"").PressAsync("Save vault"),
            "Vault Shared saved.",
            async app =>
                await VaultTestClient.TextAsync(app, (await VaultTestClient.FindAsync(app, "Shared")).Id)
                == "a = 2\nb = \"<x>\""
        ),
        ["vault switched on"] = new(
            async (app, b) =>
                await VaultTestClient.SaveAsync(app, "Shared", "a = 1") is var _
                    ? await b.GetAsync(VaultTestClient.Url(app))
                    : null!,
            p => p.ToggleAsync("/active"),
            "Shared is enabled.",
            async app => (await VaultTestClient.FindAsync(app, "Shared")).Enabled
        ),
        ["older version of a vault"] = new(
            async (app, b) => await b.GetAsync(VaultTestClient.Url(app, $"/{await TwiceAsync(app):N}/history/1")),
            p => p.PressAsync("Restore this version"),
            "Version 1 restored as version 3.",
            async app => (await VaultTestClient.FindAsync(app, "Shared")).Version == 3
        ),
        ["deletion of a vault"] = new(
            async (app, b) =>
                await b.GetAsync(
                    VaultTestClient.Url(app, $"/{await VaultTestClient.SaveAsync(app, "Shared", "a = 1"):N}/delete")
                ),
            p => p.PressAsync("Delete vault"),
            "Vault Shared deleted.",
            app => app.DbAsync(app.Olga, async db => !await db.Vaults.AnyAsync())
        ),
        ["own vault"] = new(
            (app, b) => b.GetAsync($"/settings/workspaces/{app.Mia.Workspace:N}/vault"),
            p => p.Fill("Content", "a = 1").PressAsync("Save vault"),
            "Vault saved.",
            app => app.DbAsync(app.Olga, db => db.Vaults.AnyAsync(v => v.UserId == app.Mia.Id)),
            app => app.Mia
        ),
        ["own impersonation"] = new(
            OptedOutAsync,
            p => p.PressAsync("Allow service accounts and administrators to act for you"),
            "Service accounts and administrators can now impersonate you.",
            app =>
                app.DbAsync(app.Olga, db => db.Members.AnyAsync(m => m.UserId == app.Mia.Id && !m.ImpersonationOptOut)),
            app => app.Mia
        ),
        ["label of credentials"] = new(
            async (app, b) =>
                await b.GetAsync(
                    $"/settings/workspaces/{app.Mia.Workspace:N}/credentials/{(await app.KeyAsync(app.Mia)).Id:N}/label"
                ),
            p => p.Fill("Label", "mine").PressAsync("Save label"),
            "Label saved.",
            app => app.DbAsync(app.Olga, db => db.Credentials.AnyAsync(c => c.Label == "mine")),
            app => app.Mia
        ),
        ["acceptance of an ownership"] = new(
            async (app, b) =>
                await app.InAsync(app.Olga, s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(app.Mia.Id))
                    is { Ok: true }
                    ? await b.GetAsync("/settings/notifications")
                    : null!,
            p => p.PressAsync("Become owner"),
            "You are now the owner of Research.",
            async app => await RoleAsync(app) == MemberRole.Owner,
            app => app.Mia
        ),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Every row, without when someone was last seen.</summary>
    public static async Task<List<string>> RowsAsync(TestApp app) =>
        [
            .. (await app.DbAsync(null, Tables.RowsAsync))
                .Select(r => Regex.Replace(r, "LastSeenAt=[^,]*", "LastSeenAt"))
                .Order(StringComparer.Ordinal),
        ];

    private static string In(TestApp app, string path) => $"/workspaces/{app.Olga.Workspace:N}/{path}";

    private static Task<MemberRole> RoleAsync(TestApp app) =>
        app.DbAsync(app.Olga, db => db.Members.Where(m => m.UserId == app.Mia.Id).Select(m => m.Role).SingleAsync());

    private static async Task<Guid> Named(TestApp app, Person person)
    {
        await GroupFixture.GroupAsync(app, "Sealed");
        return person.Id;
    }

    private static async Task<Page> OptedOutAsync(TestApp app, Browser browser)
    {
        await app.InAsync(app.Mia, s => s.GetRequiredService<SetOwnImpersonation>().RunAsync(false));
        return await browser.GetAsync("/settings/profile");
    }

    private static async Task<Guid> TwiceAsync(TestApp app)
    {
        var id = await VaultTestClient.SaveAsync(app, "Shared", "a = 1");
        Assert.True(
            (
                await app.InAsync(
                    app.Adam,
                    s => s.GetRequiredService<Domain.Vaults.SaveVault>().RunAsync(id, new() { Content = "a = 2" })
                )
            ).Ok
        );
        return id;
    }
}
