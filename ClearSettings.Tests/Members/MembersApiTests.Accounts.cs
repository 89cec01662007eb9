using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract partial class MembersApiTests
{
    [Fact]
    public async Task An_account_is_created_without_a_password_and_takes_the_invitation()
    {
        var client = App.Api(await App.KeyAsync(App.Adam));
        await InvitedUser.InviteAsync(App, App.Olga, "created@example.com");
        var account = new
        {
            name = "Cora Created",
            email = "Created@Example.com",
            company = App.Olga.Workspace.ToString("N"),
            given_name = "Cora",
            role = "admin",
            @internal = "true",
            password = "ignored",
        };
        var id = (await client.OkAsync("auth.create_user", account)).GetProperty("id").GetString()!;
        var user = await App.UserAsync(Guid.Parse(id));
        Assert.Equal(
            ("created@example.com", null, "Cora", false),
            (user.Email, user.PasswordHash, user.GivenName, user.EmailConfirmed)
        );
        Assert.Equal(InvitationState.Accepted, await StateOfInvitationAsync("created@example.com"));
        Assert.Equal("admin", await RoleAsync(client, id));
    }

    [Fact]
    public async Task Deleting_an_account_ends_the_membership_and_keeps_the_account()
    {
        var nina = await App.AddAsync("Nina Deleted", MemberRole.Member);
        var user = nina.Id.ToString("N");
        var client = App.Api(await App.KeyAsync(App.Adam));
        Assert.Equal("""{"deleted":true}""", await client.OkTextAsync("auth.delete_user", new { user }));
        await client.RefusedAsync(400, 301, "auth.delete_user", new { user });
        await client.RefusedAsync(400, 301, "users.get_by_id", new { user });
        Assert.True(await App.DbAsync(null, db => db.Users.AnyAsync(u => u.Id == nina.Id)));
    }

    [Fact]
    public async Task An_account_is_refused_for_another_company_a_bad_address_and_a_taken_one()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        var account = new
        {
            name = "N",
            email = "n@example.com",
            company = App.Olga.Workspace.ToString("N"),
            role = "user",
        };
        Task RefusedAsync(int subcode, object body) => client.RefusedAsync(400, subcode, "auth.create_user", body);
        await RefusedAsync(11, new { account.name, account.email });
        await RefusedAsync(10, account with { company = App.Eve.Workspace.ToString("N") });
        await RefusedAsync(22, account with { email = "n\r\n@example.com" });
        await RefusedAsync(12, account with { name = "N\r\nBcc: x" });
        await RefusedAsync(16, account with { role = "root" });
        await RefusedAsync(801, account with { email = App.Mia.Email.ToUpperInvariant() });
        await RefusedAsync(801, account with { email = App.Eve.Email });
        Assert.False(await App.DbAsync(null, db => db.Users.AnyAsync(u => u.Email == "n@example.com")));
    }

    [Fact]
    public async Task Of_five_accounts_with_one_address_at_once_one_is_created()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        var account = new
        {
            name = "Race",
            email = "race@example.com",
            company = App.Olga.Workspace.ToString("N"),
        };
        var made = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Task.Run(() => client.CallAsync("auth.create_user", account)))
        );
        Assert.Equal([200, 400, 400, 400, 400], made.Select(m => m.Code).Order());
    }

    [Fact]
    public async Task On_a_hosted_server_only_its_owner_creates_accounts_and_seats_count()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=4"]);
        var body = new
        {
            name = "New",
            email = server.Eve.Email,
            company = server.Olga.Workspace.ToString("N"),
        };
        var refused = await server.Api(await server.KeyAsync(server.Adam)).CallAsync("auth.create_user", body);
        var unknown = await server
            .Api(await server.KeyAsync(server.Adam))
            .CallAsync("auth.create_user", body with { email = "nobody@example.com" });
        refused.IsRefused(400, 12);
        Assert.Equal(refused.Message, unknown.Message);
        var client = server.Api(await server.KeyAsync(server.Olga));
        await client.OkAsync("auth.create_user", body with { email = "fourth@example.com" });
        await client.RefusedAsync(400, 12, "auth.create_user", body with { email = "fifth@example.com" });
    }

    private static async Task<string?> RoleAsync(ApiClient client, string id) =>
        (await client.CallAsync("users.get_all_ex", new { id, include_auth = true }))
            .Ok.GetProperty("users")[0]
            .GetProperty("role")
            .GetString();

    private Task<InvitationState> StateOfInvitationAsync(string email) =>
        App.DbAsync(App.Olga, db => db.Invitations.Where(i => i.Email == email).Select(i => i.State).SingleAsync());
}
