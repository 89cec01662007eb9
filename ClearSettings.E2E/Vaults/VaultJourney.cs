using ClearSettings.E2E.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.Vaults;

/// <summary>From a file on someone's disk to what the client of a colleague is given.</summary>
public sealed class VaultJourney(Chromium chromium)
{
    private const string Name = "Team defaults";
    private static readonly string File = Path.Combine(Repository.Root, "ClearSettings.E2E", "Vaults", "team.conf");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_imported_file_becomes_a_vault_that_a_members_client_is_given(bool script)
    {
        await using var server = await Server.StartAsync("--SignIn:AttemptsPerMinute=1000");
        await using var olga = await Visit.OpenAsync(chromium, "vaults-olga", script);
        await using var mia = await Visit.OpenAsync(chromium, "vaults-mia", script);
        await Owner.SetUpAsync(server, olga);
        await ImportAsync(olga);
        await TurnOnAsync(olga);
        await RevealAsync(olga);
        await AddBucketsAsync(olga);
        await SeeHostKeysAsync(olga);
        await JoinAsync(olga, mia);
        await WriteOwnAsync(mia);
        await AskAsClientAsync(server, mia);
        await SeeEffectiveAsync(server, mia);
        await RestoreAsync(server, olga);
        foreach (var visit in new[] { olga, mia })
            visit.AssertQuiet();
    }

    private static ILocator Content(Visit visit) =>
        visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Content", Exact = true });

    // The browser would give new text the style of the coloured text that it replaces, which the page forbids.
    private static async Task WriteAsync(Visit visit, string text)
    {
        if (visit.Script)
        {
            await Content(visit).FocusAsync();
            await visit.Page.Keyboard.PressAsync("ControlOrMeta+A");
            await visit.Page.Keyboard.PressAsync("Delete");
        }
        await Content(visit).FillAsync(text);
    }

    private static async Task ImportAsync(Visit olga)
    {
        await olga.FollowAsync("Administrator vaults");
        await olga.SeeAsync("No vaults yet");
        await olga.LookAsync("empty");
        await olga.FollowAsync("Add vault");
        await olga.SeeHeadingAsync("Add vault");
        await olga.LookAsync("new");
        await olga.FillAsync("Name", Name);
        await olga.Page.Locator(".picks").GetByLabel("Users").CheckAsync();
        if (olga.Script)
            await olga.Page.Locator("[data-import]").SetInputFilesAsync(File);
        else
        {
            await olga.Page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(File);
            await olga.PressAsync("Import file");
        }
        await olga.SeeAsync("1 error");
        await olga.Page.Locator(".finding-at").First.ClickAsync();
        await olga.LookAsync("imported");
        await olga.PressAsync("Remove line");
        await Assertions.Expect(olga.Page.Locator("#findings .is-bad")).ToHaveCountAsync(0);
        await olga.LookAsync("mended");
        await olga.PressAsync("Save vault");
        await olga.SeeAsync($"{Name} saved. It is disabled");
    }

    private static async Task TurnOnAsync(Visit olga)
    {
        var toggle = olga.Page.GetByRole(AriaRole.Switch, new() { Name = $"{Name} is active" });
        await Assertions.Expect(toggle).Not.ToBeCheckedAsync();
        await toggle.ClickAsync();
        await Assertions.Expect(toggle).ToBeCheckedAsync();
        await olga.PressAsync($"Actions for {Name}");
        await olga.LookAsync("list");
        await olga.Page.Keyboard.PressAsync("Escape");
    }

    private static async Task RevealAsync(Visit olga)
    {
        await ShowSecretsAsync(olga);
        await WriteTextWithErrorAsync(olga);
        if (olga.Script)
            await LeaveAndStayAsync(olga);
        if (olga.Script)
            await olga.Page.Keyboard.PressAsync("ControlOrMeta+s");
        else
            await olga.PressAsync("Save vault");
        await olga.SeeAsync("A vault with errors can be saved while it is disabled.");
        await olga.LookAsync("refused");
        await olga.PressAsync("Remove line");
        await Assertions.Expect(olga.Page.Locator("#findings .is-bad")).ToHaveCountAsync(0);
        await olga.PressAsync("Save vault");
        await olga.SeeAsync($"Vault {Name} saved.");
    }

    private static async Task ShowSecretsAsync(Visit olga)
    {
        await olga.FollowAsync(Name);
        await olga.SeeAsync("Secrets are hidden.");
        Assert.DoesNotContain("lantern-otter", await olga.Page.ContentAsync());
        await olga.LookAsync("masked");
        await olga.PressAsync("Show secrets and edit");
        await Assertions.Expect(Content(olga)).ToBeVisibleAsync();
        Assert.Contains("lantern-otter", await olga.Page.ContentAsync());
        if (olga.Script)
        {
            await olga.FillAsync("Search keys", "git");
            await olga.SeeAsync("agent.git_host");
        }
        await olga.LookAsync("revealed");
    }

    private static async Task WriteTextWithErrorAsync(Visit olga)
    {
        await WriteAsync(
            olga,
            "agent {\n  git_user = northwind-bot\n  worker_id = 7\n}\nenvironment {\n  PYTHON_VERSION = 3.10\n  "
                + "TOKEN = ${GIT_TOKEN}\n}\n"
        );
        if (!olga.Script)
            await olga.PressAsync("Check text");
        await olga.SeeAsync("1 error, 2 warnings");
        await olga.LookAsync("typed");
    }

    private static async Task LeaveAndStayAsync(Visit olga)
    {
        var asked = new TaskCompletionSource<string>();
        async void Stay(object? sender, IDialog dialog)
        {
            await dialog.DismissAsync();
            asked.TrySetResult(dialog.Type);
        }
        olga.Page.Dialog += Stay;
        await olga.Page.Locator(".sidebar a", new() { HasText = "Groups" }).ClickAsync();
        Assert.Equal(
            DialogType.BeforeUnload,
            await asked.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)
        );
        olga.Page.Dialog -= Stay;
        await Assertions.Expect(Content(olga)).ToContainTextAsync("northwind-bot");
    }

    private static async Task AddBucketsAsync(Visit olga)
    {
        await olga.FollowAsync("Add vault");
        await olga.FillAsync("Name", "Perception buckets");
        await olga.Page.GetByLabel("Whole workspace").CheckAsync();
        await olga.Page.GetByLabel("Target").SelectOptionAsync("UiStorage");
        if (!olga.Script)
            await olga.PressAsync("Show fields of this target");
        await olga.SeeHeadingAsync("Storage credentials");
        await olga.FillAsync("Bucket", "perception-samples");
        await olga.FillAsync("Key", "AKIA7H2");
        await olga.FillAsync("Secret / SAS", "plum-tractor");
        await olga.PressAsync("Add credential");
        await olga.SeeAsync("2 credentials");
        await olga.LookAsync("buckets");
        await olga.PressAsync("Remove credential 2");
        await olga.SeeAsync("1 credential");
        await olga.PressAsync("Save vault");
        await olga.SeeAsync("Perception buckets saved. It is disabled");
        await olga.FollowAsync("Perception buckets");
        Assert.DoesNotContain("plum-tractor", await olga.Page.ContentAsync());
        await olga.LookAsync("buckets-stored");
        await olga.FollowAsync("Administrator vaults");
    }

    private static async Task SeeHostKeysAsync(Visit olga)
    {
        await olga.FollowAsync("Add vault");
        await olga.Page.GetByLabel("Target").SelectOptionAsync("SshServer");
        if (!olga.Script)
            await olga.PressAsync("Show fields of this target");
        await olga.SeeHeadingAsync("Host keys");
        await olga.LookAsync("host-keys");
    }

    private static async Task JoinAsync(Visit olga, Visit mia)
    {
        await olga.FollowAsync("Users & groups");
        await olga.FollowAsync("Invite people");
        await olga.FillAsync("Email addresses", "mia@northwind.example");
        await olga.PressAsync("Create invitations");
        await olga.SeeHeadingAsync("Invitation link");
        await mia.Page.GotoAsync(
            await olga.Page.GetByLabel("mia@northwind.example", new() { Exact = true }).InputValueAsync()
        );
        await mia.FillAsync("Your name", "Mia Haddad");
        await mia.FillAsync("Password", Owner.Password);
        await mia.PressAsync("Create account and join");
        await mia.SeeAsync("You joined Northwind Vision.");
    }

    private static async Task WriteOwnAsync(Visit mia)
    {
        await mia.FollowAsync("Workspaces");
        await mia.LookAsync("no-own-vault");
        await mia.FollowAsync("Create vault");
        await mia.SeeHeadingAsync("Configuration vault");
        await WriteAsync(
            mia,
            "# applied to everything I run\nagent.git_user = \"mia\"\nsdk.aws.s3 {\n  region = \"eu-north-1\"\n  "
                + "use_credentials_chain = true\n}\n"
        );
        await mia.LookAsync("own-vault");
        await mia.PressAsync("Save vault");
        await mia.SeeAsync("Vault saved. It is disabled");
        await mia.Page.GetByRole(AriaRole.Switch, new() { Name = "Disabled" }).ClickAsync();
        await mia.SeeAsync("Enabled");
        await mia.LookAsync("panel");
    }

    private static async Task AskAsClientAsync(Server server, Visit mia)
    {
        await mia.FollowAsync("Create credentials");
        await mia.SeeHeadingAsync("Create credentials");
        await mia.PressAsync("Create credentials");
        await mia.SeeHeadingAsync("Credentials created");
        var (accessKey, secretKey) = (
            await mia.Page.GetByLabel("Access key", new() { Exact = true }).InputValueAsync(),
            await mia.Page.GetByLabel("Secret key", new() { Exact = true }).InputValueAsync()
        );
        var (_, token) = await ApiClient.LoginAsync(server.Api, accessKey, secretKey);
        var (status, data) = await ApiClient.CallAsync(
            server.Api,
            "users.get_vaults?enabled=true&types=config",
            token!
        );
        Assert.Equal(200, status);
        var vaults = data.GetProperty("vaults")
            .EnumerateArray()
            .Select(v => (Name: v.GetProperty("description").GetString(), Data: v.GetProperty("data").GetString()!))
            .ToList();
        Assert.Equal([Name, "Personal vault"], vaults.Select(v => v.Name));
        Assert.Contains("northwind-bot", vaults[0].Data);
        Assert.Contains("mia", vaults[1].Data);
    }

    private static async Task SeeEffectiveAsync(Server server, Visit mia)
    {
        await mia.Page.GotoAsync(server.Web + "/settings/workspaces");
        await mia.FollowAsync("View effective configuration");
        await mia.SeeAsync("Your clients apply these vaults in this order; later ones override earlier ones:");
        var line = mia.Page.Locator(".provenance-line", new() { HasText = "git_user" });
        await Assertions.Expect(line).ToContainTextAsync("\"mia\"");
        await Assertions.Expect(line).ToContainTextAsync($"from Personal vault, instead of {Name}");
        await mia.LookAsync("effective");
        await mia.Page.GetByText("Paste a local clearml.conf").ClickAsync();
        await mia.FillAsync("Local clearml.conf", "agent { git_user = local, force_git_ssh_protocol = true }");
        await mia.PressAsync("Merge with vaults");
        await Assertions.Expect(line).ToContainTextAsync("clearml.conf");
        await Assertions
            .Expect(mia.Page.Locator(".provenance-line", new() { HasText = "force_git_ssh_protocol" }))
            .ToContainTextAsync("from clearml.conf");
    }

    private static async Task RestoreAsync(Server server, Visit olga)
    {
        await olga.Page.GotoAsync(server.Web + "/settings/profile");
        await olga.FollowAsync("Administrator vaults");
        await olga.ChooseAsync(Name, "View history");
        await olga.SeeAsync("Version 2");
        await olga.LookAsync("history");
        await olga.FollowAsync("Version 2");
        await olga.SeeAsync("Changes since version 1");
        await Assertions
            .Expect(olga.Page.Locator(".diff-add", new() { HasText = "northwind-bot" }).First)
            .ToBeVisibleAsync();
        Assert.DoesNotContain("lantern-otter", await olga.Page.ContentAsync());
        await olga.LookAsync("diff");
        await olga.FollowAsync("Version 1");
        await olga.PressAsync("Restore this version");
        await olga.SeeAsync("Version 1 restored as version 3.");
        await olga.FollowAsync("Activity log");
        await olga.SeeAsync("Restored");
        await olga.LookAsync("activity");
    }
}
