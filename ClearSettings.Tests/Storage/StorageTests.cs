using System.Text;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Storage;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Storage;

/// <summary>Rows of one's own, those of vaults, and what is signed with them.</summary>
public abstract class StorageTests(TestApp app) : AppTests(app)
{
    private const string VaultRows = """
        {"credentials": [
          {"bucket": "team", "key": "AKIA1", "secret": "walrus-tin-9", "region": "eu-west-1"},
          {"bucket": "models", "key": "GOOG1", "secret": "walrus"},
          {"bucket": "box", "host": "account.blob.core.windows.net", "secret": "sv=1&sig=abc"},
          {"bucket": "evil", "key": "AKIA1", "secret": "walrus", "host": "x; script-src *"}]}
        """;

    private static readonly string[] Audited =
    [
        AuditKind.StorageAdded,
        AuditKind.StorageChanged,
        AuditKind.StorageRevealed,
        AuditKind.StorageChanged,
        AuditKind.StorageRemoved,
    ];

    private static readonly StorageInput Photos = new()
    {
        Bucket = " photos ",
        Key = "AKIA1",
        Secret = "walrus-tin-9",
        Token = "otter-lamp-3",
        Region = "eu-west-1",
    };

    [Fact]
    public async Task Rows_are_added_changed_revealed_and_removed_and_each_is_in_the_audit_log()
    {
        var nina = await App.AddAsync("Nina", MemberRole.Member);
        Assert.True((await EditAsync(nina, e => e.AddAsync(Photos))).Ok);
        var row = Assert.Single((await ReadAsync(nina)).Own);
        Assert.Equal(("photos", "AKIA1", "walrus-tin-9"), (row.Bucket, row.Key, row.Secret!.Reveal()));
        Assert.True(
            (await EditAsync(nina, e => e.SaveAsync(row.Id, Photos with { Secret = null, Region = "auto" }))).Ok
        );
        row = Assert.Single((await ReadAsync(nina)).Own);
        Assert.Equal(("auto", "walrus-tin-9", "otter-lamp-3"), (row.Region, row.Secret!.Reveal(), row.Token!.Reveal()));
        var shown = await App.RunAsync(nina, (EditStorage e) => e.RevealAsync(row.Id));
        Assert.Equal(row, shown.Value);
        Assert.True(
            (await EditAsync(nina, e => e.SaveAsync(row.Id, Photos with { Token = null, RemoveToken = true }))).Ok
        );
        Assert.Null(Assert.Single((await ReadAsync(nina)).Own).Token);
        await RemoveAsync(nina, row.Id);
        Assert.Equal(Audited, await KindsAsync(nina));
    }

    [Fact]
    public async Task What_is_stored_is_encrypted_and_of_no_use_in_the_row_of_another_person()
    {
        var nina = await App.AddAsync("Nina", MemberRole.Member);
        var paul = await App.AddAsync("Paul", MemberRole.Member);
        await EditAsync(nina, e => e.AddAsync(Photos));
        await EditAsync(paul, e => e.AddAsync(Photos with { Bucket = "others" }));
        var content = await App.DbAsync(
            nina,
            db => db.UserStorage.Where(s => s.UserId == nina.Id).Select(s => s.Content).SingleAsync()
        );
        var text = Encoding.Latin1.GetString(content);
        Assert.All(["photos", "AKIA1", "walrus", "otter"], part => Assert.DoesNotContain(part, text));
        await App.DbAsync(
            nina,
            db =>
                db.UserStorage.Where(s => s.UserId == paul.Id)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.Content, content))
        );
        var moved = await ReadAsync(paul);
        Assert.False(moved.IsReadable);
        Assert.Empty(moved.Own);
        Assert.False((await EditAsync(paul, e => e.AddAsync(Photos))).Ok);
    }

    [Fact]
    public async Task The_row_of_another_person_does_not_exist()
    {
        var nina = await App.AddAsync("Nina", MemberRole.Member);
        await EditAsync(nina, e => e.AddAsync(Photos));
        var id = Assert.Single((await ReadAsync(nina)).Own).Id;
        var owner = App.Olga;
        Assert.Equal(Refusal.NotFound, (await EditAsync(owner, e => e.SaveAsync(id, Photos))).Refusal);
        Assert.Equal(Refusal.NotFound, (await EditAsync(owner, e => e.RemoveAsync(id))).Refusal);
        Assert.Equal(Refusal.NotFound, (await App.RunAsync(owner, (EditStorage e) => e.RevealAsync(id))).Refusal);
        Assert.Null(await App.RunAsync(owner, (StorageRows r) => r.FindAsync(id)));
        Assert.Single((await ReadAsync(nina)).Own);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("Bucket")]
    [InlineData("Key")]
    [InlineData("Kind")]
    public async Task A_stored_secret_does_not_follow_to_another_place(string changed)
    {
        var nina = await App.AddAsync("Nina", MemberRole.Member);
        await EditAsync(nina, e => e.AddAsync(Photos));
        var row = Assert.Single((await ReadAsync(nina)).Own);
        var elsewhere = changed switch
        {
            "Host" => Photos with { Host = "evil.example.com" },
            "Bucket" => Photos with { Bucket = "others" },
            "Key" => Photos with { Key = "AKIA2" },
            _ => Photos with { Kind = StorageKind.Google },
        };
        var done = await EditAsync(nina, e => e.SaveAsync(row.Id, elsewhere with { Secret = null, Token = null }));
        Assert.Equal("Secret", Assert.Single(done.Problems).Field);
        Assert.Equal(row, Assert.Single((await ReadAsync(nina)).Own));
        done = await EditAsync(nina, e => e.SaveAsync(row.Id, elsewhere with { Secret = "new", Token = null }));
        Assert.True(done.Ok);
        Assert.Null(Assert.Single((await ReadAsync(nina)).Own).Token);
    }

    [Fact]
    public async Task A_person_has_a_hundred_rows()
    {
        var nina = await App.AddAsync("Nina", MemberRole.Member);
        for (var i = 0; i < EditStorage.MaxRows; i++)
            Assert.True((await EditAsync(nina, e => e.AddAsync(Photos with { Bucket = $"photos-{i}" }))).Ok);
        var done = await EditAsync(nina, e => e.AddAsync(Photos));
        Assert.True(done.IsRefusedAs(EditStorage.TooMany));
        Assert.Equal(EditStorage.MaxRows, (await ReadAsync(nina)).Own.Count);
    }

    [Fact]
    public async Task Rows_of_vaults_for_the_caller_sign_too_and_tell_their_source()
    {
        await using var server = await App.AnotherAsync();
        await SaveVaultAsync(server, VaultRows);
        var mia = server.Api(await server.KeyAsync(server.Mia));
        var reply = await mia.OkAsync("storage.get_presigned_url", new { url = "s3://team/a.png" });
        Assert.Equal("Team storage", reply.GetProperty("source").GetString());
        Assert.StartsWith(
            "https://team.s3.eu-west-1.amazonaws.com/a.png?",
            reply.GetProperty("presigned_url").GetString(),
            StringComparison.Ordinal
        );
        Assert.StartsWith("https://storage.googleapis.com/models/", await SignAsync(mia, "gs://models/a"));
        Assert.StartsWith(
            "https://account.blob.core.windows.net/box/a?sv=1",
            await SignAsync(mia, "azure://account.blob.core.windows.net/box/a")
        );
        await mia.RefusedAsync(400, 12, "storage.get_presigned_url", new { url = "s3://evil/a.png" });
        await mia.RefusedAsync(400, 11, "storage.get_presigned_url", new { url = "" });
    }

    [Fact]
    public async Task Whoever_impersonates_a_person_cannot_sign_with_what_is_theirs()
    {
        await using var server = await App.AnotherAsync();
        Assert.True((await server.RunAsync(server.Mia, (EditStorage e) => e.AddAsync(Photos))).Ok);
        var mia = server.Api(await server.KeyAsync(server.Mia));
        Assert.NotEmpty(await SignAsync(mia, "s3://photos/a.png"));
        var bot = await server.BotAsync(server.Olga);
        var asMia = server.WithToken(await server.TokenForAsync(bot.Key, server.Mia.Id));
        await asMia.RefusedAsync(403, 20, "storage.get_presigned_url", new { url = "s3://photos/a.png" });
        var adam = server.Api(await server.KeyAsync(server.Adam));
        var acting = await adam.CallAsync(
            "storage.get_presigned_url",
            new { url = "s3://photos/a.png" },
            (ServiceAccountFixture.ActAs, server.Mia.Id.ToString("N"))
        );
        acting.IsRefused(403, 20);
    }

    private async Task RemoveAsync(Person person, Guid row)
    {
        Assert.True((await EditAsync(person, e => e.RemoveAsync(row))).Ok);
        Assert.Empty((await ReadAsync(person)).Own);
    }

    private static async Task<string> SignAsync(ApiClient client, string url) =>
        (await client.OkAsync("storage.get_presigned_url", new { url })).GetProperty("presigned_url").GetString()!;

    private static async Task SaveVaultAsync(TestApp server, string data)
    {
        var olga = server.Api(await server.KeyAsync(server.Olga));
        var vault = new
        {
            description = "Team storage",
            type = "ui",
            scope = "organization",
            format = "json",
            enabled = true,
            data,
        };
        await olga.OkAsync("users.add_or_update_vault", new { vault });
    }

    private Task<Result> EditAsync(Person person, Func<EditStorage, Task<Result>> edit) => App.RunAsync(person, edit);

    private Task<StorageRowList> ReadAsync(Person person) => App.RunAsync(person, (StorageRows r) => r.ReadAsync());

    private Task<List<string>> KindsAsync(Person person) =>
        App.DbAsync(
            person,
            db => db.AuditEvents.Where(e => e.ActorId == person.Id).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync()
        );
}

public sealed class StorageTestsOnSqlite(SqliteApp app) : StorageTests(app), IClassFixture<SqliteApp>;

public sealed class StorageTestsOnPostgres(PostgresApp app) : StorageTests(app), IClassFixture<PostgresApp>;
