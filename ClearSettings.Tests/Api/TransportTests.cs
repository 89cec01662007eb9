using System.Net;
using System.Text;
using System.Text.Json;

namespace ClearSettings.Tests.Api;

public abstract class TransportTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Every_method_version_and_prefix_gets_the_same_answer()
    {
        var client = await ClientAsync();
        var expected = await client.OkTextAsync("users.get_current_user");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Put })
        foreach (var version in new[] { "", "/v2.5", "/v2.23", "/v999.0" })
        foreach (var prefix in new[] { "", "/api" })
        foreach (var slash in new[] { "", "/" })
        {
            var answer = await client.SendAsync(method, $"{prefix}{version}/users.get_current_user{slash}");
            Assert.Equal(expected, answer.Ok.GetRawText());
            Assert.Equal(
                version.Length == 0 ? "2.34" : version[2..],
                answer.Meta.GetProperty("endpoint").GetProperty("requested_version").GetString()
            );
        }
    }

    [Fact]
    public async Task The_envelope_has_the_types_that_clients_insist_on()
    {
        var meta = (await (await ClientAsync()).CallAsync("v2.5/users.get_current_user")).Meta;
        Assert.Matches("^[0-9a-f]{32}$", meta.GetProperty("id").GetString());
        Assert.Equal(meta.GetProperty("id").GetString(), meta.GetProperty("trx").GetString());
        Assert.Equal(
            """{"name":"users.get_current_user","requested_version":"2.5","actual_version":"1.0"}""",
            meta.GetProperty("endpoint").GetRawText()
        );
        Assert.Equal(
            (200, 0, "OK"),
            (
                meta.GetProperty("result_code").GetInt32(),
                meta.GetProperty("result_subcode").GetInt32(),
                meta.GetProperty("result_msg").GetString()
            )
        );
        Assert.Equal(JsonValueKind.Null, meta.GetProperty("error_stack").ValueKind);
        Assert.Equal("{}", meta.GetProperty("error_data").GetRawText());
    }

    [Theory]
    [InlineData("X-ClearML-Trx")]
    [InlineData("X-Trains-Trx")]
    public async Task The_transaction_id_is_echoed(string header) =>
        Assert.Equal(
            "my-transaction",
            (await App.Api().CallAsync("debug.ping", null, (header, "my-transaction")))
                .Meta.GetProperty("trx")
                .GetString()
        );

    [Fact]
    public async Task An_empty_body_with_a_json_type_is_fine_by_get_and_by_post()
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
            (await (await ClientAsync()).SendAsync(method, "/auth.create_credentials", "")).IsOk();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"method": "get"}""")]
    [InlineData("""{"method": "get", "unknown": {"deep": [1, null]}, "expiration_sec": null}""")]
    public async Task Null_and_unknown_members_are_ignored(string body) =>
        Assert.NotEmpty(
            (await (await ClientAsync()).CallAsync("auth.login", body)).Ok.GetProperty("token").GetString()!
        );

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{'a': 1}")]
    [InlineData("""{"expiration_sec": 60, "expiration_sec": 70}""")]
    [InlineData("\0")]
    public async Task What_is_no_json_object_gets_400(string body) =>
        await (await ClientAsync()).RefusedAsync(400, 0, "auth.login", body);

    [Fact]
    public async Task Json_nested_a_thousand_levels_gets_400() =>
        await (await ClientAsync()).RefusedAsync(
            400,
            0,
            "auth.login",
            $"{{\"a\":{new string('[', 1000)}{new string(']', 1000)}}}"
        );

    [Fact]
    public async Task A_body_is_json_whatever_its_type_says_and_a_form_is_a_form()
    {
        var http = App.Client();
        foreach (var type in new[] { "text/plain", "application/octet-stream" })
        {
            using var content = new StringContent("""{"hello": "there"}""", Encoding.UTF8, type);
            Assert.Equal(
                "there",
                (await ApiReply.ReadAsync(await http.PostAsync("/debug.ping", content)))
                    .Ok.GetProperty("hello")
                    .GetString()
            );
        }
        using var form = new FormUrlEncodedContent([new("hello", "you"), new("deep.er", "1")]);
        var data = (await ApiReply.ReadAsync(await http.PostAsync("/debug.ping", form))).Ok;
        Assert.Equal(
            ("you", "1"),
            (data.GetProperty("hello").GetString(), data.GetProperty("deep").GetProperty("er").GetString())
        );
    }

    [Fact]
    public async Task The_query_wins_over_the_body_and_repeated_names_make_a_list()
    {
        var data = (
            await App.Api()
                .SendAsync(
                    HttpMethod.Get,
                    "/debug.ping?a=query&types=config&types=config&one[]=x",
                    new { a = "body", b = "kept" }
                )
        ).Ok;
        Assert.Equal(("query", "kept"), (data.GetProperty("a").GetString(), data.GetProperty("b").GetString()));
        Assert.Equal("""["config","config"]""", data.GetProperty("types").GetRawText());
        Assert.Equal("""["x"]""", data.GetProperty("one").GetRawText());
    }

    [Fact]
    public async Task A_megabyte_is_read_and_more_gets_413()
    {
        var client = await ClientAsync();
        await client.OkAsync("auth.login", new { padding = new string('x', 1_000_000) });
        await client.RefusedAsync(413, 0, "auth.login", new { padding = new string('x', 1_100_000) });
    }

    [Fact]
    public async Task A_compressed_body_gets_415()
    {
        using var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentEncoding.Add("gzip");
        (await ApiReply.ReadAsync(await App.Client().PostAsync("/debug.ping", content))).IsRefused(415, 0);
    }

    [Theory]
    [InlineData("/no_such.action", 404, 0)]
    [InlineData("/api/no_such.action", 404, 0)]
    [InlineData("/v2.5/auth.no_such", 404, 0)]
    [InlineData("/v2/auth.login", 400, 2)]
    [InlineData("/api/v2.x/auth.login", 400, 2)]
    [InlineData("/api/v2.1.3/debug.ping", 400, 2)]
    [InlineData("/api", 400, 0)]
    [InlineData("/api/", 400, 0)]
    [InlineData("/api/settings/profile", 400, 0)]
    [InlineData("/api/..%2f..%2fetc.passwd", 400, 0)]
    public async Task An_address_that_is_no_action_is_answered_in_the_envelope(string url, int code, int subcode) =>
        (await (await ClientAsync()).SendAsync(HttpMethod.Get, url)).IsRefused(code, subcode);

    [Theory]
    [InlineData("/")]
    [InlineData("/settings/profile")]
    [InlineData("/sign-in")]
    [InlineData("/assets/site.css")]
    public async Task The_api_port_has_the_api_alone(string path)
    {
        var answer = await new ApiClient(App.Client(port: 8008)).SendAsync(HttpMethod.Get, path);
        Assert.InRange(answer.Code, 400, 404);
        (await new ApiClient(App.Client(port: 8008)).SendAsync(HttpMethod.Get, "/api/debug.ping")).IsOk();
    }

    [Fact]
    public async Task Options_succeeds_for_everyone_and_any_origin_may_ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v2.5/auth.login");
        request.Headers.Add("Origin", "https://notebook.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-clearml-client");
        var response = await App.Client().SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("authorization", response.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.Equal(
            HttpStatusCode.OK,
            (await App.Client().SendAsync(new(HttpMethod.Options, "/api/no_such.action"))).StatusCode
        );
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Pages_are_not_open_to_other_origins()
    {
        var response = await App.Browser()
            .FetchAsync(HttpMethod.Get, "/sign-in", null, ("Origin", "https://evil.example"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_bug_is_answered_in_the_envelope_without_its_text()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Olga));
        await client.LoginAsync();
        await server.DbAsync(
            null,
            db =>
                Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                    db.Database,
                    "drop table credential_uses"
                )
        );
        await server.DbAsync(
            null,
            db =>
                Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                    db.Database,
                    "alter table credentials rename to gone"
                )
        );
        var answer = await client.CallAsync("auth.get_credentials");
        answer.IsRefused(500, 0);
        Assert.Matches("^General server error \\(request [^ ]+\\)$", answer.Message);
        Assert.Contains(server.Log.Errors, e => e.Contains("auth.get_credentials failed", StringComparison.Ordinal));
    }

    private async Task<ApiClient> ClientAsync() =>
        App.Api(await App.KeyAsync(await App.AddAsync("Nina New", Domain.MemberRole.Member)));
}

public sealed class TransportOnSqlite(SqliteApp app) : TransportTests(app), IClassFixture<SqliteApp>;
