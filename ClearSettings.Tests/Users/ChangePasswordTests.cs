using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Users;

public abstract class ChangePasswordTests(TestApp app) : AppTests(app)
{
    private const string Fresh = "another velvet tractor";

    [Fact]
    public async Task A_new_password_on_the_profile_ends_the_other_sessions_and_is_told_by_mail()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var (here, there) = (await server.SignedInAsync(server.Mia), await server.SignedInAsync(server.Mia));
        var page = await FillAsync(await here.GetAsync("/settings/security"), Person.Password, Fresh);
        Assert.Equal(
            ("/settings/security", "Password changed. Your other sessions have ended."),
            (page.Path, page.Flash)
        );
        Assert.Equal("/settings/security", (await here.GetAsync("/settings/security")).Path);
        Assert.StartsWith("/sign-in", (await there.GetAsync("/settings/security")).Path);
        Assert.Equal("Your password was changed", (await receiver.WaitForAsync(server.Mia.Email)).Subject);
        Assert.Contains(
            await server.DbAsync(server.Mia, db => db.AuditEvents.ToListAsync()),
            e => e.Kind == "user.password_changed" && e.ActorId == server.Mia.Id && e.Address == "192.0.2.7"
        );
        Assert.Equal(
            "/settings/workspaces",
            (
                await (await server.Browser().GetAsync("/sign-in"))
                    .Fill("Email", server.Mia.Email)
                    .Fill("Password", Fresh)
                    .PressAsync("Sign in")
            ).Path
        );
    }

    [Theory]
    [InlineData("wrong", Fresh, "Incorrect password.")]
    [InlineData(Person.Password, "short", "Too short. Use 12 characters or more.")]
    [InlineData(
        Person.Password,
        "passwordpassword",
        "Too easy to guess: it is a common password. Choose a few unrelated words."
    )]
    [InlineData(Person.Password, Person.Password, "This is your current password. Choose a different one.")]
    public async Task A_refused_one_comes_back_with_the_reason_and_changes_nothing(
        string present,
        string wanted,
        string reason
    )
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        var page = await FillAsync(await browser.GetAsync("/settings/security"), present, wanted);
        Assert.Equal((422, "/settings/security/password", reason), (page.Status, page.Path, page.Problems));
        await App.SignedInAsync(nina);
        Assert.Equal("/settings/security", (await browser.GetAsync("/settings/security")).Path);
    }

    [Fact]
    public async Task Guessing_the_present_password_from_a_stolen_session_is_locked()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var page = await (await App.SignedInAsync(nina)).GetAsync("/settings/security/password");
        for (var i = 0; i < 10; i++)
            page = await FillAsync(page, $"guess {i}", Fresh);
        Assert.Equal(
            "Too many failed attempts. Wait a few minutes.",
            (await FillAsync(page, Person.Password, Fresh)).Problems
        );
    }

    private static Task<Page> FillAsync(Page form, string present, string wanted) =>
        form.Fill("Current password", present).Fill("New password", wanted).PressAsync("Change password");
}

public sealed class ChangePasswordOnSqlite(SqliteApp app) : ChangePasswordTests(app), IClassFixture<SqliteApp>;
