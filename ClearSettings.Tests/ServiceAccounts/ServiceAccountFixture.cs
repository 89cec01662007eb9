using ClearSettings.Domain.ServiceAccounts;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

/// <summary>A service account that a test made, with its first credential.</summary>
public sealed record Bot(Guid Id, string Name, Key Key);

/// <summary>Service accounts and calls on behalf of others, for tests.</summary>
public static class ServiceAccountFixture
{
    public const string As = "X-ClearML-Impersonate-As";
    public const string ActAs = "X-ClearML-Act-As";
    public const string Tenant = "X-Clearml-Tenant";

    /// <summary>Settings of a server on which service accounts may be administrators.</summary>
    public static readonly string[] Admins = ["--ServiceAccounts:AllowAdmins=true"];

    /// <param name="by">An owner or administrator.</param>
    public static async Task<Bot> BotAsync(
        this TestApp app,
        Person by,
        bool impersonates = true,
        bool admin = false,
        string name = "agent-bot"
    )
    {
        var made = await app.InAsync(
            by,
            s =>
                s.GetRequiredService<CreateServiceAccount>()
                    .RunAsync(
                        new()
                        {
                            Name = name,
                            AllowsImpersonation = impersonates,
                            IsAdmin = admin,
                        }
                    )
        );
        Assert.True(made.Ok, made.Ok ? "" : made.Problems[0].Message);
        var (account, (credential, secret)) = made.Value;
        return new(account.UserId, name, new(credential.Id, credential.AccessKey, secret.Text.Reveal()));
    }

    /// <summary>What the agent does before a task: its own login, then one as the task's owner.</summary>
    /// <returns>The owner's token.</returns>
    public static async Task<string> TokenForAsync(this TestApp app, Key key, Guid user)
    {
        var agent = app.Api(key);
        await agent.LoginAsync();
        return (await agent.CallAsync("auth.login", "{}", (As, user.ToString("N"))))
            .Ok.GetProperty("token")
            .GetString()!;
    }

    public static ApiClient WithToken(this TestApp app, string token) =>
        new(app.Client()) { Authorization = "Bearer " + token };
}
