using ClearSettings.Domain;

namespace ClearSettings.Tests.Users.Preferences;

public abstract class PreferencesTests(TestApp app) : AppTests(app)
{
    [Theory]
    [InlineData("{}", """{"a": 1}""", """{"a":1}""")]
    [InlineData("""{"a": {"b": 1, "c": 2}}""", """{"a.b": 3}""", """{"a":{"b":3,"c":2}}""")]
    [InlineData("""{"a": {"b": 1}}""", """{"a": {"c": 2}}""", """{"a":{"c":2}}""")]
    [InlineData("""{"a": {"b": 1}}""", """{"a": {"c": null}}""", """{"a":{"c":null}}""")]
    [InlineData("{}", """{"x.y.z": [1, {"k": "v"}]}""", """{"x":{"y":{"z":[1,{"k":"v"}]}}}""")]
    [InlineData("{}", """{"x.0": "zero"}""", """{"x":{"0":"zero"}}""")]
    [InlineData("""{"x": [1, 2]}""", """{"x.0": "zero"}""", """{"x":["zero",2]}""")]
    [InlineData("{}", """{"a--DOT--b": true}""", """{"a--DOT--b":true}""")]
    public async Task A_value_replaces_what_is_at_its_path(string before, string change, string after)
    {
        var client = await ClientAsync();
        await client.OkAsync("users.set_preferences", $$"""{"preferences": {{before}}}""");
        var answer = await client.CallAsync(
            "users.set_preferences",
            $$"""{"preferences": {{change}}, "method": "get"}"""
        );
        Assert.Equal($$$"""{"updated":1,"fields":{"preferences":{{{after}}}}}""", answer.Ok.GetRawText());
        Assert.Equal($$"""{"preferences":{{after}}}""", await client.OkTextAsync("users.get_preferences"));
    }

    [Theory]
    [InlineData("""{"$a": 1}""", 16)]
    [InlineData("""{"a.$b": 1}""", 16)]
    [InlineData("""{"a": {"$b": 1}}""", 16)]
    [InlineData("""{"a": {"b.c": 1}}""", 16)]
    [InlineData("""{"a": [{"b.c": 1}]}""", 16)]
    [InlineData("""{"a..b": 1}""", 305)]
    [InlineData("""{"": 1}""", 305)]
    [InlineData("""{".a": 1}""", 305)]
    [InlineData("""{"text.b": 1}""", 305)]
    [InlineData("""{"list.7": 1}""", 305)]
    [InlineData("""{"list.x": 1}""", 305)]
    public async Task A_key_or_path_that_breaks_a_rule_is_refused_and_nothing_changes(string change, int subcode)
    {
        var client = await ClientAsync();
        await client.OkAsync(
            "users.set_preferences",
            """{"preferences": {"text": "x", "list": [1], "nothing": null}}"""
        );
        await client.RefusedAsync(
            400,
            subcode,
            "users.set_preferences",
            $$"""{"preferences": {{change.Replace("{\"", "{\"fine\": 1, \"", StringComparison.Ordinal)}}}"""
        );
        Assert.Equal(
            """{"preferences":{"text":"x","list":[1],"nothing":null}}""",
            await client.OkTextAsync("users.get_preferences")
        );
    }

    [Fact]
    public async Task A_new_user_has_an_empty_object_and_no_change_is_told_as_none()
    {
        var client = await ClientAsync();
        Assert.Equal("""{"preferences":{}}""", await client.OkTextAsync("users.get_preferences"));
        await client.OkAsync("users.set_preferences", """{"preferences": {"a": {"b": 1}}}""");
        foreach (var same in new[] { """{"a.b": 1}""", """{"a": {"b": 1}}""", "{}" })
            Assert.Equal(
                """{"updated":0,"fields":{}}""",
                await client.OkTextAsync("users.set_preferences", $$"""{"preferences": {{same}}}""")
            );
    }

    [Theory]
    [InlineData("false")]
    [InlineData("\"false\"")]
    public async Task The_new_tree_is_left_out_on_request(string no) =>
        Assert.Equal(
            """{"updated":1,"fields":{}}""",
            await (await ClientAsync()).OkTextAsync(
                "users.set_preferences",
                $$"""{"preferences": {"a": 1}, "return_updated": {{no}}}"""
            )
        );

    [Theory]
    [InlineData("{}", 11)]
    [InlineData("""{"preferences": null}""", 11)]
    [InlineData("""{"preferences": []}""", 12)]
    [InlineData("""{"preferences": "text"}""", 12)]
    public async Task Preferences_must_be_an_object(string body, int subcode) =>
        await (await ClientAsync()).RefusedAsync(400, subcode, "users.set_preferences", body);

    [Fact]
    public async Task A_tree_larger_than_its_limit_is_refused() =>
        await (await ClientAsync()).RefusedAsync(
            400,
            305,
            "users.set_preferences",
            new { preferences = new { big = new string('x', 300_000) } }
        );

    [Fact]
    public async Task Changes_at_once_are_all_kept()
    {
        var client = await ClientAsync();
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i => client.CallAsync("users.set_preferences", $$$"""{"preferences": {"k{{{i}}}": {{{i}}}}}"""))
        );
        Assert.Equal(
            4,
            (await client.CallAsync("users.get_preferences")).Ok.GetProperty("preferences").EnumerateObject().Count()
        );
    }

    private async Task<ApiClient> ClientAsync() =>
        App.Api(await App.KeyAsync(await App.AddAsync("Nina New", MemberRole.Member)));
}

public sealed class PreferencesOnSqlite(SqliteApp app) : PreferencesTests(app), IClassFixture<SqliteApp>;

public sealed class PreferencesOnPostgres(PostgresApp app) : PreferencesTests(app), IClassFixture<PostgresApp>;
