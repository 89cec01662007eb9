using System.Net;
using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Users;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract class SignInEnumerationTests(TestApp app) : AppTests(app)
{
    private const string Commands = "Microsoft.EntityFrameworkCore.Database.Command";

    /// <summary>What a stranger can see of one attempt, and the work that it costs.</summary>
    private sealed record Attempt(int Status, string Body, string Headers, int Checks, int Hashes, string Sql);

    [Fact]
    public async Task Fifteen_attempts_look_and_cost_the_same_for_addresses_with_and_without_an_account()
    {
        var hasher = new LockOutTests.CountingHasher();
        await using var server = await ServerAsync(hasher);
        var withoutPassword = await server.AddAsync("No Password", MemberRole.Member);
        await server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == withoutPassword.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, (string?)null))
        );
        var unknown = await AttemptsAsync(server, hasher, $"{Guid.NewGuid():N}@example.com", 15);
        var known = await AttemptsAsync(server, hasher, server.Mia.Email, 15);
        Assert.Equal(unknown, known);
        Assert.Equal(unknown, await AttemptsAsync(server, hasher, withoutPassword.Email, 15));
        Assert.All(known[..10], a => Assert.Equal((422, 1, 0), (a.Status, a.Checks, a.Hashes)));
        Assert.All(known[10..], a => Assert.Equal((422, 0, 0), (a.Status, a.Checks, a.Hashes)));
        Assert.DoesNotContain("Too many failed attempts", known[9].Body, StringComparison.Ordinal);
        Assert.Contains("Too many failed attempts", known[10].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_cookie_of_another_person_shows_nothing_either()
    {
        var hasher = new LockOutTests.CountingHasher();
        await using var server = await ServerAsync(hasher);
        var device = (await server.SignedInAsync(server.Eve)).Cookies["clearsettings-device"];
        var unknown = await AttemptsAsync(server, hasher, $"{Guid.NewGuid():N}@example.com", 12, device);
        Assert.Equal(unknown, await AttemptsAsync(server, hasher, server.Mia.Email, 12, device));
    }

    [Fact]
    public async Task A_service_account_looks_like_any_text_that_is_no_address()
    {
        var hasher = new LockOutTests.CountingHasher();
        await using var server = await ServerAsync(hasher);
        var bot = await server.BotAsync(server.Olga);
        var unknown = await AttemptsAsync(server, hasher, $"service-account:{Guid.NewGuid():N}", 12);
        Assert.Equal(unknown, await AttemptsAsync(server, hasher, $"service-account:{bot.Id:N}", 12));
    }

    [Fact]
    public async Task The_lock_of_an_unknown_address_ends_after_a_minute_too()
    {
        var hasher = new LockOutTests.CountingHasher();
        await using var server = await ServerAsync(hasher);
        var unknown = $"{Guid.NewGuid():N}@example.com";
        await AttemptsAsync(server, hasher, unknown, 11);
        server.Time.Advance(TimeSpan.FromSeconds(61));
        var attempts = await AttemptsAsync(server, hasher, unknown, 2);
        Assert.Equal([1, 0], attempts.Select(a => a.Checks));
    }

    [Fact]
    public async Task A_wrong_password_for_an_account_appears_in_the_audit_log()
    {
        await using var server = await App.AnotherAsync();
        await (await FormAsync(server, server.Mia.Email)).PressAsync("Sign in");
        while (!await server.DbAsync(server.Olga, db => db.AuditEvents.AnyAsync(e => e.Kind == AuditKind.SignInFailed)))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        var entry = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.SingleAsync(e => e.Kind == AuditKind.SignInFailed)
        );
        Assert.Equal((server.Mia.Id, "203.0.113.66", RequestSource.Page), (entry.ActorId, entry.Address, entry.Source));
        Assert.NotEqual("", entry.RequestId);
    }

    [Fact]
    public async Task Failures_are_forgotten_after_a_day_and_the_newest_are_kept_up_to_a_limit()
    {
        await using var server = await App.AnotherAsync();
        Task<int> CountAsync() => server.DbAsync(null, db => db.FailedSignIns.CountAsync());
        for (var i = 0; i < 5; i++)
            await (await FormAsync(server, $"nobody{i}@example.com")).PressAsync("Sign in");
        Assert.Equal(5, await CountAsync());
        var sweep = server.Services.GetRequiredService<ExpiredRowCleanup>();
        server.Services.GetRequiredService<FailedSignInRetention>().MaxRows = 3;
        await sweep.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, await CountAsync());
        server.Time.Advance(TimeSpan.FromHours(25));
        await sweep.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task No_address_that_was_typed_can_be_read_from_the_database()
    {
        await using var server = await App.AnotherAsync();
        await (await FormAsync(server, "secret-love@example.com")).PressAsync("Sign in");
        Assert.DoesNotContain("secret-love", await server.DbAsync(null, Tables.ReadAsync), StringComparison.Ordinal);
    }

    private async Task<TestApp> ServerAsync(LockOutTests.CountingHasher hasher)
    {
        var server = await App.AnotherAsync(
            settings: [$"--Logging:LogLevel:{Commands}=Information"],
            replace: s => s.AddSingleton<IPasswordHasher<User>>(hasher)
        );
        // Its writes come after the answer; without them every statement that remains is one that a stranger waits for.
        await server.Services.GetRequiredService<FailedSignInRecorder>().StopAsync(CancellationToken.None);
        await (await FormAsync(server, "first@example.com")).PressAsync("Sign in");
        return server;
    }

    private static async Task<List<Attempt>> AttemptsAsync(
        TestApp server,
        LockOutTests.CountingHasher hasher,
        string email,
        int count,
        string? device = null
    )
    {
        List<Attempt> attempts = [];
        var form = await FormAsync(server, email, device);
        for (var i = 0; i < count; i++)
        {
            var (checks, hashes, before) = (hasher.Checks, hasher.Hashes, Sql(server).Count);
            var page = await form.PressAsync("Sign in");
            attempts.Add(
                new(
                    page.Status,
                    Body(page, email),
                    Headers(page),
                    hasher.Checks - checks,
                    hasher.Hashes - hashes,
                    string.Join('\n', Sql(server).Skip(before))
                )
            );
        }
        return attempts;
    }

    // Without the address and the antiforgery token.
    private static string Body(Page page, string email) =>
        Regex.Replace(
            page.Html.Replace(WebUtility.HtmlEncode(email), "EMAIL", StringComparison.Ordinal),
            "(__RequestVerificationToken\"[^>]*value=\")[^\"]*",
            "$1TOKEN"
        );

    private static string Headers(Page page) =>
        string.Join(
            '\n',
            page.Response.Headers.Concat(page.Response.Content.Headers)
                .Select(h => $"{h.Key}: {string.Join(',', h.Value)}")
                .Order(StringComparer.Ordinal)
        );

    // Without times and parameters.
    private static List<string> Sql(TestApp server) =>
        [
            .. server
                .Log.Text.Split(Commands + ": ")
                .Skip(1)
                .Where(e => e.StartsWith("Executed", StringComparison.Ordinal))
                .Select(e => e[e.IndexOf('\n', StringComparison.Ordinal)..].Trim()),
        ];

    private static async Task<Page> FormAsync(TestApp server, string email, string? device = null)
    {
        var browser = server.Browser(IPAddress.Parse("203.0.113.66"));
        if (device is not null)
            browser.Cookies["clearsettings-device"] = device;
        return (await browser.GetAsync("/sign-in")).Tamper("Email", email).Fill("Password", "wrong guess");
    }
}

public sealed class SignInEnumerationOnSqlite(SqliteApp app) : SignInEnumerationTests(app), IClassFixture<SqliteApp>;
