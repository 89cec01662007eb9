using System.Net.Http.Headers;
using System.Text;
using ClearSettings.Domain;
using ClearSettings.Tests.SystemCredentials;

namespace ClearSettings.Tests.Api;

public abstract class TextBoundaryTests(TestApp app) : AppTests(app)
{
    public static TheoryData<string> Odd =>
        new("\0", "a\0b", "\uFFFF", "'; drop table users --", "%", "\\", "\u0007", "😀", "\u200F", new('x', 10_000));

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Odd_texts_in_any_member_get_an_answer_of_the_contract(string text)
    {
        var adam = App.Api(await App.KeyAsync(App.Adam));
        foreach (var action in ApiActions.All(App))
        {
            var client = action.Permission == Permission.UseSystemActions ? App.System() : adam;
            var body = action
                .Input.GetProperties()
                .Where(p => p.Name is not ("Members" or "FormId"))
                .ToDictionary(
                    p => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name),
                    _ => (object)text
                );
            // Adam may not delete himself; system credentials may.
            if (client == adam)
                body["user"] = App.Adam.Id.ToString("N");
            var answer = await client.CallAsync(action.Name, body);
            Assert.True(answer.Code is >= 200 and < 500, $"{action.Name}: {answer.Message}");
        }
        Assert.Empty(App.Log.Errors);
    }

    [Theory]
    [InlineData("auth.create_credentials", """{"label": "\ud83d"}""")]
    [InlineData("auth.edit_credentials", """{"access_key": "\udc00"}""")]
    [InlineData("users.get_all", """{"name": "\ud83d"}""")]
    [InlineData("users.set_preferences", """{"preferences": {"a": "\ud83d"}}""")]
    [InlineData("users.set_preferences", """{"preferences": {"\ud83d": 1}}""")]
    [InlineData("debug.ping", """{"\udc00": "\ud83d"}""")]
    public async Task Half_a_character_in_json_gets_400(string action, string body)
    {
        var answer = await App.Api(await App.KeyAsync(App.Adam)).CallAsync(action, body);
        Assert.Equal((400, "{}"), (answer.Code, answer.Data.GetRawText()));
    }

    /// <param name="bytes">Neither start nor end of a character, cut off, too long a form, half a pair.</param>
    [Theory]
    [InlineData("FF")]
    [InlineData("80")]
    [InlineData("E282")]
    [InlineData("C080")]
    [InlineData("EDA080")]
    public async Task Bytes_that_are_not_UTF_8_get_400(string bytes)
    {
        var key = await App.KeyAsync(await App.AddAsync("Nina New", MemberRole.Member));
        foreach (var (type, before, after) in Bodies)
        {
            Assert.Equal(400, await SendAsync(type, before, Convert.FromHexString(bytes), after));
            Assert.Equal(200, await SendAsync(type, before, "ü"u8.ToArray(), after));
            Assert.Equal(
                "{\"a\":\"ü\"}",
                System.Text.RegularExpressions.Regex.Unescape(
                    (await App.Api(key).CallAsync("users.get_preferences")).Ok.GetProperty("preferences").GetRawText()
                )
            );
        }

        async Task<int> SendAsync(string type, string before, byte[] value, string after)
        {
            using var content = new ByteArrayContent([
                .. Encoding.ASCII.GetBytes(before),
                .. value,
                .. Encoding.ASCII.GetBytes(after),
            ]);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/users.set_preferences") { Content = content };
            request.Headers.TryAddWithoutValidation("Authorization", App.Api(key).Authorization);
            return (await ApiReply.ReadAsync(await App.Client(port: 8008).SendAsync(request))).Code;
        }
    }

    // Content type, and what stands before and after the value.
    private static readonly (string Type, string Before, string After)[] Bodies =
    [
        ("application/json", "{\"preferences\": {\"a\": \"", "\"}}"),
        ("text/plain", "{\"preferences\": {\"a\": \"", "\"}}"),
        ("application/x-www-form-urlencoded", "preferences.a=", ""),
        (
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"preferences.a\"\r\n\r\n",
            "\r\n--b--\r\n"
        ),
    ];

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Odd_texts_in_preferences_come_back_as_they_were(string text)
    {
        var client = App.Api(await App.KeyAsync(await App.AddAsync("Nina New", Domain.MemberRole.Member)));
        await client.OkAsync("users.set_preferences", new { preferences = new { value = text } });
        Assert.Equal(
            text,
            (await client.CallAsync("users.get_preferences"))
                .Ok.GetProperty("preferences")
                .GetProperty("value")
                .GetString()
        );
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Odd_texts_are_searched_for(string text)
    {
        var odd = Uri.EscapeDataString(text);
        var key = await App.KeyAsync(App.Olga);
        var browser = await App.SignedInAsync(App.Olga);
        foreach (var page in RazorPage.All(App))
        {
            var url = $"{page.Url(App.Olga.Workspace, key.Id)}?q={odd}&find={odd}&search={odd}&open={odd}&view=tree";
            Assert.InRange((int)(await browser.FetchAsync(HttpMethod.Get, url)).StatusCode, 200, 499);
        }
        var rules = $"/workspaces/{App.Olga.Workspace:N}/access-rules/new";
        foreach (
            var (part, field) in new[]
            {
                ("user", "userQ"),
                ("serviceAccount", "serviceAccountQ"),
                ("group", "groupQ"),
                ("object", "objectQ"),
            }
        )
            Assert.InRange((await browser.PostAsync(rules, ("find", part), (field, text))).Status, 200, 499);
        var groups = $"/workspaces/{App.Olga.Workspace:N}/groups/new";
        Assert.InRange((await browser.PostAsync(groups, ("find", "true"), ("q", text), ("Q", text))).Status, 200, 499);
        Assert.Empty(App.Log.Errors);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Odd_texts_in_the_address_and_forms_of_pages_get_a_page(string text)
    {
        var browser = await App.SignedInAsync(App.Olga);
        foreach (var url in AddressesWith(text))
            Assert.InRange((int)(await browser.FetchAsync(HttpMethod.Get, url)).StatusCode, 200, 499);
        foreach (var (url, field) in Fields())
            Assert.InRange((await browser.PostAsync(url, (field, text))).Status, 200, 499);
        Assert.Empty(App.Log.Errors);
    }

    private List<string> AddressesWith(string text)
    {
        var odd = Uri.EscapeDataString(text);
        List<string> urls =
        [
            $"/settings/profile?edit={odd}",
            $"/workspaces/{App.Olga.Workspace:N}/audit-log?person={odd}&kind={odd}&p={odd}",
            $"/sign-in?returnUrl={odd}",
        ];
        // A path with NUL never reaches the program.
        if (!text.Contains('\0'))
            urls.AddRange([
                $"/workspaces/{odd}/audit-log",
                $"/settings/workspaces/{App.Olga.Workspace:N}/credentials/{odd}/revoke",
                $"/set-up/{odd}",
                $"/{odd}",
            ]);
        return urls;
    }

    private (string Url, string Field)[] Fields() =>
        [
            ("/settings/profile", "Name"),
            ($"/settings/workspaces/{App.Olga.Workspace:N}/name", "Name"),
            ("/theme", "name"),
            ($"/settings/workspaces/{App.Olga.Workspace:N}/credentials/new", "Label"),
            ($"/settings/workspaces/{App.Olga.Workspace:N}/credentials/new", "FormId"),
            ("/sign-in", "Email"),
            ("/sign-in/confirm-password", "Password"),
        ];
}

public sealed class TextBoundaryOnSqlite(SqliteApp app) : TextBoundaryTests(app), IClassFixture<SqliteApp>;

public sealed class TextBoundaryOnPostgres(PostgresApp app) : TextBoundaryTests(app), IClassFixture<PostgresApp>;
