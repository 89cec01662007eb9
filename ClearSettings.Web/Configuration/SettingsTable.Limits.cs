using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;

namespace ClearSettings.Web.Configuration;

public static partial class SettingsTable
{
    private static SettingType Count => SettingTypes.WholeNumber(1, 1_000_000);

    private static IEnumerable<Setting> Lifetimes()
    {
        TokenSettings tokens = new();
        var decade = TimeSpan.FromDays(3650);
        var lifetime = SettingTypes.Duration(TimeSpan.FromDays(1), decade);
        return
        [
            new(
                "Tokens:DefaultLifetime",
                lifetime,
                Code(tokens.DefaultLifetime),
                "of an API token when the client does not choose one"
            ),
            new("Tokens:LongestLifetime", lifetime, Code(tokens.LongestLifetime), "the most that a client can choose"),
            new(
                "Tokens:KeyLifetime",
                lifetime,
                Code(tokens.KeyLifetime),
                "how long a signing key is used for new tokens"
            ),
            Optional(
                "Credentials:LongestLifetime",
                SettingTypes.Duration(TimeSpan.FromHours(1), decade),
                "no limit",
                "of API credentials; applies to members who are not administrators"
            ),
        ];
    }

    private static IEnumerable<Setting> Limits(VaultSettings vaults, ServiceAccountSettings accounts) =>
        [
            new(
                "Credentials:MaxPerMember",
                Count,
                Code(new CredentialSettings().MaxPerMember),
                "API credentials of one person in one workspace"
            ),
            new(
                "ServiceAccounts:AllowAdmins",
                SettingTypes.Flag,
                accounts.AllowAdmins ? "`true`" : "`false`",
                "whether [service accounts](service-accounts.md) can be administrators"
            ),
            new(
                "ServiceAccounts:MaxPerWorkspace",
                Count,
                Code(accounts.MaxPerWorkspace),
                "service accounts of one workspace"
            ),
            new(
                "Members:MaxPendingInvitations",
                Count,
                Code(new MemberSettings().MaxPendingInvitations),
                "pending invitations of one workspace"
            ),
            new(
                "Preferences:BlockUserScripts",
                SettingTypes.Flag,
                "`false`",
                "blocks [users' scripts in the browser](preferences.md) for everyone"
            ),
            Optional(
                "Outbound:AllowedHosts",
                SettingTypes.OutboundHosts,
                None,
                "[servers on private networks](storage.md#test) that this server may ask"
            ),
            new(
                "Groups:MaxPerWorkspace",
                Count,
                Code(new GroupSettings().MaxPerWorkspace),
                "groups of one workspace, without the built-in ones"
            ),
            new(
                "Vaults:MaxPerWorkspace",
                Count,
                Code(vaults.MaxPerWorkspace),
                "shared [vaults](vaults.md#limits) of one workspace"
            ),
            new(
                "Vaults:VersionsKept",
                Count,
                Code(vaults.VersionsKept),
                "newest versions of a vault; of older ones, the last of each day is kept"
            ),
            new(
                "Vaults:MaxStoredBytes",
                SettingTypes.WholeNumber(1_024, 1L << 40),
                Code(vaults.MaxStoredBytes),
                "all versions of all vaults of one workspace together, in bytes"
            ),
            .. SignIn(new()),
            Optional(
                "Plans:<plan>:Members",
                Count,
                "`Free` 3, `Pro` 10, else no limit",
                "members of a workspace [in hosted mode](hosted.md); empty for no limit"
            ),
        ];

    private static IEnumerable<Setting> SignIn(SignInSettings defaults) =>
        [
            new(
                "SignIn:AttemptsPerMinute",
                Count,
                Code(defaults.AttemptsPerMinute),
                "passwords that one source can send in a minute"
            ),
            new(
                "SignIn:TotalAttemptsPerMinute",
                Count,
                Code(defaults.TotalAttemptsPerMinute),
                "the same of all sources together"
            ),
            new(
                "SignIn:LinkGuessesPerMinute",
                Count,
                Code(defaults.LinkGuessesPerMinute),
                "unknown links that one source can open in a minute"
            ),
            new(
                "SignIn:MaxSources",
                Count,
                Code(defaults.MaxSources),
                "sources that are counted separately; further ones share a limit"
            ),
        ];
}
