using System.CommandLine;
using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Commands;

/// <summary>clearsettings credentials create</summary>
public static class CredentialsCommand
{
    // About 270 years; the domain has the real limit.
    private const double MaxSeconds = 100_000 * 86_400.0;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static Command Create()
    {
        var email = new Option<string>("--email") { Description = "Whose credentials.", Required = true };
        var workspace = new Option<string?>("--workspace")
        {
            Description = "Name or ID of the workspace. Default: the default workspace of the user.",
        };
        var label = new Option<string?>("--label") { Description = "Label of the credentials." };
        var expiresIn = new Option<string?>("--expires-in")
        {
            Description = "Lifetime, such as 12h or 90d. Default: no expiry.",
        };
        var create = new Command(
            "create",
            "Create API credentials and print them as JSON: access_key, secret_key, label, expires."
        )
        {
            email,
            workspace,
            label,
            expiresIn,
        };
        create.SetAction(
            (parsed, cancel) =>
                AdminCommand.InServerAsync(
                    parsed,
                    async services =>
                    {
                        if (!TryParseSeconds(parsed.GetValue(expiresIn), out var seconds))
                            return CommandLine.Refuse(
                                Result.Refuse("expires-in", $"Use a duration such as {Durations.Examples}.")
                            );
                        if (
                            await EnterAsync(services, parsed.GetValue(email)!, parsed.GetValue(workspace)) is
                            { } refusal
                        )
                            return CommandLine.Refuse(refusal);
                        var made = await services
                            .GetRequiredService<CreateCredential>()
                            .RunAsync(new() { Label = parsed.GetValue(label), ExpirationSec = seconds });
                        if (!made.Ok)
                            return CommandLine.Refuse(made);
                        var (credential, secret) = made.Value;
                        Console.WriteLine(
                            JsonSerializer.Serialize(
                                new
                                {
                                    access_key = credential.AccessKey,
                                    secret_key = secret.Text.Reveal(),
                                    label = credential.Label,
                                    expires = credential.ExpiresAt,
                                },
                                Json
                            )
                        );
                        return 0;
                    }
                )
        );
        return new Command("credentials", "Manage API credentials on this machine. The server can keep running.")
        {
            create,
        };
    }

    private static async Task<Result?> EnterAsync(IServiceProvider services, string email, string? workspace)
    {
        var db = services.GetRequiredService<ClearSettingsDb>();
        var address = EmailAddress.Normalize(email)?.ToUpperInvariant();
        if (
            await db.Users.AsNoTracking().SingleOrDefaultAsync(u => address != null && u.NormalizedEmail == address)
            is not { } user
        )
            return Result.Refuse("email", $"There is no user with the email {email}.");
        var mine = db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.UserId == user.Id)
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new { w.Id, w.Name });
        var isId = EntityId.TryParse(workspace, out var id);
        var found = workspace is null
            ? await mine.Where(w => w.Id == user.DefaultWorkspaceId).ToListAsync()
            : await mine.Where(w => isId ? w.Id == id : w.Name == workspace).ToListAsync();
        if (found.Count != 1)
            return Result.Refuse(
                "workspace",
                found.Count == 0
                    ? "The user is not a member of such a workspace."
                    : "Several workspaces have this name. Use the ID instead."
            );
        services
            .GetRequiredService<Current>()
            .SignedInAs((await services.GetRequiredService<PrincipalCache>().FindAsync(user.Id, found[0].Id))!);
        return null;
    }

    private static bool TryParseSeconds(string? text, out long? seconds)
    {
        seconds = null;
        if (text is null)
            return true;
        if (!Durations.TryParse(text, out var duration) || duration.TotalSeconds is < 1 or > MaxSeconds)
            return false;
        seconds = (long)duration.TotalSeconds;
        return true;
    }
}
