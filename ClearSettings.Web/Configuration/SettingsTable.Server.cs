using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Workspaces;

namespace ClearSettings.Web.Configuration;

public static partial class SettingsTable
{
    private const string ServerUrl = "https://settings.company.com";

    private static SettingType Port => SettingTypes.WholeNumber(1, 65_535);

    private static IEnumerable<Setting> Server(ServerSettings defaults) =>
        [
            Optional(
                "Data:Folder",
                SettingTypes.Text("a folder"),
                "`./data`",
                "database file and master key; `--data` wins"
            ),
            new(
                "Server:Mode",
                SettingTypes.OneOf(Enum.GetNames<ServerMode>()),
                Code(nameof(ServerMode.SelfHosted)),
                "one workspace by invitation, or [open sign-up](hosted.md)"
            ),
            new(
                "Server:Address",
                SettingTypes.ListenAddress,
                Code(defaults.Address),
                "where to listen; `*` is all addresses of this machine"
            ),
            new("Server:WebPort", Port, Code(defaults.WebPort), "pages, and the API with and without `/api`"),
            new("Server:ApiPort", Port, Code(defaults.ApiPort), "the API alone, on ClearML's usual port"),
            Optional(
                "Server:PublicUrl",
                SettingTypes.Url(false, ServerUrl),
                "from the request",
                "where browsers find the pages, and what links in emails begin with"
            ),
            Optional(
                "Server:ApiUrl",
                SettingTypes.Url(true, "https://api.company.com"),
                "from `Server:PublicUrl`",
                "where clients find the API; printed into `clearml.conf`"
            ),
            Optional(
                "Server:FilesUrl",
                SettingTypes.Url(true, "https://files.company.com"),
                "from `Server:PublicUrl`",
                "where clients find ClearML's file server; printed into `clearml.conf`"
            ),
            Optional(
                "Server:KnownProxies",
                SettingTypes.Proxies,
                None,
                "[proxies](#put-clearsettings-behind-nginx) whose `X-Forwarded-*` headers are believed"
            ),
            Optional(
                "Server:AllowedHosts",
                SettingTypes.Hosts,
                "any",
                "[host names](#allow-only-your-own-host-names) that requests can be for"
            ),
        ];

    private static IEnumerable<Setting> Database() =>
        [
            new(
                "Database:Provider",
                DatabaseConnection.Provider,
                "from the connection string, else `Sqlite`",
                "`Sqlite` for one node, [`Postgres`](#use-postgresql) for several"
            ),
            Optional(
                "Database:ConnectionString",
                DatabaseConnection.String,
                "the file in the data folder",
                "where the database is"
            ) with
            {
                IsSecret = true,
            },
            Optional(
                "Secrets:MasterKey",
                SettingTypes.MasterKey,
                $"file `{MasterKey.FileName}`",
                "wraps the keys that are stored in the database"
            ) with
            {
                IsSecret = true,
            },
        ];

    private static IEnumerable<Setting> Logging() =>
        [
            Optional(
                "Logging:LogLevel:<category>",
                SettingTypes.OneOf(Enum.GetNames<LogLevel>()),
                "`Information`",
                "for `Default` or one part, such as `Logging:LogLevel:ClearSettings`"
            ),
            Optional(
                "Logging:Console:FormatterName",
                SettingTypes.OneOf("simple", "json", "systemd"),
                "`simple`",
                "format of the log"
            ),
            Optional(
                "Logging:Console:FormatterOptions:IncludeScopes",
                SettingTypes.Flag,
                "`false`",
                "adds the request to each entry"
            ),
            Optional(
                "Logging:Console:FormatterOptions:SingleLine",
                SettingTypes.Flag,
                "`false`",
                "each entry on one line"
            ),
            Optional(
                "Logging:Console:FormatterOptions:TimestampFormat",
                SettingTypes.DateFormat,
                None,
                "begins each entry with the time"
            ),
            Optional(
                "Logging:Console:FormatterOptions:UseUtcTimestamp",
                SettingTypes.Flag,
                "`false`",
                "that time in UTC"
            ),
        ];
}
