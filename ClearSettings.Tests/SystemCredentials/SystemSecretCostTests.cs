using ClearSettings.Tests.Rules;
using static ClearSettings.Tests.SystemCredentials.SystemCredentialFixture;

namespace ClearSettings.Tests.SystemCredentials;

[Collection(AloneCollection.Name)]
public sealed class SystemSecretCostTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task A_wrong_secret_costs_what_an_unknown_access_key_costs()
    {
        await using var server = await app.AnotherAsync(settings: Settings);
        var known = await QueriesAsync(server, AccessKey);
        Assert.Equal(1, known);
        Assert.Equal(known, await QueriesAsync(server, "UNKNOWN0123456789ABCDEFGHIJKLM"));
    }

    /// <summary>The least of several counts: background work can only add to one of them.</summary>
    private static async Task<int> QueriesAsync(TestApp server, string accessKey)
    {
        var client = new ApiClient(server.Client()) { Authorization = ApiClient.Basic(accessKey, "wrong") };
        await client.CallAsync("auth.login");
        var least = int.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            using var counter = new QueryCounter();
            await client.RefusedAsync(401, 22, "auth.login");
            least = Math.Min(least, counter.Count);
        }
        return least;
    }
}
