using ClearSettings.Domain;

namespace ClearSettings.Tests.App;

/// <summary>Someone who can sign in.</summary>
public sealed record Person(Guid Id, string Name, string Email, Guid Workspace, MemberRole Role)
{
    /// <summary>Everyone's.</summary>
    public const string Password = "plum tractor velvet moon";
}

/// <summary>A credential that a test made.</summary>
public sealed record Key(Guid Id, string AccessKey, string SecretKey);
