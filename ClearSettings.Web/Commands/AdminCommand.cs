using System.CommandLine;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Vaults;
using ClearSettings.Domain.Workspaces;

namespace ClearSettings.Web.Commands;

/// <summary>
/// clearsettings admin create-owner, reset-password, recover, set-server-admin, rewrap-vaults, check-audit-log
/// </summary>
public static class AdminCommand
{
    private static readonly Option<bool> PasswordStdin = new("--password-stdin")
    {
        Description = "Read the password from standard input, which keeps it out of the shell history.",
        Required = true,
    };

    public static Command Create() =>
        new("admin", "Manage accounts on this machine. The server can keep running.")
        {
            CreateOwner(),
            ResetPassword(),
            RecoverCommand.Create(),
            SetServerAdmin(),
            RewrapVaults(),
            CheckAuditLog(),
        };

    private static Command CreateOwner()
    {
        var email = RequiredOption("--email", "Email address to sign in with.");
        var name = RequiredOption("--name", "Name of the person.");
        var workspace = RequiredOption("--workspace", "Name of the first workspace.");
        var command = new Command("create-owner", "Create the owner of a new server, instead of the setup page.")
        {
            email,
            name,
            workspace,
            PasswordStdin,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var input = new OwnerInput
                {
                    Email = parsed.GetValue(email),
                    Name = parsed.GetValue(name),
                    Workspace = parsed.GetValue(workspace),
                    Password = await ReadPasswordAsync(),
                };
                return await InServerAsync(parsed, services => CreateOwnerAsync(services, input));
            }
        );
        return command;
    }

    private static async Task<int> CreateOwnerAsync(IServiceProvider services, OwnerInput input)
    {
        var made = await services.GetRequiredService<SetUpServer>().RunAsync(input);
        if (!made.Ok)
            return CommandLine.Refuse(made);
        Console.WriteLine($"{made.Value.Email} is now the owner.");
        return 0;
    }

    private static Command ResetPassword()
    {
        var email = RequiredOption("--email", "Whose password.");
        var command = new Command("reset-password", "Set a new password for a user and end all of their sessions.")
        {
            email,
            PasswordStdin,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var password = await ReadPasswordAsync();
                return await InServerAsync(
                    parsed,
                    services => ResetPasswordAsync(services, parsed.GetValue(email)!, password)
                );
            }
        );
        return command;
    }

    private static async Task<int> ResetPasswordAsync(IServiceProvider services, string email, string password)
    {
        var done = await services.GetRequiredService<ResetPasswordByOperator>().RunAsync(email, password);
        if (!done.Ok)
            return CommandLine.Refuse(done);
        Console.WriteLine("Password changed. All browser sessions of this user have ended.");
        return 0;
    }

    private static Command SetServerAdmin()
    {
        var email = RequiredOption("--email", "Email address of the user.");
        var remove = new Option<bool>("--remove")
        {
            Description = "Remove the role instead. The last server administrator cannot be removed.",
        };
        var command = new Command("set-server-admin", "Make a user an administrator of a hosted server.")
        {
            email,
            remove,
        };
        command.SetAction(
            (parsed, cancel) =>
                InServerAsync(
                    parsed,
                    services => SetServerAdminAsync(services, parsed.GetValue(email)!, !parsed.GetValue(remove))
                )
        );
        return command;
    }

    private static async Task<int> SetServerAdminAsync(IServiceProvider services, string email, bool isAdmin)
    {
        var done = await services.GetRequiredService<SetServerAdmin>().RunAsync(email, isAdmin);
        if (!done.Ok)
            return CommandLine.Refuse(done);
        Console.WriteLine($"{email} is {(isAdmin ? "now" : "no longer")} a server administrator.");
        if (!services.GetRequiredService<Hosting>().IsHosted)
            Console.WriteLine(
                "This applies in hosted mode only. A self-hosted server is administered by the owner of its workspace."
            );
        return 0;
    }

    private static Command RewrapVaults()
    {
        var command = new Command(
            "rewrap-vaults",
            "Encrypt the key of every vault with the newest key of the key ring. The server can keep running."
        );
        command.SetAction(
            (parsed, cancel) =>
                InServerAsync(
                    parsed,
                    async services =>
                    {
                        var (count, unreadable) = await services.GetRequiredService<RewrapVaults>().RunAsync();
                        Console.WriteLine($"{count} vaults use the newest key.");
                        foreach (var id in unreadable)
                            await Console.Error.WriteLineAsync(
                                $"clearsettings: The key of vault {id.ToHex()} cannot be decrypted; the vault was "
                                    + "not changed."
                            );
                        return unreadable.Count == 0 ? 0 : CommandLine.CannotRun;
                    }
                )
        );
        return command;
    }

    private static Command CheckAuditLog()
    {
        var command = new Command(
            "check-audit-log",
            "Check whether entries of an audit log were changed, removed or inserted directly in the database."
        );
        command.SetAction(
            (parsed, cancel) =>
                InServerAsync(
                    parsed,
                    async services =>
                    {
                        var chain = services.GetRequiredService<AuditChain>();
                        await chain.AppendLinksAsync(cancel);
                        var checks = await chain.CheckAsync(cancel: cancel);
                        foreach (var check in checks)
                            Console.WriteLine(Describe(check));
                        return checks.Any(c => c.Problem is not null) ? 1 : 0;
                    }
                )
        );
        return command;
    }

    private static string Describe(AuditCheck check) =>
        $"{check.Workspace} ({check.WorkspaceId.ToHex()}): {check.LinkCount} "
        + $"{(check.LinkCount == 1 ? "entry" : "entries")} in order"
        + (check.Problem is null ? "." : $", then: {check.Problem}")
        + (check.Head.Length > 0 ? $" Last seal {check.Head}" : "");

    private static Option<string> RequiredOption(string name, string description) =>
        new(name) { Description = description, Required = true };

    internal static async Task<int> InServerAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> work)
    {
        await using var app = ProgramHost.Build(parsed.GetValue(CommandLine.Data), []);
        await ProgramHost.MigrateAsync(app.Services);
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Current>().SetSource(RequestSource.Command, null, "command");
        return await work(scope.ServiceProvider);
    }

    private static async Task<string> ReadPasswordAsync() => (await Console.In.ReadLineAsync())?.TrimEnd('\r') ?? "";
}
