using Microsoft.AspNetCore.Identity;

namespace ClearSettings.Domain.Users;

/// <summary>A person. Identity keeps the password and security stamp; the email is the sign-in name.</summary>
public sealed class User : IdentityUser<Guid>
{
    private User() { }

    public string Name { get; private set; } = "";

    public string? GivenName { get; private set; }

    public string? FamilyName { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime? LastSignInAt { get; private set; }

    /// <summary>How that was, such as "Password"; null before the first sign-in.</summary>
    public string? LastSignInBy { get; private set; }

    /// <summary>
    /// A server administrator: on a hosted server, only they change what concerns all workspaces. On a self-hosted one
    /// the owner does.
    /// </summary>
    public bool IsServerAdmin { get; private set; }

    /// <summary>Whether the user gets optional email notifications (see EmailMessage.IsNotice).</summary>
    public bool EmailNotificationsEnabled { get; private set; } = true;

    /// <summary>The workspace that pages without one in their address show.</summary>
    public Guid? DefaultWorkspaceId { get; private set; }

    /// <summary>The tree of users.set_preferences as JSON; see docs/protocol.md#preferences.</summary>
    public string Preferences { get; private set; } = "{}";

    /// <summary>Rises with every change, so that an edit based on an older state is noticed.</summary>
    public int RowVersion { get; private set; }

    /// <param name="email">In the form of <see cref="EmailAddress"/>.</param>
    /// <param name="id">Null makes a new one.</param>
    public static User Create(string name, string email, TimeProvider time, Guid? id = null) =>
        new()
        {
            Id = id ?? Domain.EntityId.New(time),
            Name = name,
            UserName = email,
            Email = email,
            CreatedAt = time.GetUtcNow().UtcDateTime,
            SecurityStamp = Guid.NewGuid().ToHex(),
        };

    /// <summary>One without address and password, which cannot sign in to the pages.</summary>
    internal static User CreateServiceAccount(string name, TimeProvider time)
    {
        var id = Domain.EntityId.New(time);
        var login = "service-account:" + id.ToHex();
        return new()
        {
            Id = id,
            Name = name,
            UserName = login,
            NormalizedUserName = login.ToUpperInvariant(),
            CreatedAt = time.GetUtcNow().UtcDateTime,
            SecurityStamp = Guid.NewGuid().ToHex(),
            EmailNotificationsEnabled = false,
        };
    }

    public void Rename(string name) => Name = name;

    public void NameParts(string? givenName, string? familyName) => (GivenName, FamilyName) = (givenName, familyName);

    public void SetPreferences(string json) => Preferences = json;

    internal void SetServerAdmin(bool runs) => IsServerAdmin = runs;

    /// <summary>The person has shown that the address is theirs.</summary>
    public void ConfirmEmail() => EmailConfirmed = true;

    public void SetEmailNotifications(bool wants) => EmailNotificationsEnabled = wants;

    public void SetDefaultWorkspace(Guid workspaceId) => DefaultWorkspaceId = workspaceId;
}
