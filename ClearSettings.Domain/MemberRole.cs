namespace ClearSettings.Domain;

/// <summary>Rising power; see <see cref="Permissions"/>.</summary>
public enum MemberRole
{
    Member,
    Admin,
    Owner,
}

/// <summary>Roles as people call them.</summary>
public static class MemberRoles
{
    /// <summary>For the middle of a sentence: "member", "administrator", "owner".</summary>
    public static string DisplayName(this MemberRole role) =>
        role switch
        {
            MemberRole.Owner => "owner",
            MemberRole.Admin => "administrator",
            _ => "member",
        };

    /// <summary>With its article: "a member", "an administrator", "the owner".</summary>
    public static string DisplayNameWithArticle(this MemberRole role) =>
        role switch
        {
            MemberRole.Owner => "the owner",
            MemberRole.Admin => "an administrator",
            _ => "a member",
        };
}
