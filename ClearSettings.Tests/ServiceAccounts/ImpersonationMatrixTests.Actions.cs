namespace ClearSettings.Tests.ServiceAccounts;

public abstract partial class ImpersonationMatrixTests
{
    private static readonly string[] Reads =
    [
        "access.check",
        "access.check_many",
        "access.explain",
        "access.list",
        "auth.login",
        "auth.logout",
        "organization.get_user_companies",
        "server.info",
        "server.report_stats_option",
        "users.get_all",
        "users.get_all_ex",
        "users.get_by_id",
        "users.get_current_user",
        "users.get_preferences",
        "users.get_vaults",
    ];

    private static readonly string[] ForCredentials =
    [
        "auth.create_credentials",
        "auth.edit_credentials",
        "auth.get_credentials",
        "auth.revoke_credentials",
    ];

    private static readonly string[] Personal =
    [
        .. ForCredentials,
        "sessions.end",
        "sessions.get_all",
        "storage.get_presigned_url",
        "users.add_or_update_vault",
        "users.delete_vaults",
        "users.update",
    ];

    [Fact]
    public async Task What_is_left_to_anyone_who_impersonates_is_this()
    {
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var (agent, adam) = (await server.BotAsync(server.Olga), await server.KeyAsync(server.Adam));
        var byAdmins = Reads.Append("users.set_preferences").Order(StringComparer.Ordinal).ToList();
        foreach (var person in new[] { server.Olga, server.Mia })
            Assert.Equal(byAdmins, await AllowedAsync(server, adam, ServiceAccountFixture.As, person.Id));
        Assert.Equal(Reads, await AllowedAsync(server, agent.Key, ServiceAccountFixture.As, server.Mia.Id));
        Assert.Equal(
            byAdmins.Concat(ForCredentials).Order(StringComparer.Ordinal),
            await AllowedAsync(server, adam, ServiceAccountFixture.As, agent.Id)
        );
    }

    [Fact]
    public async Task What_is_left_to_anyone_who_acts_with_own_rights_is_this()
    {
        await using var server = await App.AnotherAsync(settings: ServiceAccountFixture.Admins);
        var (agent, adam) = (await server.BotAsync(server.Olga), await server.KeyAsync(server.Adam));
        var own = await AllowedAsync(server, adam, null, null);
        foreach (var target in new[] { server.Olga.Id, server.Mia.Id, agent.Id })
            Assert.Equal(own.Except(Personal), await AllowedAsync(server, adam, ServiceAccountFixture.ActAs, target));
        Assert.DoesNotContain("server.config", own);
        // The server is administered in one's own name only.
        var olga = await server.KeyAsync(server.Olga);
        string[] ofServer = ["server.config", "server.endpoints"];
        var all = await AllowedAsync(server, olga, null, null);
        Assert.Equal(ofServer, all.Intersect(ofServer));
        Assert.Equal(
            all.Except(Personal).Except(ofServer),
            await AllowedAsync(server, olga, ServiceAccountFixture.ActAs, server.Adam.Id)
        );
    }

    // Actions for which the caller has the role; their input may be refused all the same.
    private static async Task<List<string>> AllowedAsync(TestApp server, Key key, string? header, Guid? user)
    {
        List<string> allowed = [];
        foreach (
            var action in ApiActions
                .All(server)
                .Where(a => a.Permission is not null)
                .OrderBy(a => a.Name, StringComparer.Ordinal)
        )
        {
            var answer = await server
                .Api(key)
                .CallAsync(action.Name, "{}", header is null ? [] : [(header, user!.Value.ToString("N"))]);
            if (answer.Code != 403)
                allowed.Add(action.Name);
        }
        return allowed;
    }
}
