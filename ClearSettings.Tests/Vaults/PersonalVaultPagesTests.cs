using ClearSettings.Domain;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract class PersonalVaultPagesTests(TestApp app) : AppTests(app)
{
    private const string Secret = "walrus-tin-9";

    private string Vault => $"/settings/workspaces/{App.Olga.Workspace:N}/vault";

    [Fact]
    public async Task A_member_writes_their_vault_turns_it_on_and_sees_it_in_the_panel_without_secrets()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        var page = await browser.GetAsync("/settings/workspaces");
        Assert.Contains("Nothing in it yet", page.Main);
        Assert.Empty(page.Document.QuerySelectorAll("[role=switch]"));
        page = await (await page.FollowAsync("Create vault"))
            .Fill("Content", $"# mine\nagent.git_user = nina\nagent.git_pass = {Secret}")
            .PressAsync("Save vault");
        Assert.Equal("Vault saved. It is disabled; enable it when it is ready.", page.Flash);
        Assert.Contains("HOCON, 3 lines (58 B). Changed Just now.", page.Main);
        Assert.Contains("agent.git_pass = \"********\"", page.Document.QuerySelector(".code-fade code")!.TextContent);
        Assert.DoesNotContain(Secret, page.Html);
        page = await page.PressAsync("Disabled");
        Assert.Contains("is enabled. Clients receive it", page.Flash);
        var vault = await App.DbAsync(nina, db => db.Vaults.SingleAsync(v => v.UserId == nina.Id));
        Assert.Equal((true, VaultScope.User, "Personal vault"), (vault.Enabled, vault.Scope, vault.Name));
    }

    [Fact]
    public async Task With_script_the_toggle_of_the_panel_swaps_the_panels_part()
    {
        var nina = await WithVaultAsync("agent.worker_id = 7");
        var page = await (await App.SignedInAsync(nina)).HtmxAsync(
            Vault + "/active",
            $"vault-{App.Olga.Workspace:N}",
            ("enabled", "true")
        );
        Assert.Equal(422, page.Status);
        Assert.Contains($"id=\"vault-{App.Olga.Workspace:N}\"", page.Html);
        Assert.Contains("belongs to each machine", page.Html);
        Assert.Contains("Disabled", page.Html);
    }

    [Fact]
    public async Task Own_secrets_are_hidden_too_until_the_password_is_given_again()
    {
        var nina = await WithVaultAsync($"agent.git_pass = {Secret}");
        var browser = await App.SignedInAsync(nina);
        App.Time.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.GetAsync(Vault);
        Assert.DoesNotContain(Secret, page.Html);
        page = await (await page.PressAsync("Show secrets and edit"))
            .Fill("Password", Person.Password)
            .PressAsync("Continue");
        Assert.Equal($"agent.git_pass = {Secret}", VaultTestClient.InputValue(page, "content"));
        Assert.Equal("Vault saved.", (await page.Fill("Content", "a = 1").PressAsync("Save vault")).Flash);
        Assert.Equal(
            1,
            await App.DbAsync(
                nina,
                db => db.VaultOperations.CountAsync(o => o.OwnerId == nina.Id && o.Action == VaultAction.Reveal)
            )
        );
    }

    [Fact]
    public async Task A_personal_vault_takes_no_name_target_or_group_from_a_form()
    {
        var nina = await WithVaultAsync("a = 1");
        var browser = await App.SignedInAsync(nina);
        await browser.PostAsync(
            Vault,
            ("Part", "Text"),
            ("Content", "a = 2"),
            ("Name", "For all"),
            ("Target", "SshServer"),
            ("Scope", "Organization"),
            ("Scope", "Organization"),
            ("Enabled", "true"),
            ("UserId", App.Olga.Id.ToString("N"))
        );
        var vault = await App.DbAsync(nina, db => db.Vaults.SingleAsync(v => v.UserId == nina.Id));
        Assert.Equal(
            ("Personal vault", VaultTarget.Client, VaultScope.User, false, "a = 2"),
            (vault.Name, vault.Target, vault.Scope, vault.Enabled, await VaultTestClient.TextAsync(App, vault.Id))
        );
        Assert.False(await App.DbAsync(App.Olga, db => db.Vaults.AnyAsync(v => v.UserId == App.Olga.Id)));
    }

    [Fact]
    public async Task Two_people_see_each_their_own_vault_at_the_same_address()
    {
        var (nina, otto) = (await WithVaultAsync("a = 1 # nina"), await WithVaultAsync("a = 2 # otto"));
        Assert.Equal(
            "a = 1 # nina",
            VaultTestClient.InputValue(await (await App.SignedInAsync(nina)).GetAsync(Vault), "content")
        );
        Assert.Equal(
            "a = 2 # otto",
            VaultTestClient.InputValue(await (await App.SignedInAsync(otto)).GetAsync(Vault), "content")
        );
        Assert.Equal(404, (await (await App.SignedInAsync(App.Eve)).GetAsync(Vault)).Status);
    }

    [Fact]
    public async Task An_administrator_edits_the_vault_of_a_service_account_and_of_no_one_else()
    {
        var bot = await BotAsync("Bot <b>");
        var url = $"/workspaces/{App.Olga.Workspace:N}/service-accounts/{bot:N}/vault";
        var adam = await App.SignedInAsync(App.Adam);
        var page = await (await adam.GetAsync(url))
            .Fill("Content", $"agent.git_pass = {Secret}")
            .PressAsync("Save vault");
        var vault = await App.DbAsync(App.Adam, db => db.Vaults.SingleAsync(v => v.UserId == bot));
        page = await (await adam.GetAsync(url)).PressAsync("Disabled");
        Assert.Contains("is enabled.", page.Flash);
        Assert.DoesNotContain(Secret, page.Html);
        Assert.Equal(
            $"agent.git_pass = {Secret}",
            VaultTestClient.InputValue(await page.PressAsync("Show secrets and edit"), "content")
        );
        Assert.Equal(403, (await (await App.SignedInAsync(App.Mia)).GetAsync(url)).Status);
        var eve = await App.SignedInAsync(App.Eve);
        var foreign = $"/workspaces/{App.Eve.Workspace:N}/service-accounts/{bot:N}/vault";
        Assert.Equal(404, (await eve.GetAsync(foreign)).Status);
        await AssertVaultOfPersonIsNotFoundAsync(adam);
        Assert.Equal(VaultScope.User, vault.Scope);
    }

    private async Task AssertVaultOfPersonIsNotFoundAsync(Browser adam)
    {
        var nina = await WithVaultAsync("a = 1");
        foreach (var path in new[] { "", "/active", "/reveal" })
        {
            var answer = await adam.PostAsync(
                $"/workspaces/{App.Olga.Workspace:N}/service-accounts/{nina.Id:N}/vault{path}",
                ("Part", "Text"),
                ("Content", "b = 1"),
                ("enabled", "true")
            );
            Assert.Equal(404, answer.Status);
        }
    }

    private async Task<Person> WithVaultAsync(string text)
    {
        var person = await App.AddAsync("Nina New", MemberRole.Member);
        Assert.True(
            (
                await App.InAsync(
                    person,
                    s => s.GetRequiredService<SaveVault>().SavePersonalAsync(person.Id, new() { Content = text })
                )
            ).Ok
        );
        return person;
    }

    private Task<Guid> BotAsync(string name) =>
        App.DbAsync(
            App.Olga,
            db =>
                db.WriteAsync(() =>
                {
                    var user = User.Create(name, $"{Guid.NewGuid():N}@bots.example", App.Time);
                    db.Users.Add(user);
                    db.ServiceAccounts.Add(
                        ServiceAccount.Create(user.Id, App.Olga.Workspace, new(), App.Olga.Id, App.Time)
                    );
                    return Task.FromResult(user.Id);
                })
        );
}

public sealed class PersonalVaultPagesOnSqlite(SqliteApp app) : PersonalVaultPagesTests(app), IClassFixture<SqliteApp>;
