using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authentication;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// Fills <see cref="Current"/> for pages: the session's person, in the workspace of the address or else their default
/// one. A workspace of which the person is no member does not exist for them.
/// </summary>
public sealed class CurrentUser(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, Current current, PrincipalCache principals)
    {
        // The error page must not ask the database that has just failed.
        if (StorageErrors.Find(context) is not null)
        {
            await next(context);
            return;
        }
        current.SetSource(
            RequestSource.Page,
            context.Connection.RemoteIpAddress?.ToString(),
            context.TraceIdentifier,
            context.RequestAborted,
            context.Request.Headers.UserAgent
        );
        if ((await context.AuthenticateAsync(SessionCookie.Scheme)).Principal is { } user)
            context.User = user;
        if (SessionCookie.GetSession(context) is { } session)
        {
            if (await FindAsync(context, principals, session) is { } principal)
                await EnterAsync(context, current, principal, session);
            else
                current.SignedInWithoutWorkspace(session.UserId, session.Id, session.ReauthenticatedAt);
        }
        await next(context);
    }

    private static async ValueTask<Principal?> FindAsync(
        HttpContext context,
        PrincipalCache principals,
        LiveSession session
    )
    {
        var principal = await FindAsync(context, principals, session.UserId, session.DefaultWorkspaceId);
        if (!context.Request.RouteValues.TryGetValue("workspace", out var value) || value is not string inAddress)
            return principal;
        return EntityId.TryParse(inAddress, out var id)
            ? await principals.FindAsync(session.UserId, id) ?? Absent(context, principal)
            : Absent(context, principal);
    }

    private static ValueTask EnterAsync(HttpContext context, Current current, Principal principal, LiveSession session)
    {
        current.SignedInAs(principal, session.Id, session.ReauthenticatedAt);
        var services = context.RequestServices;
        return services
            .GetRequiredService<MemberActivity>()
            .RecordAsync(services, principal.UserId, principal.WorkspaceId);
    }

    // The error page still wants to show the shell, so the person stays signed in, in their own workspace.
    private static Principal? Absent(HttpContext context, Principal? principal)
    {
        context.SetEndpoint(
            new Endpoint(
                answer =>
                {
                    answer.Response.StatusCode = 404;
                    return Task.CompletedTask;
                },
                null,
                "Not a member"
            )
        );
        return principal;
    }

    private static async ValueTask<Principal?> FindAsync(
        HttpContext context,
        PrincipalCache principals,
        Guid userId,
        Guid? workspaceId
    )
    {
        if (workspaceId is { } id && await principals.FindAsync(userId, id) is { } principal)
            return principal;
        var joined = await context.RequestServices.GetRequiredService<JoinedWorkspaces>().GetAsync(userId);
        return joined.Count > 0 ? await principals.FindAsync(userId, joined[0].Id) : null;
    }
}
