using ClearSettings.Domain.SystemCredentials;

namespace ClearSettings.Web.Configuration;

public static partial class SettingsTable
{
    private static IEnumerable<Setting> SystemCredentials() =>
        [
            Create(SystemCredentialFields.Role, "of [system credentials](#let-another-server-use-the-api)"),
            Create(SystemCredentialFields.AccessKey, "like the user name of the program"),
            Create(SystemCredentialFields.SecretKey, "like its password"),
            Create(SystemCredentialFields.SecretKeyHash, "instead of `SecretKey`"),
        ];

    // A secret key can end up in any of them by mistake.
    private static Setting Create(SystemCredentialField field, string description) =>
        Optional($"SystemCredentials:<name>:{field.Name}", new(field.Expectation, field.Read), None, description) with
        {
            IsSecret = field != SystemCredentialFields.Role,
        };
}
