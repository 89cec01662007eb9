using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Tests.Members;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract class OpenSessionTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Setting_up_the_server_hashes_the_password_once()
    {
        var hasher = new CountingHasher();
        await using var server = await App.AnotherAsync(
            people: false,
            replace: services => services.AddSingleton<IPasswordHasher<User>>(hasher)
        );
        var token = await server.InAsync(null, s => s.GetRequiredService<SetUpServer>().NewTokenAsync());
        var form = await server.Browser().GetAsync($"/set-up/{token}");
        var page = await form.Fill("Your name", "Olga Orlova")
            .Fill("Email", "olga@example.com")
            .Fill("Password", Person.Password)
            .Fill("Workspace name", "Research")
            .PressAsync("Create workspace");
        Assert.Equal(("/settings/workspaces", 1), (page.Path, hasher.Count));
    }

    [Fact]
    public async Task Joining_hashes_the_password_once()
    {
        var hasher = new CountingHasher();
        await using var server = await App.AnotherAsync(replace: services =>
            services.AddSingleton<IPasswordHasher<User>>(hasher)
        );
        var token = await InvitedUser.TokenAsync(server, server.Olga);
        var before = hasher.Count;
        var page = await InvitedUser.FillAsync(await server.Browser().GetAsync($"/join/{token}"));
        Assert.Equal(("/settings/workspaces", 1), (page.Path, hasher.Count - before));
    }

    [Fact]
    public async Task A_session_says_how_the_person_signed_in()
    {
        var session = await App.InAsync(
            null,
            async services =>
            {
                var db = services.GetRequiredService<Domain.ClearSettingsDb>();
                var mia = await db.Users.AsNoTracking().SingleAsync(u => u.Id == App.Mia.Id);
                return (await services.GetRequiredService<OpenSession>().RunAsync(mia, new("Passkey"))).Session!;
            }
        );
        Assert.Equal(App.Mia.Id, (await App.Services.GetRequiredService<SessionCache>().FindAsync(session.Id))!.UserId);
        Assert.Equal(
            "Passkey",
            await App.DbAsync(
                null,
                db => db.Users.Where(u => u.Id == App.Mia.Id).Select(u => u.LastSignInBy).SingleAsync()
            )
        );
    }

    private sealed class CountingHasher : IPasswordHasher<User>
    {
        private readonly PasswordHasher<User> _inner = new();

        public int Count { get; private set; }

        public string HashPassword(User user, string password)
        {
            Count++;
            return _inner.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(
            User user,
            string hashedPassword,
            string providedPassword
        )
        {
            Count++;
            return _inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}

public sealed class OpenSessionOnSqlite(SqliteApp app) : OpenSessionTests(app), IClassFixture<SqliteApp>;

public sealed class OpenSessionOnPostgres(PostgresApp app) : OpenSessionTests(app), IClassFixture<PostgresApp>;
