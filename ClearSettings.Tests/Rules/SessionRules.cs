using System.Text.RegularExpressions;

namespace ClearSettings.Tests.Rules;

/// <summary>No way to a session gets around the second step of a sign-in.</summary>
public sealed class SessionRules
{
    [Fact]
    public void Sessions_are_opened_in_one_place() =>
        Assert.Equal(["ClearSettings.Domain/Users/OpenSession.cs"], Find(@"\bSession\.Start\(|\bSessions\.Add"));

    [Fact]
    public void The_cookie_of_a_session_is_set_in_one_place() =>
        Assert.Equal(
            ["ClearSettings.Web/Authentication/BrowserSignIn.cs", "ClearSettings.Web/Authentication/SessionCookie.cs"],
            Find(@"\bSignInAsync\(")
        );

    /// <summary>Each of them checks a second factor, or replaces both factors.</summary>
    [Fact]
    public void These_ways_to_sign_in_need_no_second_step() =>
        Assert.Equal(
            [
                "ClearSettings.Domain/Users/TwoFactor/AuthenticatorApp.cs",
                "ClearSettings.Domain/Users/TwoFactor/RecoveryCode.cs",
                "ClearSettings.Domain/Users/TwoFactor/UseRecoveryLink.cs",
            ],
            Find(@"\bIsTwoFactor = ")
        );

    private static IEnumerable<string> Find(string pattern) =>
        new[] { "ClearSettings.Domain", "ClearSettings.Web" }
            .SelectMany(p => SourceTree.Files(p, "*.cs"))
            .Where(f => Regex.IsMatch(SourceTree.Read(f), pattern))
            .Order(StringComparer.Ordinal);
}
