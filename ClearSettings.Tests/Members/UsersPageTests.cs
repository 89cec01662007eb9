using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract class UsersPageTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Members_and_invitations_stand_in_one_list()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "ivan@example.com", Role = MemberRole.Admin })
        );
        var page = await browser.GetAsync(Users(server));
        Assert.Contains("People who can sign in to this workspace. 3 members, 1 pending invitation.", page.Main);
        Assert.Contains("4 people", page.Main);
        Assert.Equal(
            ("Administrator", "Pending Invited Just now", "Not yet"),
            (
                page.Cell("ivan@example.com", "Role"),
                page.Cell("ivan@example.com", "Status"),
                page.Cell("ivan@example.com", "Last active")
            )
        );
        Assert.Equal(
            ("Member", "Active", "Never"),
            (page.Cell("Mia Meyer", "Role"), page.Cell("Mia Meyer", "Status"), page.Cell("Mia Meyer", "Last active"))
        );
        Assert.Equal(
            ("Owner", "Just now Sign-in: Just now"),
            (page.Cell(server.Olga.Email, "Role"), page.Cell(server.Olga.Email, "Last active"))
        );
        Assert.Equal(
            server.Mia.Id.ToString("N"),
            page.Rows("Mia Meyer").Single().QuerySelector(".copy")!.GetAttribute("data-copy")
        );
        Assert.Empty(page.Document.QuerySelectorAll(".avatar-free"));
        server.Time.Advance(TimeSpan.FromDays(8));
        Assert.StartsWith(
            "Expired Invited 8 days ago",
            (await (await server.SignedInAsync(server.Olga)).GetAsync(Users(server))).Cell("ivan@example.com", "Status")
        );
    }

    [Fact]
    public async Task Where_the_plan_has_a_limit_free_seats_are_drawn()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=5"]);
        var browser = await server.SignedInAsync(server.Olga);
        var page = await browser.GetAsync(Users(server));
        Assert.Contains("3 of 5 members", page.Main);
        Assert.Equal(
            (5, 2),
            (
                page.Document.QuerySelectorAll("ul[aria-label=Seats] .avatar").Length,
                page.Document.QuerySelectorAll(".avatar-free").Length
            )
        );
        var form = await (await page.FollowAsync("Invite people"))
            .Fill("Email addresses", "a@example.com\nb@example.com\nc@example.com")
            .PressAsync("Check");
        Assert.Contains("Uses 2 of your 2 free seats", form.Main);
        Assert.Contains("c@example.comNo free seat.", form.Main);
    }

    [Fact]
    public async Task Inviting_shows_each_link_once_and_then_the_pending_row()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var form = await (await browser.GetAsync(Users(App))).FollowAsync("Invite people");
        var check = await form.Fill(
                "Email addresses",
                $"Nora <NORA+ml@example.com>, {App.Mia.Email}; nora+ml@example.com, <script>alert(1)</script>"
            )
            .Choose("Administrator")
            .PressAsync("Check");
        Assert.Equal(200, check.Status);
        foreach (
            var words in new[]
            {
                "nora+ml@example.comWill be invited.",
                "Already a member.",
                "Appears twice in the list",
                "<script>alert(1)</script>Not an email address.",
                "3 of 4 entries are skipped.",
            }
        )
            Assert.Contains(words, check.Main);
        Assert.Empty(check.Document.QuerySelectorAll("main script"));
        var links = await check.PressAsync("Create invitations");
        Assert.True(links.Response.Headers.CacheControl?.NoStore);
        var url = links.Document.QuerySelector("input[readonly]")!.GetAttribute("value")!;
        Assert.Matches("^http://localhost:8080/join/[0-9A-Za-z_-]{43}$", url);
        Assert.Contains("Email is not set up on this server, so nothing was sent.", links.Main);
        Assert.DoesNotContain("Set up email", links.Main, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>Not an email address.", links.Main);
        var list = await links.FollowAsync("Done");
        Assert.Equal("Administrator", list.Cell("nora+ml@example.com", "Role"));
        Assert.DoesNotContain(url[^43..], list.Html, StringComparison.Ordinal);
        var again = await form.Fill("Email addresses", "nora+ml@example.com").PressAsync("Create invitations");
        Assert.Equal(
            (422, "No one on this list can be invited. See the reasons below."),
            (again.Status, again.Problems)
        );
        Assert.Contains("Already invited on Mar 2, 2026. That link still works.", again.Main);
    }

    [Fact]
    public async Task The_owner_is_led_to_the_mail_page_and_an_empty_list_is_refused()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var form = await browser.GetAsync(Users(App) + "/invite");
        Assert.Equal((422, "Enter at least one email address."), Of(await form.PressAsync("Create invitations")));
        Assert.Equal((422, "Enter at least one email address."), Of(await form.PressAsync("Check")));
        var links = await form.Fill("Email addresses", "led@example.com").PressAsync("Create invitations");
        Assert.Equal(200, (await links.FollowAsync("Set up email")).Status);
    }

    [Fact]
    public async Task While_someone_types_only_the_verdicts_are_sent()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var token = (await browser.GetAsync(Users(App) + "/invite"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var response = await browser.FetchAsync(
            HttpMethod.Post,
            Users(App) + "/invite",
            [
                new("Addresses", "typed@example.com, half"),
                new("check", "true"),
                new("__RequestVerificationToken", token),
            ],
            ("HX-Request", "true"),
            ("HX-Target", "anything")
        );
        var html = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("<div id=\"verdicts\"", html.TrimStart());
        Assert.Contains("typed@example.com", html);
        Assert.False(await App.DbAsync(App.Olga, db => db.Invitations.AnyAsync(i => i.Email == "typed@example.com")));
    }

    [Fact]
    public async Task Search_filters_order_and_pages_are_in_the_address()
    {
        await using var server = await App.AnotherAsync();
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(
                        new()
                        {
                            Addresses = string.Join(',', Enumerable.Range(10, 60).Select(i => $"guest{i}@example.com")),
                            Role = MemberRole.Member,
                        }
                    )
        );
        var browser = await server.SignedInAsync(server.Olga);
        async Task<List<string>> NamesAsync(string query) =>
            [
                .. (await browser.GetAsync(Users(server) + query))
                    .Document.QuerySelectorAll("tbody .cell-name")
                    .Select(e => e.Children[0].ChildNodes[0].TextContent.Trim()),
            ];
        Assert.Equal((50, 13), ((await NamesAsync("")).Count, (await NamesAsync("?p=2")).Count));
        Assert.Equal(13, (await NamesAsync("?p=99")).Count);
        Assert.Equal("Adam Ames", (await NamesAsync(""))[0]);
        Assert.Equal("Olga Orlova", (await NamesAsync("?sort=-name"))[0]);
        Assert.Equal(["Olga Orlova", "Adam Ames"], (await NamesAsync("?sort=role")).Take(2));
        Assert.Equal("Olga Orlova", (await NamesAsync("?sort=-active"))[0]);
        Assert.Equal("Olga Orlova", (await NamesAsync("?sort=active"))[0]);
        Assert.Equal("guest10@example.com", (await NamesAsync("?sort=-status"))[0]);
        Assert.Equal(["Mia Meyer"], await NamesAsync("?q=mEy"));
        Assert.Equal(["Mia Meyer"], await NamesAsync($"?q={server.Mia.Id:N}"));
        Assert.Equal(["guest33@example.com"], await NamesAsync("?q=GUEST33%40"));
        Assert.Equal(["Mia Meyer"], await NamesAsync("?role=member&status=active"));
        Assert.Equal(
            ["Adam Ames", "Olga Orlova"],
            await NamesAsync("?status=Active&q=a&role=&sort=name")
                .ContinueWith(n => n.Result.Where(x => x[0] != 'M').ToList())
        );
        foreach (
            var nothing in new[]
            {
                "?q=%25",
                "?q=_",
                "?status=1",
                "?status=x",
                "?role=king",
                "?status=expired",
                "?role=owner&status=pending",
            }
        )
            Assert.Empty(await NamesAsync(nothing));
        Assert.Equal(50, (await NamesAsync("?sort=password&p=-4")).Count);
        var page = await browser.GetAsync(Users(server) + "?q=guest&sort=-email&p=2");
        Assert.Contains("51–60 of 60 people", page.Main);
        Assert.EndsWith(
            "/users?q=guest&sort=-email",
            page.Document.QuerySelector("a[aria-label='Previous page']")!.GetAttribute("href")
        );
        Assert.EndsWith(
            "/users?q=guest&sort=role",
            page.Document.QuerySelectorAll("thead a").Single(a => a.TextContent.Trim() == "Role").GetAttribute("href")
        );
    }

    [Fact]
    public async Task A_menu_changes_a_role_but_not_ones_own_nor_the_owners()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(App.Adam);
        var list = await browser.GetAsync(Users(App) + "?q=nina");
        var done = await (await list.FollowAsync("Nina New", "Change role"))
            .Choose("Administrator")
            .PressAsync("Change role");
        Assert.Equal("Nina New is now an administrator.", done.Flash);
        Assert.DoesNotContain("Transfer ownership", done.Html, StringComparison.Ordinal);
        done = await browser.GetAsync(Users(App));
        foreach (
            var (person, reason) in new[]
            {
                (App.Olga, "The owner’s role changes only"),
                (App.Adam, "You cannot change your own role"),
            }
        )
        {
            Assert.Equal(
                ["Copy ID", "Edit groups", "Impersonation"],
                done.Rows(person.Email).Single().QuerySelectorAll(".menu-item").Select(i => Page.Squeeze(i.TextContent))
            );
            var refused = await (await browser.GetAsync($"{Users(App)}/{person.Id:N}/role"))
                .Choose("Member")
                .PressAsync("Change role");
            Assert.Equal(422, refused.Status);
            Assert.StartsWith(reason, refused.Problems);
        }
        Assert.Equal(422, (await browser.PostAsync($"{Users(App)}/{nina.Id:N}/role", ("role", "Owner"))).Status);
        Assert.Equal(422, (await browser.PostAsync($"{Users(App)}/{nina.Id:N}/role", ("role", "7"))).Status);
        Assert.Equal(404, (await browser.PostAsync($"{Users(App)}/{App.Eve.Id:N}/role", ("role", "Admin"))).Status);
    }

    [Fact]
    public async Task Removing_states_what_is_lost_and_then_does_it()
    {
        var nina = await App.AddAsync("Nina <b>New</b>", MemberRole.Member);
        await App.KeyAsync(nina);
        (await App.Api(await App.KeyAsync(nina)).CallAsync("users.get_current_user")).IsOk();
        await App.Services.GetRequiredService<Domain.Credentials.CredentialUsageRecorder>().FlushAsync(all: true);
        var browser = await App.SignedInAsync(App.Olga);
        var question = await (await browser.GetAsync(Users(App) + "?q=nina")).FollowAsync(
            "Nina <b>New</b>",
            "Remove from workspace"
        );
        Assert.Equal("Remove Nina <b>New</b> from Research?", question.Heading);
        Assert.Contains("2 API credentials are revoked; 1 was used in the last 24 hours.", question.Main);
        var done = await question.PressAsync("Remove from workspace");
        Assert.Equal("Nina <b>New</b> removed. 2 API credentials were revoked.", done.Flash);
        Assert.Empty(done.Rows("Nina <b>New"));
        Assert.Equal(
            (404, "No one was removed. They are no longer in the workspace."),
            Of(await question.PressAsync("Remove from workspace"))
        );
    }

    [Fact]
    public async Task Several_are_ticked_and_go_together_without_script()
    {
        var (nina, noah) = (
            await App.AddAsync("Nina Two", MemberRole.Member),
            await App.AddAsync("Noah Two", MemberRole.Admin)
        );
        await App.InAsync(
            App.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "two@example.com", Role = MemberRole.Member })
        );
        var browser = await App.SignedInAsync(App.Olga);
        var list = (await browser.GetAsync(Users(App) + "?q=two"))
            .Choose("Select Nina Two")
            .Choose("Select Noah Two")
            .Choose("Select two@example.com");
        var links = await (await list.PressAsync("Send invitation again")).PressAsync("Create new link");
        Assert.Single(links.Document.QuerySelectorAll("input[readonly]"));
        var question = await list.PressAsync("Remove from workspace");
        Assert.Equal("Remove 2 members and revoke 1 invitation?", question.Heading);
        foreach (var name in new[] { "Nina Two", "Noah Two", "two@example.com" })
            Assert.Contains(name, question.Main);
        Assert.Equal(
            "2 people removed. Invitation for two@example.com revoked.",
            (await question.PressAsync("Remove from workspace")).Flash
        );
        Assert.Equal(
            0,
            await App.DbAsync(App.Olga, db => db.Members.CountAsync(m => m.UserId == nina.Id || m.UserId == noah.Id))
        );
        Assert.Contains("Select people in the list first.", (await browser.GetAsync(Users(App) + "/remove")).Main);
        Assert.Contains(
            "is the owner and cannot be removed",
            (await (await App.SignedInAsync(App.Adam)).GetAsync($"{Users(App)}/remove?id={App.Olga.Id:N}&id=x")).Main
        );
    }

    [Fact]
    public async Task A_pending_row_gets_a_new_link_is_sent_again_or_revoked()
    {
        await App.InAsync(
            App.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "row@example.com", Role = MemberRole.Member })
        );
        var browser = await App.SignedInAsync(App.Adam);
        var list = await browser.GetAsync(Users(App) + "?q=row%40");
        var question = await list.FollowAsync("row@example.com", "Copy link");
        var link = (await question.PressAsync("Create new link"))
            .Document.QuerySelector("input[readonly]")!
            .GetAttribute("value")!;
        Assert.Equal(
            (409, "A new link was created a moment ago. Reload the page to create another one."),
            Of(await question.PressAsync("Create new link"))
        );
        var resent = (await (await list.FollowAsync("row@example.com", "Send again")).PressAsync("Create new link"))
            .Document.QuerySelector("input[readonly]")!
            .GetAttribute("value")!;
        Assert.NotEqual(link, resent);
        var revoke = await list.FollowAsync("row@example.com", "Revoke invitation");
        Assert.Equal("Revoke the invitation for row@example.com?", revoke.Heading);
        Assert.Equal("Invitation for row@example.com revoked.", (await revoke.PressAsync("Revoke invitation")).Flash);
        Assert.Equal(404, (await question.PressAsync("Create new link")).Status);
    }

    [Fact]
    public async Task With_mail_sending_again_says_so_and_shows_no_link()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var browser = await server.SignedInAsync(server.Olga);
        var links = await (await browser.GetAsync(Users(server) + "/invite"))
            .Fill("Email addresses", "mailed@example.com")
            .PressAsync("Send invitations");
        Assert.Contains("An email with the link was sent to mailed@example.com.", links.Main);
        Assert.StartsWith(
            "http://localhost:8080/join/",
            links.Document.QuerySelector("input[readonly]")!.GetAttribute("value")
        );
        var again = await (
            await (await links.FollowAsync("Done")).FollowAsync("mailed@example.com", "Send again")
        ).PressAsync("Send again");
        Assert.Equal("Invitation sent again to mailed@example.com. The previous link no longer works.", again.Flash);
        Assert.All(
            await receiver.WaitForAsync(2),
            m => Assert.StartsWith("https://settings.northwind.example/join/", m.Link("/join/").AbsoluteUri)
        );
    }

    [Fact]
    public async Task An_offer_wants_a_fresh_proof_stands_on_the_page_and_is_withdrawn_there()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        server.Time.Advance(TimeSpan.FromMinutes(11));
        var proof = await (await browser.GetAsync(Users(server))).FollowAsync("Adam Ames", "Transfer ownership");
        Assert.Equal("Confirm your password", proof.Heading);
        var done = await (await proof.Fill("Password", Person.Password).PressAsync("Continue")).PressAsync(
            "Transfer ownership"
        );
        Assert.Equal("Ownership transfer to Adam Ames requested. You stay the owner until they accept.", done.Flash);
        Assert.Contains(
            "You asked to transfer ownership to Adam Ames. Nothing changes until they accept. The request expires "
                + "on Mar 9, 2026.",
            done.Main
        );
        Assert.Contains(
            "Your pending request to Adam Ames is canceled.",
            (await done.FollowAsync("Mia Meyer", "Transfer ownership")).Main
        );
        Assert.Equal(
            "Ownership transfer canceled. You stay the owner.",
            (await (await done.FollowAsync("Cancel transfer")).PressAsync("Cancel transfer")).Flash
        );
        Assert.DoesNotContain(
            "You asked to transfer ownership",
            (await (await server.SignedInAsync(server.Adam)).GetAsync(Users(server))).Html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_export_has_every_matching_row_and_no_formula()
    {
        var evil = await App.AddAsync("=HYPERLINK(\"http://x\",\"y\")", MemberRole.Member);
        await App.InAsync(
            App.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(new() { Addresses = "+sum@example.com", Role = MemberRole.Member })
        );
        var response = await (await App.SignedInAsync(App.Adam)).FetchAsync(
            HttpMethod.Get,
            Users(App) + "/export?sort=-name"
        );
        Assert.Equal([0xEF, 0xBB, 0xBF], (await response.Content.ReadAsByteArrayAsync())[..3]);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal(
            ("text/csv", "attachment", "users-2026-03-02.csv"),
            (
                response.Content.Headers.ContentType!.MediaType,
                response.Content.Headers.ContentDisposition!.DispositionType,
                response.Content.Headers.ContentDisposition.FileName
            )
        );
        Assert.Equal(
            "Name,Email,Role,Status,Member or invited since,Invited by,Link expires,Last sign-in,Sign-in "
                + "method,Last API use,Last active,Groups,ID",
            lines[0]
        );
        Assert.Contains(
            lines,
            l =>
                l.StartsWith(
                    $"\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",{evil.Email},Member,Active,2026-03-02 ",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(
            lines,
            l =>
                l.StartsWith(",'+sum@example.com,Member,Pending,2026-03-02 ", StringComparison.Ordinal)
                && l.Contains(",Olga Orlova,2026-03-09 ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(lines, l => l.Contains(App.Eve.Email, StringComparison.Ordinal));
        var filtered = await (await App.SignedInAsync(App.Adam)).FetchAsync(
            HttpMethod.Get,
            Users(App) + "/export?status=pending&q=sum"
        );
        Assert.Equal(3, (await filtered.Content.ReadAsStringAsync()).Split("\r\n").Length);
    }

    private static (int, string) Of(Page page) => (page.Status, page.Problems);

    private static string Users(TestApp server) => $"/workspaces/{server.Olga.Workspace:N}/users";
}

public sealed class UsersPageOnSqlite(SqliteApp app) : UsersPageTests(app), IClassFixture<SqliteApp>;
