using ClearSettings.Domain;
using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Principals;

namespace ClearSettings.Web.Api;

/// <summary>One call of an action: who, and with what.</summary>
public sealed class ApiCall(HttpContext context, Current current)
{
    public HttpContext Http { get; } = context;

    public Current Current { get; } = current;

    /// <summary>The system credentials that call. <see cref="Current"/> then has no one, and so no workspace.</summary>
    public SystemCredential? System { get; set; }

    /// <summary>Whether good credentials or a good token came with the call.</summary>
    public bool IsAuthenticated => System is not null || Current.SignedIn;

    /// <summary>The presented token, when it was one.</summary>
    public ApiToken? Token { get; set; }

    /// <summary>The end of the credential behind the call, when it has one.</summary>
    public DateTime? CredentialEnd { get; set; }

    /// <summary>Of the credential behind the call; full where there is none.</summary>
    public CredentialAccess Access { get; set; }

    /// <summary>Whether the call goes to another workspace than its token is for.</summary>
    public bool EntersTenant => Token is { } token && Current.SignedIn && token.WorkspaceId != Current.WorkspaceId;

    /// <summary>Whether a header of this call says for whom the caller acts, rather than a token.</summary>
    public bool ActsByHeader { get; set; }

    public T Get<T>()
        where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>The header, under its ClearML name or the older one.</summary>
    public string? Header(string name)
    {
        var value = Http.Request.Headers["X-ClearML-" + name];
        if (value.Count == 0)
            value = Http.Request.Headers["X-Trains-" + name];
        return value.Count == 0 ? null : value.ToString();
    }
}
