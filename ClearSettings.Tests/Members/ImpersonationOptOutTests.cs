using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract class ImpersonationOptOutTests(TestApp app) : AppTests(app)
{
    private const string Toggle = "Allow service accounts and administrators to act for you";

    [Fact]
    public async Task A_person_opts_out_on_their_profile_and_allows_it_again()
    {
        var (bot, nina) = (await App.BotAsync(App.Olga), await App.AddAsync("Nina New", MemberRole.Member));
        var token = App.WithToken(await App.TokenForAsync(bot.Key, nina.Id));
        var browser = await App.SignedInAsync(nina);
        var page = await (await browser.GetAsync("/settings/profile")).PressAsync(Toggle);
        Assert.Equal("You opted out of impersonation.", page.Flash);
        Assert.Equal("false", page.Document.QuerySelector("#impersonation-toggle")!.GetAttribute("aria-checked"));
        await token.RefusedAsync(401, 30, "users.get_current_user");
        foreach (var header in new[] { ServiceAccountFixture.As, ServiceAccountFixture.ActAs })
            await App.Api(await App.KeyAsync(App.Olga))
                .RefusedAsync(400, 6, "users.get_current_user", "{}", (header, nina.Id.ToString("N")));
        Assert.Equal(
            "Service accounts and administrators can now impersonate you.",
            (await page.PressAsync(Toggle)).Flash
        );
        await token.OkAsync("users.get_current_user");
        var events = await App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.Where(e => e.Kind == AuditKind.ImpersonationOptOut && e.ActorId == nina.Id)
                    .OrderBy(e => e.At)
                    .Select(e => $"{e.Subject} {e.Detail}")
                    .ToListAsync()
        );
        Assert.Equal(["Nina New opted out", "Nina New allowed"], events);
    }

    [Fact]
    public async Task With_htmx_the_card_alone_comes_back()
    {
        var browser = await App.SignedInAsync(await App.AddAsync("Nina New", MemberRole.Member));
        var part = await browser.HtmxAsync(
            "/settings/profile/impersonation",
            "impersonation",
            ("impersonation", "off")
        );
        Assert.Equal(200, part.Status);
        Assert.Equal("impersonation", part.Document.Body!.FirstElementChild!.Id);
        Assert.Equal("false", part.Document.QuerySelector("#impersonation-toggle")!.GetAttribute("aria-checked"));
        Assert.Contains("opted out", part.Response.Headers.GetValues("HX-Trigger").Single());
        Assert.Equal(
            422,
            (
                await browser.HtmxAsync("/settings/profile/impersonation", "impersonation", ("impersonation", "maybe"))
            ).Status
        );
    }

    [Fact]
    public async Task No_administrator_can_undo_it_and_all_of_them_see_it()
    {
        await using var server = await App.AnotherAsync();
        foreach (var person in new[] { server.Olga, server.Mia })
            await server.UseAsync(person, (SetOwnImpersonation own) => own.RunAsync(false));
        foreach (var admin in new[] { server.Adam, server.Olga })
            await AssertOnlyMiaCanUndoItAsync(server, admin);
        Assert.False((await SetAsync(server, server.Adam, server.Olga, true)).Ok);
        var adam = server.Api(await server.KeyAsync(server.Adam));
        foreach (var id in new[] { server.Olga.Id, server.Mia.Id })
            await adam.RefusedAsync(400, 6, "auth.login", "{}", (ServiceAccountFixture.As, id.ToString("N")));
    }

    [Fact]
    public async Task Both_must_allow_it()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var adam = App.Api(await App.KeyAsync(App.Adam));
        foreach (var (own, admins) in new[] { (true, false), (false, false), (false, true), (true, true) })
        {
            // The administrators cannot allow it while the person does not, so their choice comes first.
            await App.InAsync(nina, s => s.GetRequiredService<SetOwnImpersonation>().RunAsync(true));
            Assert.True((await SetAsync(App, App.Adam, nina, admins)).Ok);
            Assert.True((await App.InAsync(nina, s => s.GetRequiredService<SetOwnImpersonation>().RunAsync(own))).Ok);
            Assert.Equal(
                own && admins ? 200 : 400,
                (
                    await adam.CallAsync(
                        "users.get_current_user",
                        "{}",
                        (ServiceAccountFixture.As, nina.Id.ToString("N"))
                    )
                ).Code
            );
        }
    }

    [Fact]
    public async Task An_administrator_who_excludes_themselves_in_the_list_opts_out_so_that_no_other_undoes_it()
    {
        await using var server = await App.AnotherAsync();
        var url = $"/workspaces/{server.Olga.Workspace:N}/users/{server.Olga.Id:N}/impersonation";
        await (await (await server.SignedInAsync(server.Olga)).GetAsync(url))
            .Choose("Excluded")
            .PressAsync("Save choice");
        Assert.Equal(422, (await (await server.SignedInAsync(server.Adam)).PostAsync(url, ("may", "true"))).Status);
        var adam = server.Api(await server.KeyAsync(server.Adam));
        await adam.RefusedAsync(
            400,
            6,
            "users.get_current_user",
            "{}",
            (ServiceAccountFixture.As, server.Olga.Id.ToString("N"))
        );
        await (await (await server.SignedInAsync(server.Olga)).GetAsync(url))
            .Choose("Allowed")
            .PressAsync("Save choice");
        await adam.OkAsync("users.get_current_user", "{}", (ServiceAccountFixture.As, server.Olga.Id.ToString("N")));
    }

    [Fact]
    public async Task The_owner_who_was_excluded_is_allowed_again_by_the_owner_alone()
    {
        await using var server = await App.AnotherAsync();
        Assert.True((await SetAsync(server, server.Adam, server.Olga, false)).Ok);
        Assert.False((await SetAsync(server, server.Adam, server.Olga, true)).Ok);
        Assert.True((await SetAsync(server, server.Olga, server.Olga, true)).Ok);
    }

    [Fact]
    public async Task Whoever_impersonates_a_person_does_not_choose_for_them()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        foreach (var ownRights in new[] { false, true })
        {
            var done = await App.InAsync(
                null,
                async services =>
                {
                    var principals = services.GetRequiredService<PrincipalCache>();
                    var acting = Impersonation.Enter(
                        (await principals.FindAsync(App.Olga.Id, App.Olga.Workspace))!,
                        (await principals.FindAsync(nina.Id, nina.Workspace))!,
                        ownRights
                    );
                    services.GetRequiredService<Domain.Current>().SignedInAs(acting!);
                    return await services.GetRequiredService<SetOwnImpersonation>().RunAsync(false);
                }
            );
            Assert.False(done.Ok);
        }
    }

    private static async Task AssertOnlyMiaCanUndoItAsync(TestApp server, Person admin)
    {
        var users = $"/workspaces/{server.Olga.Workspace:N}/users";
        var browser = await server.SignedInAsync(admin);
        Assert.Equal("Active Opted out of impersonation", (await browser.GetAsync(users)).Cell("Mia Meyer", "Status"));
        var dialog = await browser.GetAsync($"{users}/{server.Mia.Id:N}/impersonation");
        Assert.Equal("Allow impersonation of Mia Meyer?", dialog.Heading);
        Assert.Contains(
            "Mia Meyer opted out of impersonation. Only Mia Meyer can undo this, on their profile.",
            dialog.Main
        );
        Assert.NotNull(dialog.Document.QuerySelector("fieldset[disabled]"));
        var refused = await browser.PostAsync($"{users}/{server.Mia.Id:N}/impersonation", ("may", "true"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("Only Mia Meyer can undo this", refused.Problems);
    }

    private static Task<Domain.Result<bool>> SetAsync(TestApp server, Person by, Person of, bool allowed) =>
        server.UseAsync(by, (SetImpersonation impersonation) => impersonation.RunAsync(of.Id, allowed));
}

public sealed class ImpersonationOptOutOnSqlite(SqliteApp app)
    : ImpersonationOptOutTests(app),
        IClassFixture<SqliteApp>;
