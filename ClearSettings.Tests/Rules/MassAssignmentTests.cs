using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Tests.ServiceAccounts;

namespace ClearSettings.Tests.Rules;

public abstract class MassAssignmentTests(TestApp app) : AppTests(app)
{
    // What a form or call may really set, and what ends a session or a pair.
    private static readonly string[] Meant = ["Name", "Label", "GivenName", "FamilyName", "Preferences"];

    private static readonly string[] Names =
    [
        .. new[]
        {
            typeof(User),
            typeof(Member),
            typeof(Workspace),
            typeof(Credential),
            typeof(Session),
            typeof(ServiceAccount),
        }
            .SelectMany(t => t.GetProperties())
            .Select(p => p.Name)
            .Concat(["IsOwner", "Role", "Roles", "IsAdmin", "Company", "Tenant"])
            .Except(Meant)
            .Distinct(),
    ];

    [Fact]
    public async Task Names_of_properties_in_any_form_change_nothing_of_who_may_do_what()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Mia, "Stays");
        await server.BotAsync(server.Olga, impersonates: false);
        var browser = await server.SignedInAsync(server.Mia);
        await browser.GetAsync("/settings/profile");
        var before = await RightsAsync(server);

        foreach (
            var page in RazorPage
                .All(server)
                .Where(p =>
                    p.Name is not "/SignIn/Out" and not "/SetUp/Index" and not "/Settings/Workspaces/Credentials/Revoke"
                )
        )
            await browser.PostAsync(
                page.Url(server.Mia.Workspace, key.Id),
                [
                    ("Name", "Mia Meyer"),
                    ("Label", "Stays"),
                    ("Hours", "24"),
                    ("Expires", "never"),
                    .. FieldsOfAllNames(server),
                ]
            );
        Assert.Equal(before, await RightsAsync(server));
    }

    [Fact]
    public async Task Names_of_properties_in_any_call_change_nothing_of_who_may_do_what()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Mia, "Stays");
        await server.BotAsync(server.Olga, impersonates: false);
        var client = server.Api(key);
        var before = await RightsAsync(server);
        var body = Names
            .SelectMany(n => new[] { n, System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(n) })
            .Distinct()
            .ToDictionary(n => n, n => (object)ValueFor(server, n));
        (body["user"], body["name"], body["label"]) = (server.Mia.Id.ToString("N"), "Mia Meyer", "Stays");
        foreach (
            var action in ApiActions
                .All(server)
                .Where(a => !a.Name.EndsWith("logout", StringComparison.Ordinal) && a.Name != "auth.revoke_credentials")
        )
        {
            Assert.True((await client.CallAsync(action.Name, body)).Code < 500, action.Name);
        }
        Assert.Equal(before, await RightsAsync(server));
    }

    private static IEnumerable<(string Name, string Value)> FieldsOfAllNames(TestApp server) =>
        Names.SelectMany(n => new[] { n, $"Input.{n}", $"input.{n}" }.Select(field => (field, ValueFor(server, n))));

    private static string ValueFor(TestApp server, string name) =>
        name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("_id", StringComparison.Ordinal) || name == "Id"
            ? server.Eve.Workspace.ToString("N")
        : name.Contains("At", StringComparison.Ordinal) || name.Contains("Until", StringComparison.Ordinal)
            ? "2099-01-01"
        : "Owner";

    // Users without their failures, members, workspaces without their version, and the pairs that were there.
    private static async Task<string> RightsAsync(TestApp server) =>
        string.Join(
            '\n',
            (await server.DbAsync(null, Tables.RowsAsync))
                .Where(r =>
                    r.StartsWith("users:", StringComparison.Ordinal)
                    || r.StartsWith("members:", StringComparison.Ordinal)
                    || r.StartsWith("service_accounts:", StringComparison.Ordinal)
                    || r.StartsWith("workspaces:", StringComparison.Ordinal)
                )
                .Select(r =>
                    System.Text.RegularExpressions.Regex.Replace(
                        r,
                        "(RowVersion|Version|LastSignInAt|Preferences|ConcurrencyStamp)=[^,]*",
                        "$1"
                    )
                )
                .Order(StringComparer.Ordinal)
        );
}

public sealed class MassAssignmentOnSqlite(SqliteApp app) : MassAssignmentTests(app), IClassFixture<SqliteApp>;
