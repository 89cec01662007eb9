using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract partial class JoinTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Someone_without_account_chooses_a_name_and_a_password_and_is_in()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await InvitedUser.TokenAsync(server, server.Adam, role: MemberRole.Admin);
        var browser = server.Browser();
        var form = await browser.GetAsync((await receiver.WaitForAsync(InvitedUser.Ivan)).Link("/join/").AbsolutePath);
        Assert.Equal(("/join", "Join Research"), (form.Path, form.Heading));
        Assert.Contains("Adam Ames invites you to this workspace as an administrator.", form.Main);
        Assert.Equal("no-referrer", form.Response.Headers.GetValues("Referrer-Policy").Single());
        var page = await InvitedUser.FillAsync(form);
        Assert.Equal(("/settings/workspaces", "You joined Research."), (page.Path, page.Flash));
        Assert.Contains("Ivan Invited", page.Document.QuerySelector(".topbar")!.TextContent);
        Assert.Equal(MemberRole.Admin, await InvitedUser.RoleAsync(server, server.Olga.Workspace, InvitedUser.Ivan));
        Assert.True((await server.UserAsync(InvitedUser.Ivan)).EmailConfirmed);
        Assert.DoesNotContain("clearsettings-join", browser.Cookies.Keys);
        Assert.Contains("Ivan Invited joined Research", (await receiver.WaitForAsync(server.Adam.Email)).Subject);
        Assert.Contains(
            await server.DbAsync(server.Olga, db => db.AuditEvents.ToListAsync()),
            e =>
                e.Kind == "invitation.accepted"
                && e.ActorName == "Ivan Invited"
                && e.Detail!.Contains("Adam Ames", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Someone_with_an_account_signs_in_and_joins_with_one_button()
    {
        var token = await InvitedUser.TokenAsync(App, App.Olga, App.Eve.Email);
        var browser = App.Browser();
        var page = await browser.GetAsync($"/join/{token}");
        Assert.DoesNotContain("Password", page.Main, StringComparison.Ordinal);
        page = await page.FollowAsync("Sign in to join");
        page = await page.Fill("Email", App.Eve.Email).Fill("Password", Person.Password).PressAsync("Sign in");
        Assert.Equal("/join", page.Path);
        page = await page.PressAsync("Join workspace");
        Assert.Equal("You joined Research.", page.Flash);
        Assert.Equal(2, page.Document.QuerySelectorAll("section.panel").Length);
        Assert.Equal(MemberRole.Member, await InvitedUser.RoleAsync(App, App.Olga.Workspace, App.Eve.Email));
    }

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_keeps_it_out_of_the_address()
    {
        var token = await InvitedUser.TokenAsync(App, App.Olga, "opened@example.org");
        var before = await App.DbAsync(null, Tables.ReadAsync);
        var browser = App.Browser();
        for (var i = 0; i < 3; i++)
            Assert.Equal("/join", (await browser.GetAsync($"/join/{token}")).Path);
        Assert.Equal(before, await App.DbAsync(null, Tables.ReadAsync));
        var cookie = browser
            .SetCookies.First(c => c.StartsWith("clearsettings-join=", StringComparison.Ordinal))
            .ToLowerInvariant();
        foreach (var part in new[] { "httponly", "path=/join", "samesite=lax", "max-age=3600" })
            Assert.Contains(part, cookie);
        Assert.DoesNotContain(token, await App.DbAsync(null, Tables.ReadAsync), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_another_account_signed_in_one_chooses_and_a_forwarded_link_joins_no_one()
    {
        var token = await InvitedUser.TokenAsync(App, App.Olga, "chosen@example.org");
        var nina = await App.AddAsync("Nina New", MemberRole.Owner, await App.AddWorkspaceAsync("Ninas"));
        var browser = await App.SignedInAsync(nina);
        var page = await browser.GetAsync($"/join/{token}");
        Assert.Equal("You are signed in with another account", page.Heading);
        Assert.Contains(nina.Email, page.Main);
        // The form that she does not see.
        Assert.Equal(
            409,
            (await browser.PostAsync("/join", ("Name", "Nina New"), ("Password", "plum tractor velvet sun"))).Status
        );
        Assert.Null(await InvitedUser.RoleAsync(App, App.Olga.Workspace, nina.Email));
        Assert.Null(await InvitedUser.RoleAsync(App, App.Olga.Workspace, "chosen@example.org"));
        page = await page.PressAsync("Sign out and continue");
        Assert.Equal("/join", page.Path);
        Assert.Equal("You joined Research.", (await InvitedUser.FillAsync(page)).Flash);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_the_link_stays_good()
    {
        var form = await App.Browser()
            .GetAsync($"/join/{await InvitedUser.TokenAsync(App, App.Olga, "mended@example.org")}");
        var page = await form.Tamper("Name", "Ivan\r\nBcc: all@example.org")
            .Fill("Password", "short")
            .PressAsync("Create account and join");
        Assert.Equal(422, page.Status);
        Assert.Equal(
            "Your name contains a line break or another control character. Use one line. Too short. Use 12 "
                + "characters or more.",
            page.Problems
        );
        page = await page.Fill("Your name", "Ivan")
            .Fill("Password", "mended@example.org")
            .PressAsync("Create account and join");
        Assert.Contains("based on a name or address", page.Problems);
        Assert.Equal("You joined Research.", (await InvitedUser.FillAsync(page, "<b>Ivan</b>")).Flash);
    }

    [Fact]
    public async Task The_emailed_link_ends_the_password_sessions_and_credentials_of_an_unconfirmed_account()
    {
        const string email = "hijacked@example.org";
        var token = await InvitedUser.EmailedTokenAsync(App, App.Olga, email);
        var squatter = await AddSquatterAsync(email);
        var theirs = await App.SignedInAsync(squatter);
        var key = await App.KeyAsync(squatter);
        await App.Api(key).OkAsync("debug.ping");
        Assert.DoesNotContain(
            "Research",
            (await theirs.GetAsync("/settings/notifications")).Html,
            StringComparison.Ordinal
        );
        var form = await App.Browser().GetAsync($"/join/{token}");
        var page = await InvitedUser.FillAsync(form, "Hilda", "another velvet tractor");
        Assert.Equal("You joined Research.", page.Flash);
        Assert.StartsWith("/sign-in", (await theirs.GetAsync("/settings/profile")).Path);
        Assert.Equal(401, (await App.Api(key).CallAsync("users.get_current_user")).Code);
        var signIn = (await App.Browser().GetAsync("/sign-in")).Fill("Email", email).Fill("Password", Person.Password);
        Assert.Equal(422, (await signIn.PressAsync("Sign in")).Status);
    }

    /// <summary>Someone who signed up with an address that is not theirs, and could not confirm it.</summary>
    private async Task<Person> AddSquatterAsync(string email)
    {
        var squatter = await App.AddAsync("Squatter", MemberRole.Owner, await App.AddWorkspaceAsync("Squat"));
        await App.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == squatter.Id)
                    .ExecuteUpdateAsync(u =>
                        u.SetProperty(x => x.EmailConfirmed, false)
                            .SetProperty(x => x.Email, email)
                            .SetProperty(x => x.NormalizedEmail, email.ToUpperInvariant())
                            .SetProperty(x => x.UserName, email)
                            .SetProperty(x => x.NormalizedUserName, email.ToUpperInvariant())
                    )
        );
        return squatter with { Email = email };
    }
}

public sealed class JoinOnSqlite(SqliteApp app) : JoinTests(app), IClassFixture<SqliteApp>;

public sealed class JoinOnPostgres(PostgresApp app) : JoinTests(app), IClassFixture<PostgresApp>;
