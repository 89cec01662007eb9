using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Tests.SystemCredentials;
using ClearSettings.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Api;

/// <summary>What a caller sends has limits, checked before it costs anything.</summary>
public abstract partial class InputLimitsTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Every_text_and_list_of_every_action_has_a_limit_that_is_answered_with_its_name()
    {
        var olga = await ClientAsync(App.Olga);
        foreach (var action in ApiActions.All(App))
        {
            var client = action.Permission == Permission.UseSystemActions ? App.System() : olga;
            foreach (
                var property in action
                    .Input.GetProperties()
                    .Where(p => p.PropertyType == typeof(string) || p.PropertyType == typeof(string[]))
            )
            {
                var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
                var limit = property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength ?? 0;
                object value =
                    property.PropertyType == typeof(string)
                        ? new string('x', Math.Max(5_000, limit + 1))
                        : Enumerable.Repeat("x", 10_001).ToArray();
                var answer = await client.CallAsync(action.Name, new Dictionary<string, object> { [name] = value });
                Assert.True(
                    answer is { Code: 400, Subcode: 12 } && answer.Message.Contains(name, StringComparison.Ordinal),
                    $"{action.Name}, {name}: {answer.Message}"
                );
            }
        }
    }

    [Fact]
    public async Task A_list_of_ids_or_names_longer_than_its_limit_is_refused_before_the_database_is_asked()
    {
        var client = await ClientAsync(App.Olga);
        var ids = Enumerable.Range(0, 20_000).Select(_ => Guid.NewGuid().ToString("N")).ToArray();
        foreach (
            var (action, body) in new (string, object)[]
            {
                ("users.get_all", new { id = ids }),
                ("users.get_all", new { order_by = Enumerable.Repeat("name", 16_000) }),
                ("permissions.get_user_groups", new { groups = ids }),
                ("permissions.delete_user_groups", new { groups = ids }),
                ("users.delete_vaults", new { vaults = ids }),
                ("users.get_vault_operations_log", new { operations = Enumerable.Repeat("create", 30_000) }),
                ("login.remove_whitelist_entries", new { emails = ids }),
                ("users.get_vaults", new { types = ids }),
            }
        )
        {
            var answer = await client.CallAsync(action, body);
            Assert.True(answer is { Code: 400, Subcode: 12 }, $"{action}: {answer.Message}");
        }
        await client.OkAsync("users.get_all", new { id = ids[..500], order_by = new[] { "name", "-created" } });
    }

    [Fact]
    public async Task A_name_pattern_is_short_and_searched_in_linear_time()
    {
        var client = await ClientAsync(App.Olga);
        foreach (
            var pattern in new[]
            {
                string.Concat(Enumerable.Repeat("[a-", 200_000)),
                string.Concat(Enumerable.Repeat("(?:", 20_000)) + string.Concat(Enumerable.Repeat("){2}", 20_000)),
                new string('(', 201),
            }
        )
            await client.RefusedAsync(400, 12, "users.get_all", new { name = pattern });
        foreach (var pattern in new[] { "(", "(?=O)", @"(a)\1", "[a-" })
            await client.RefusedAsync(400, 21, "users.get_all", new { name = pattern });
        var nested = "(((((a{99}){99}){99}){99}){99})";
        Assert.InRange((await client.CallAsync("users.get_all", new { name = nested })).Code, 200, 400);
        await App.AddAsync(new string('a', 90) + "!", MemberRole.Member);
        await client.OkAsync("users.get_all", new { name = "^(a+)+$" });
        Assert.Equal(
            "Olga Orlova",
            (await client.CallAsync("users.get_all", new { name = "^Olga O" }))
                .Ok.GetProperty("users")[0]
                .GetProperty("name")
                .GetString()
        );
    }

    [Fact]
    public async Task Dotted_names_in_a_query_or_form_have_a_few_parts()
    {
        var nobody = App.Api();
        Assert.Equal(
            "1",
            (await nobody.SendAsync(HttpMethod.Get, "/debug.ping?a.b.c=1"))
                .Ok.GetProperty("a")
                .GetProperty("b")
                .GetProperty("c")
                .GetString()
        );
        (await nobody.SendAsync(HttpMethod.Get, "/debug.ping?" + new string('.', 8_000))).IsRefused(400, 12);
        var longest = new string('n', ApiLimits.NameLength);
        (await nobody.SendAsync(HttpMethod.Get, $"/debug.ping?{longest}=1")).IsOk();
        (await nobody.SendAsync(HttpMethod.Get, $"/debug.ping?{longest}n=1")).IsRefused(400, 12);
        using var deep = Form(string.Concat(Enumerable.Repeat("a.", 40)) + "b=1");
        (await PostAsync(deep)).IsRefused(400, 12);
        using var many = Form(string.Join('&', Enumerable.Range(0, 1_100).Select(i => $"f{i}=1")));
        Assert.Equal(400, (await PostAsync(many)).Code);
        using var long1 = Form(string.Concat(Enumerable.Repeat("a.a", 100_000)) + "=1");
        Assert.Equal(400, (await PostAsync(long1)).Code);
        using var multipart = new ByteArrayContent([1, 2, 3]);
        multipart.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
        Assert.Equal(400, (await PostAsync(multipart)).Code);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task A_body_without_an_announced_length_is_not_read_past_its_limit(string type)
    {
        using var body = new EndlessStream(ApiLimits.Bytes * 20L);
        using var content = new StreamContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        (await PostAsync(content)).IsRefused(413, 0);
        Assert.True(body.Sent <= ApiLimits.Bytes + 512 * 1024, $"{body.Sent} bytes were read.");
    }

    [Fact]
    public async Task A_body_of_many_values_is_refused_and_an_announced_length_decides_before_reading()
    {
        var client = await ClientAsync(App.Olga);
        await client.RefusedAsync(
            400,
            12,
            "users.get_all",
            $"{{\"unknown\": [{string.Join(',', Enumerable.Repeat("[]", 100_000))}]}}"
        );
        (
            await client.CallAsync(
                "users.get_all",
                $"{{{string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"f{i}\": 1"))}}}"
            )
        ).IsRefused(400, 12);
        await client.RefusedAsync(413, 0, "auth.login", new { padding = new string('x', 2 * ApiLimits.Bytes) });
    }

    [Fact]
    public async Task A_preference_path_has_a_limited_depth()
    {
        var client = await ClientAsync(await App.AddAsync("Nina New", MemberRole.Member));
        foreach (var parts in new[] { 40_000, 70, UserPreferences.MaxDepth + 1 })
        {
            var path = string.Join('.', Enumerable.Repeat("a", parts));
            await client.RefusedAsync(
                400,
                305,
                "users.set_preferences",
                new { preferences = new Dictionary<string, int> { [path] = 1 } }
            );
        }
        await client.RefusedAsync(400, 305, "users.set_preferences", $"{{\"preferences\": {{\"a\": {Nested(26)}}}}}");
        var deepest = string.Join('.', Enumerable.Repeat("a", UserPreferences.MaxDepth));
        await client.OkAsync(
            "users.set_preferences",
            new { preferences = new Dictionary<string, int> { [deepest] = 1 } }
        );
        await client.OkAsync("users.get_preferences");
    }

    [Fact]
    public async Task Preferences_that_an_earlier_version_stored_too_deep_can_be_read_and_replaced()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var client = await ClientAsync(nina);
        await App.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == nina.Id)
                    .ExecuteUpdateAsync(u =>
                        u.SetProperty(x => x.Preferences, $"{{\"deep\": {Nested(70)}, \"kept\": 1}}")
                    )
        );
        Assert.Equal(
            1,
            (await client.CallAsync("users.get_preferences"))
                .Ok.GetProperty("preferences")
                .GetProperty("kept")
                .GetInt32()
        );
        Assert.Equal(
            "2",
            (await client.CallAsync("users.set_preferences", new { preferences = new { deep = 2 } }))
                .Ok.GetProperty("fields")
                .GetProperty("preferences")
                .GetProperty("deep")
                .GetRawText()
        );
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private static StringContent Form(string text) => new(text, Encoding.ASCII, "application/x-www-form-urlencoded");

    private async Task<ApiReply> PostAsync(HttpContent content) =>
        await ApiReply.ReadAsync(await App.Client().PostAsync("/debug.ping", content));

    private async Task<ApiClient> ClientAsync(Person person) => App.Api(await App.KeyAsync(person));
}

public sealed partial class InputLimitsOnSqlite(SqliteApp app) : InputLimitsTests(app), IClassFixture<SqliteApp>;
