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

    private static readonly Option<string> Email = new("--email")
    {
        Description = "Whose credentials.",
        Required = true,
    };

    private static readonly Option<string?> Workspace = new("--workspace")
    {
        Description = "Name or ID of the workspace. Default: the default workspace of the user.",
    };

    private static readonly Option<string?> Label = new("--label") { Description = "Label of the credentials." };

    private static readonly Option<string?> Access = new("--access")
    {
        Description = "full, read_only or agent. Default: full.",
    };

    private static readonly Option<string?> ExpiresIn = new("--expires-in")
    {
        Description = "Lifetime, such as 12h or 90d. Default: no expiry.",
    };

    public static Command Create()
    {
        var create = new Command(
            "create",
            "Create API credentials and print them as JSON: access_key, secret_key, label, access, expires."
        )
        {
            Email,
            Workspace,
            Label,
            Access,
            ExpiresIn,
        };
        create.SetAction(
            (parsed, cancel) => AdminCommand.InServerAsync(parsed, services => CreateAsync(services, parsed))
        );
        return new Command("credentials", "Manage API credentials on this machine. The server can keep running.")
        {
            create,
        };
    }

    private static async Task<int> CreateAsync(IServiceProvider services, ParseResult parsed)
    {
        if (!TryParseSeconds(parsed.GetValue(ExpiresIn), out var seconds))
            return CommandLine.Refuse(Result.Refuse("expires-in", $"Use a duration such as {Durations.Examples}."));
        if (await EnterAsync(services, parsed.GetValue(Email)!, parsed.GetValue(Workspace)) is { } refusal)
            return CommandLine.Refuse(refusal);
        var made = await services.GetRequiredService<CreateCredential>().RunAsync(Read(parsed, seconds));
        if (!made.Ok)
            return CommandLine.Refuse(made);
        var (credential, secret) = made.Value;
        var printed = new
        {
            access_key = credential.AccessKey,
            secret_key = secret.Text.Reveal(),
            label = credential.Label,
            access = credential.Access.GetName(),
            expires = credential.ExpiresAt,
        };
        Console.WriteLine(JsonSerializer.Serialize(printed, Json));
        return 0;
    }

    private static CredentialInput Read(ParseResult parsed, long? seconds) =>
        new()
        {
            Label = parsed.GetValue(Label),
            Access = parsed.GetValue(Access),
            ExpirationSec = seconds,
        };

    private static async Task<Result?> EnterAsync(IServiceProvider services, string email, string? workspace)
    {
        var db = services.GetRequiredService<ClearSettingsDb>();
        var address = EmailAddress.Normalize(email)?.ToUpperInvariant();
        if (
            await db.Users.AsNoTracking().SingleOrDefaultAsync(u => address != null && u.NormalizedEmail == address)
            is not { } user
        )
            return Result.Refuse("email", $"There is no user with the email {email}.");
        var found = await FindWorkspacesAsync(db, user, workspace);
        if (found.Count != 1)
            return Result.Refuse(
                "workspace",
                found.Count == 0
                    ? "The user is not a member of such a workspace."
                    : "Several workspaces have this name. Use the ID instead."
            );
        services
            .GetRequiredService<Current>()
            .SignedInAs((await services.GetRequiredService<PrincipalCache>().FindAsync(user.Id, found[0]))!);
        return null;
    }

    private static Task<List<Guid>> FindWorkspacesAsync(ClearSettingsDb db, User user, string? nameOrId)
    {
        var mine = db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.UserId == user.Id)
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new { w.Id, w.Name });
        var isId = EntityId.TryParse(nameOrId, out var id);
        var found = nameOrId is null
            ? mine.Where(w => w.Id == user.DefaultWorkspaceId)
            : mine.Where(w => isId ? w.Id == id : w.Name == nameOrId);
        return found.Select(w => w.Id).ToListAsync();
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
