using System.Globalization;
using Npgsql;

namespace ClearSettings.Domain;

/// <summary>
/// Reads the URLs that hosting providers give for a database, such as
/// postgres://user:password@host:5432/database?sslmode=require (PostgreSQL manual, "Connection URIs").
/// </summary>
public static class PostgresUrl
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["channel_binding"] = "Channel Binding",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["options"] = "Options",
    };

    /// <summary>The parameters that a URL may have.</summary>
    public static IReadOnlyCollection<string> ParameterNames => Parameters.Keys;

    public static bool IsUrl(string text) =>
        Array.Exists(Schemes, s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The same as a connection string of Npgsql, or null when it is no such URL or has a parameter that Npgsql does
    /// not know.
    /// </summary>
    public static string? ToConnectionString(string url)
    {
        if (Array.Find(Schemes, s => url.StartsWith(s, StringComparison.OrdinalIgnoreCase)) is not { } scheme)
            return null;
        var builder = new NpgsqlConnectionStringBuilder();
        try
        {
            return Fill(builder, url[scheme.Length..]) && builder.Host is { Length: > 0 }
                ? builder.ConnectionString
                : null;
        }
        catch (Exception problem)
            when (problem is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    private static bool Fill(NpgsqlConnectionStringBuilder builder, string rest)
    {
        if (rest.Contains('#'))
            return false;
        var (before, query) = Cut(rest, '?');
        var (authority, database) = Cut(before, '/');
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            builder.Username = Decode(user);
            if (password is not null)
                builder.Password = Decode(password);
        }
        if (!FillHost(builder, authority[(at + 1)..]))
            return false;
        if (database is { Length: > 0 })
            builder.Database = Decode(database);
        return (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).All(p => FillParameter(builder, p));
    }

    // Several hosts are one list in both forms: host1:5432,host2:5432. A single one may be an IPv6 address in brackets.
    private static bool FillHost(NpgsqlConnectionStringBuilder builder, string hosts)
    {
        if (hosts.Length == 0)
            return true;
        var colon = hosts.LastIndexOf(':');
        if (hosts.Contains(','))
        {
            builder.Host = Decode(hosts);
            return true;
        }
        var hasPort = colon > hosts.LastIndexOf(']');
        builder.Host = Decode(hasPort ? hosts[..colon] : hosts).Trim('[', ']');
        if (!hasPort || colon == hosts.Length - 1)
            return true;
        if (!ushort.TryParse(hosts[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        builder.Port = port;
        return port > 0;
    }

    private static bool FillParameter(NpgsqlConnectionStringBuilder builder, string parameter)
    {
        var (name, value) = Cut(parameter, '=');
        if (value is null || !Parameters.TryGetValue(name, out var keyword))
            return false;
        // verify-ca is VerifyCA in Npgsql; capitals do not matter there.
        var isWord = keyword is "SSL Mode" or "Channel Binding";
        var text = Decode(value);
        builder[keyword] = isWord ? text.Replace("-", "", StringComparison.Ordinal) : text;
        return true;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static (string Before, string? After) Cut(string text, char at)
    {
        var index = text.IndexOf(at);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }
}
