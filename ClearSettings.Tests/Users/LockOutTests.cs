using System.Net;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract class LockOutTests(TestApp app) : AppTests(app)
{
    /// <summary>Counts comparisons and new hashes.</summary>
    public sealed class CountingHasher : IPasswordHasher<User>
    {
        private readonly PasswordHasher<User> _inner = new(
            Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 10 })
        );
        private int _checks;
        private int _hashes;

        public int Checks => _checks;

        public int Hashes => _hashes;

        public string HashPassword(User user, string password)
        {
            Interlocked.Increment(ref _hashes);
            return _inner.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(
            User user,
            string hashedPassword,
            string providedPassword
        )
        {
            Interlocked.Increment(ref _checks);
            return _inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hundred_wrong_passwords_at_once_cost_at_most_ten_comparisons(bool known)
    {
        var hasher = new CountingHasher();
        await using var server = await ServerAsync(hasher);
        var form = await GuessAsync(server, known ? server.Mia.Email : "nobody@example.com");
        var pages = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => form.PressAsync("Sign in")));
        Assert.All(pages, p => Assert.Equal(422, p.Status));
        Assert.InRange(hasher.Checks, 1, 10);
        Assert.Contains(pages, p => p.Problems.StartsWith("Too many failed attempts.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_locked_person_gets_in_from_a_known_browser_and_no_one_else_from_a_new_one()
    {
        await using var server = await App.AnotherAsync();
        var known = await server.SignedInAsync(server.Mia);
        await (await known.GetAsync("/settings/profile")).PressAsync("Sign out");
        var guess = await GuessAsync(server, server.Mia.Email);
        for (var i = 0; i < 11; i++)
            await guess.PressAsync("Sign in");
        var stranger = await (await GuessAsync(server, server.Mia.Email))
            .Fill("Password", Person.Password)
            .PressAsync("Sign in");
        Assert.StartsWith("Too many failed attempts.", stranger.Problems);
        var page = await (await known.GetAsync("/sign-in"))
            .Fill("Email", server.Mia.Email)
            .Fill("Password", Person.Password)
            .PressAsync("Sign in");
        Assert.Equal("/settings/workspaces", page.Path);
    }

    [Fact]
    public async Task Another_persons_known_browser_does_not_count()
    {
        await using var server = await App.AnotherAsync();
        var guess = await GuessAsync(server, server.Mia.Email);
        for (var i = 0; i < 11; i++)
            await guess.PressAsync("Sign in");
        var eves = await server.SignedInAsync(server.Eve);
        await (await eves.GetAsync("/settings/profile")).PressAsync("Sign out");
        var page = await (await eves.GetAsync("/sign-in"))
            .Fill("Email", server.Mia.Email)
            .Fill("Password", Person.Password)
            .PressAsync("Sign in");
        Assert.StartsWith("Too many failed attempts.", page.Problems);
    }

    [Fact]
    public async Task A_known_browser_has_ten_tries_of_its_own()
    {
        var hasher = new CountingHasher();
        await using var server = await ServerAsync(hasher);
        var known = await server.SignedInAsync(server.Mia);
        await (await known.GetAsync("/settings/profile")).PressAsync("Sign out");
        var before = hasher.Checks;
        var form = (await known.GetAsync("/sign-in")).Fill("Email", server.Mia.Email).Fill("Password", "wrong");
        for (var i = 0; i < 20; i++)
            await form.PressAsync("Sign in");
        Assert.Equal(10, hasher.Checks - before);
    }

    [Fact]
    public async Task The_lock_ends_by_itself_and_grows_with_every_further_failure()
    {
        await using var server = await App.AnotherAsync();
        var guess = await GuessAsync(server, server.Mia.Email);
        for (var i = 0; i < 10; i++)
            Assert.DoesNotContain("Too many", (await guess.PressAsync("Sign in")).Problems, StringComparison.Ordinal);
        Assert.StartsWith("Too many failed attempts.", (await guess.PressAsync("Sign in")).Problems);
        server.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.DoesNotContain("Too many", (await guess.PressAsync("Sign in")).Problems, StringComparison.Ordinal);
        server.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.StartsWith("Too many failed attempts.", (await guess.PressAsync("Sign in")).Problems);
        server.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(
            "/settings/workspaces",
            (await guess.Fill("Password", Person.Password).PressAsync("Sign in")).Path
        );
    }

    [Fact]
    public async Task The_right_password_forgets_the_failures()
    {
        await using var server = await App.AnotherAsync();
        var guess = await GuessAsync(server, server.Mia.Email);
        for (var i = 0; i < 9; i++)
            await guess.PressAsync("Sign in");
        Assert.Equal(9, await server.DbAsync(null, db => db.FailedSignIns.Select(f => f.Count).SingleAsync()));
        await server.SignedInAsync(server.Mia);
        Assert.Equal(0, await server.DbAsync(null, db => db.FailedSignIns.Select(f => f.Count).SingleAsync()));
    }

    [Fact]
    public async Task An_unknown_email_costs_a_comparison_too()
    {
        var hasher = new CountingHasher();
        await using var server = await ServerAsync(hasher);
        await (await GuessAsync(server, "nobody@example.com")).PressAsync("Sign in");
        Assert.Equal(1, hasher.Checks);
        await (await GuessAsync(server, "not an address")).PressAsync("Sign in");
        Assert.Equal(2, hasher.Checks);
    }

    [Fact]
    public async Task A_megabyte_of_password_is_cut_before_it_is_hashed()
    {
        var page = await (await GuessAsync(App, App.Mia.Email))
            .Fill("Password", new string('x', 900_000))
            .PressAsync("Sign in");
        Assert.Equal(422, page.Status);
    }

    private Task<TestApp> ServerAsync(CountingHasher hasher) =>
        App.AnotherAsync(replace: s => s.AddSingleton<IPasswordHasher<User>>(hasher));

    private static async Task<Page> GuessAsync(TestApp server, string email) =>
        (await server.Browser(IPAddress.Parse("203.0.113.66")).GetAsync("/sign-in"))
            .Fill("Email", email)
            .Fill("Password", "wrong guess");
}

public sealed class LockOutOnSqlite(SqliteApp app) : LockOutTests(app), IClassFixture<SqliteApp>;

public sealed class LockOutOnPostgres(PostgresApp app) : LockOutTests(app), IClassFixture<PostgresApp>;
