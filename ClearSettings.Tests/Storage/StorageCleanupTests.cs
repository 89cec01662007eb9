using System.Text;
using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Storage;

/// <summary>Storage cleanup credentials through the API.</summary>
public sealed class StorageCleanupTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    private const string Settings = """
        {
          "aws": {
            "key": "AKIA1", "secret": "walrus-tin-9", "region": "eu-west-1", "token": "otter",
            "use_credentials_chain": false,
            "buckets": [
              {"bucket": "photos", "subdir": "tasks", "host": "minio:9000", "key": "AKIA2", "secret": "lamp",
               "secure": false, "verify": false, "multipart": false, "acl": "private"},
              {"bucket": "charts", "use_credentials_chain": true}
            ]
          },
          "google": {
            "project": "research", "credentials_json": "{\"type\": \"service_account\"}",
            "buckets": [{"bucket": "models", "project": "other", "credentials_json": "{\"a\": 1}"}]
          },
          "azure": {"containers": [{"account_name": "acc", "account_key": "d2FscnVz", "container_name": "box"}]}
        }
        """;

    [Fact]
    public async Task What_is_set_is_returned_and_each_kind_is_replaced_or_reset_alone()
    {
        await using var server = await App.AnotherAsync();
        var olga = server.Api(await server.KeyAsync(server.Olga));
        Assert.Equal("{}", (await olga.OkAsync("storage.get_settings")).GetProperty("settings").GetRawText());
        await olga.OkAsync("storage.set_settings", Settings);
        var read = (await olga.OkAsync("storage.get_settings")).GetProperty("settings");
        Assert.True(read.TryGetProperty("last_update", out _));
        AssertAws(read.GetProperty("aws"));
        Assert.Equal("""{"a": 1}""", Text(read.GetProperty("google").GetProperty("buckets")[0], "credentials_json"));
        Assert.Equal("d2FscnVz", Text(read.GetProperty("azure").GetProperty("containers")[0], "account_key"));
        await olga.OkAsync("storage.set_settings", """{"google": {"buckets": []}}""");
        await olga.OkAsync("storage.reset_settings", """{"keys": ["azure"]}""");
        read = (await olga.OkAsync("storage.get_settings")).GetProperty("settings");
        Assert.Equal(["last_update", "aws"], read.EnumerateObject().Select(p => p.Name));
    }

    private static void AssertAws(JsonElement aws)
    {
        Assert.Equal(
            ("AKIA1", "walrus-tin-9", "eu-west-1", "otter"),
            (Text(aws, "key"), Text(aws, "secret"), Text(aws, "region"), Text(aws, "token"))
        );
        var photos = aws.GetProperty("buckets")[0];
        Assert.Equal(
            ("photos", "tasks", "minio:9000", "AKIA2", "lamp", "private"),
            (
                Text(photos, "bucket"),
                Text(photos, "subdir"),
                Text(photos, "host"),
                Text(photos, "key"),
                Text(photos, "secret"),
                Text(photos, "acl")
            )
        );
        Assert.All(["secure", "verify", "multipart"], name => Assert.False(photos.GetProperty(name).GetBoolean()));
        Assert.True(aws.GetProperty("buckets")[1].GetProperty("use_credentials_chain").GetBoolean());
    }

    [Fact]
    public async Task Only_administrators_and_service_accounts_with_the_permission_read_them()
    {
        await using var server = await App.AnotherAsync();
        await server.Api(await server.KeyAsync(server.Olga)).OkAsync("storage.set_settings", Settings);
        var bot = await server.BotAsync(server.Olga);
        var client = server.Api(bot.Key);
        await client.RefusedAsync(403, 20, "storage.get_settings");
        var granted = await server.RunAsync(
            server.Olga,
            (ChangeServiceAccount c) =>
                c.RunAsync(bot.Id, new() { GrantedPermissions = [Permission.ReadStorageCleanup] })
        );
        Assert.True(granted.Ok);
        var read = (await client.OkAsync("storage.get_settings")).GetProperty("settings");
        Assert.Equal("walrus-tin-9", Text(read.GetProperty("aws"), "secret"));
        await client.RefusedAsync(403, 20, "storage.set_settings", Settings);
        var eve = server.Api(await server.KeyAsync(server.Eve));
        Assert.Equal("{}", (await eve.OkAsync("storage.get_settings")).GetProperty("settings").GetRawText());
    }

    [Theory]
    [InlineData("""{}""", 11)]
    [InlineData("""{"aws": {"buckets": [{"key": "AKIA", "secret": "x"}]}}""", 12)]
    [InlineData("""{"aws": {"key": "AKIA"}}""", 12)]
    [InlineData("""{"aws": {"buckets": [{"bucket": "<b>", "key": "AKIA", "secret": "x"}]}}""", 12)]
    [InlineData("""{"aws": {"buckets": [{"bucket": "b", "key": "A", "secret": "x", "host": "a@b"}]}}""", 12)]
    [InlineData("""{"google": {"project": "p", "credentials_json": "no json"}}""", 12)]
    [InlineData("""{"azure": {"containers": [{"account_name": "acc"}]}}""", 12)]
    public async Task What_cannot_be_used_is_refused(string settings, int subcode)
    {
        var adam = App.Api(await App.KeyAsync(App.Adam));
        await adam.RefusedAsync(400, subcode, "storage.set_settings", settings);
        await adam.RefusedAsync(400, 12, "storage.reset_settings", """{"keys": ["oracle"]}""");
    }

    [Fact]
    public async Task They_are_encrypted_and_changes_are_in_the_audit_log_without_secrets()
    {
        await using var server = await App.AnotherAsync();
        await server.Api(await server.KeyAsync(server.Adam)).OkAsync("storage.set_settings", Settings);
        var content = await server.DbAsync(server.Adam, db => db.WorkspaceStorage.Select(s => s.Content).SingleAsync());
        Assert.DoesNotContain("walrus", Encoding.Latin1.GetString(content), StringComparison.Ordinal);
        var told = await server.DbAsync(
            server.Adam,
            db =>
                db.AuditEvents.Where(e => e.Kind == AuditKind.StorageCleanupChanged).Select(e => e.Detail).SingleAsync()
        );
        Assert.Equal("S3 AKIA1, S3 photos, S3 charts, Google research, Google models, Azure box", told);
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
