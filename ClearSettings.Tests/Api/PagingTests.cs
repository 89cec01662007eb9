namespace ClearSettings.Tests.Api;

public abstract class PagingTests(TestApp app) : AppTests(app)
{
    // Everything that has pages, with the member that holds the list.
    private static readonly (string Action, string List)[] Lists =
    [
        ("users.get_all", "users"),
        ("users.get_all_ex", "users"),
        ("permissions.get_company_users", "users"),
        ("permissions.get_user_groups", "groups"),
        ("login.get_settings", "whitelist_entries"),
        ("users.get_vault_operations_log", "operations"),
    ];

    [Theory]
    [InlineData("1000000000000")]
    [InlineData("1e12")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("\"1000000000000\"")]
    public async Task A_page_size_beyond_the_maximum_is_cut(string size)
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        foreach (var (action, list) in Lists)
        {
            var (cut, whole) = (
                await client.CallAsync(action, $$"""{"page_size": {{size}}}"""),
                await client.CallAsync(action)
            );
            Assert.Equal($"{action} {whole.Ok.GetProperty(list)}", $"{action} {cut.Ok.GetProperty(list)}");
            if (size[0] == '"')
                continue;
            Assert.Equal(200, (await client.SendAsync(HttpMethod.Get, $"/{action}?page_size={size}")).Code);
        }
    }

    [Theory]
    [InlineData("1000000000000")]
    [InlineData("1e400")]
    [InlineData("2147483647")]
    public async Task A_page_far_behind_the_last_one_is_empty(string page)
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        foreach (var (action, list) in Lists)
            Assert.Equal(
                0,
                (await client.CallAsync(action, $$"""{"page": {{page}}}""")).Ok.GetProperty(list).GetArrayLength()
            );
        Assert.Equal(
            0,
            (await client.CallAsync("users.get_all", $$"""{"start": {{page}}, "size": {{page}}}"""))
                .Ok.GetProperty("users")
                .GetArrayLength()
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("-1000000000000")]
    [InlineData("-1e400")]
    [InlineData("1.5")]
    [InlineData("\"\"")]
    [InlineData("\" 5\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"-Infinity\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"5 people\"")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task A_page_size_that_is_no_size_is_refused(string size)
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        foreach (var (action, _) in Lists)
            await client.RefusedAsync(400, 12, action, $$"""{"page_size": {{size}}}""");
    }
}

public sealed class PagingOnSqlite(SqliteApp app) : PagingTests(app), IClassFixture<SqliteApp>;
