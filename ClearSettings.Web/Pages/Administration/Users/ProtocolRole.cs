using ClearSettings.Domain;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>The protocol's names of roles; see docs/protocol.md#roles.</summary>
public static class ProtocolRole
{
    public const string Admin = "admin";
    public const string User = "user";

    /// <summary>Owners are admins to the protocol.</summary>
    public static string From(MemberRole role) => role == MemberRole.Member ? User : Admin;

    /// <summary>Null for what is no role that can be given here, "consumer" included.</summary>
    public static MemberRole? Read(string? text) =>
        text switch
        {
            Admin => MemberRole.Admin,
            User => MemberRole.Member,
            _ => null,
        };
}
