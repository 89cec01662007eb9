using System.Reflection;
using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.Email;
using ClearSettings.Tests.Groups;
using ClearSettings.Tests.ServiceAccounts;
using ClearSettings.Tests.Vaults;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

/// <summary>Submits every form of every page while each change is refused: nothing may look like a success.</summary>
public abstract partial class RefusalsTests(TestApp app) : AppTests(app)
{
    private const string Sentence = "This was refused by the test.";

    [Theory]
    [InlineData(Refusal.Invalid)]
    [InlineData(Refusal.Conflict)]
    [InlineData(Refusal.NotFound)]
    public async Task A_refused_change_looks_like_a_success_in_no_form_of_any_page(Refusal refusal)
    {
        await using var server = await App.AnotherAsync();
        await FillAsync(server);
        var refused = new Refusing(server, refusal);
        var (olga, mia) = (await server.SignedInAsync(server.Olga), await server.SignedInAsync(server.Mia));
        refused.Begin();
        List<string> wrong = [.. await SubmitAllAsync(olga, refused), .. await SubmitAllAsync(mia, refused)];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
        // Forms that really led to a change which was refused.
        Assert.True(refused.Reached.Count > 30, $"{refused.Reached.Count}: {string.Join(' ', refused.Reached)}");
    }

    [Fact]
    public async Task A_lost_right_is_an_error_when_credentials_are_revoked_and_the_credentials_still_work()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Olga, "Still good");
        var browser = await server.SignedInAsync(server.Olga);
        var form = await browser.GetAsync(
            $"/settings/workspaces/{server.Olga.Workspace:N}/credentials/{key.Id:N}/revoke"
        );
        var refused = new Refusing(server, Refusal.Conflict);
        refused.Begin();
        var page = await form.PressAsync("Revoke credentials");
        refused.End();
        Assert.Equal(("alert", Sentence), (page.Document.GetElementById("flash")!.GetAttribute("role"), page.Flash));
        Assert.Contains("message-bad", page.Document.GetElementById("flash")!.ClassList);
        await server.Api(key).OkAsync("debug.ping");
        await form.PressAsync("Revoke credentials");
        var again = await form.PressAsync("Revoke credentials");
        Assert.Equal(
            ("status", "These credentials were already revoked."),
            (again.Document.GetElementById("flash")!.GetAttribute("role"), again.Flash)
        );
        Assert.Contains("message-note", again.Document.GetElementById("flash")!.ClassList);
    }

    // Something of everything that has forms.
    private static async Task FillAsync(TestApp server)
    {
        await server.BotAsync(server.Olga);
        foreach (var person in new[] { server.Olga, server.Mia })
            await server.KeyAsync(person, $"Of {person.Name}");
        await GroupFixture.GroupAsync(server, "Perception", server.Mia);
        await EditVaultsAsync(server);
        await InviteAsync(server, server.Olga, "ivan@example.com");
        await InviteAsync(server, server.Eve, server.Mia.Email);
        await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(server.Mia.Id)
        );
        await SetUpUnreachableMailServerAsync(server);
        await MailInbox.AddAsync(server, MailInbox.Invitation("waiting@example.com"));
        await MailInbox.UntilAsync(server, m => m.Attempts == 1);
    }

    private static async Task EditVaultsAsync(TestApp server)
    {
        var vault = await VaultTestClient.SaveAsync(server, "Shared", "a = 1");
        await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<SaveVault>().RunAsync(vault, new() { Content = "a = 2" })
        );
        foreach (var person in new[] { server.Olga, server.Mia })
            await server.InAsync(
                person,
                s => s.GetRequiredService<SaveVault>().SavePersonalAsync(person.Id, new() { Content = "b = 1" })
            );
    }

    private static Task InviteAsync(TestApp server, Person person, string address) =>
        server.InAsync(
            person,
            s => s.GetRequiredService<InviteMembers>().RunAsync(new() { Addresses = address, Role = MemberRole.Member })
        );

    private static async Task SetUpUnreachableMailServerAsync(TestApp server)
    {
        var mail = await (await server.SignedInAsync(server.Olga)).GetAsync(
            $"/workspaces/{server.Olga.Workspace:N}/email"
        );
        await mail.Fill("Server", "localhost")
            .Fill("Port", $"{FreePort.Find()}")
            .Fill("Sender's address", "s@northwind.example")
            .Fill("Address in links", "https://settings.northwind.example")
            .PressAsync("Save email settings");
    }

    /// <summary>Refuses every change that can be refused.</summary>
    private sealed class Refusing(TestApp server, Refusal refusal)
    {
        private readonly SqliteWriteLock _queue = server.Services.GetRequiredService<SqliteWriteLock>();

        public string Form { get; set; } = "";

        public HashSet<string> Reached { get; } = [];

        public void Begin() => _queue.Refuse = Refuse;

        public void End() => _queue.Refuse = null;

        private Result? Refuse(Type type)
        {
            if (!typeof(Result).IsAssignableFrom(type))
                return null;
            Reached.Add(Form);
            var refused = refusal switch
            {
                Refusal.NotFound => Result.NotFound(Sentence),
                Refusal.Conflict => Result.Conflict(Sentence),
                _ => Result.Refuse("", Sentence),
            };
            return type == typeof(Result)
                ? refused
                : (Result)type.GetMethod("From", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [refused])!;
        }
    }
}

public sealed class RefusalsOnSqlite(SqliteApp app) : RefusalsTests(app), IClassFixture<SqliteApp>;
