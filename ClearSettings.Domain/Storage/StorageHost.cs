using System.Globalization;
using System.Text.RegularExpressions;

namespace ClearSettings.Domain.Storage;

/// <summary>
/// Scheme, name and port of a store. Only what is safe in a URL and in a Content-Security-Policy becomes one: a plain
/// name or address, without user, path, wildcards or numbers that browsers read as addresses.
/// </summary>
/// <param name="Name">Lower case; IPv6 addresses in brackets.</param>
/// <param name="Port">Null for the scheme's own.</param>
public sealed partial record StorageHost(string Scheme, string Name, int? Port)
{
    public const int MaxLength = 255;

    /// <summary>Name and port.</summary>
    public string Authority => Port is { } port ? $"{Name}:{port}" : Name;

    public string Origin => $"{Scheme}://{Authority}";

    /// <summary>Whether the name is an IP address.</summary>
    internal bool IsAddress => Name[0] == '[' || Uri.CheckHostName(Name) == UriHostNameType.IPv4;

    /// <param name="text">"minio.example.com:9000", with or without http:// or https:// before and a slash after
    /// it.</param>
    /// <returns>Null when it is anything else.</returns>
    public static StorageHost? Parse(string? text)
    {
        if (text is null || text.Length > MaxLength || ToAscii(text.Trim()) is not { } ascii)
            return null;
        var match = Pattern().Match(ascii.ToLowerInvariant());
        if (!match.Success)
            return null;
        var scheme = match.Groups["scheme"] is { Success: true, Value: var typed } ? typed : "https";
        var name = match.Groups["name"].Value;
        if (ReadPort(match.Groups["port"], scheme) is not { } port)
            return null;
        // A browser reads 0x7f.1 and 2130706433 as addresses, so what they are written as is not where they lead.
        var isPlain =
            Uri.TryCreate($"{scheme}://{name}", UriKind.Absolute, out var uri)
            && uri.Host.Equals(name, StringComparison.Ordinal);
        return isPlain ? new(scheme, name, port == 0 ? null : port) : null;
    }

    /// <summary>
    /// How well what a URL names fits this host: 0 not at all, else the more the longer. A URL without a port fits a
    /// host with one, less well.
    /// </summary>
    internal int Match(string authority)
    {
        var (name, port) = Split(authority);
        if (!name.Equals(Name, StringComparison.OrdinalIgnoreCase))
            return 0;
        if ((port == DefaultPort(Scheme) ? null : port) == Port)
            return Authority.Length + 1;
        return port is null ? Name.Length : 0;
    }

    /// <returns>What stands before this name and a dot, as a bucket does; null when nothing does.</returns>
    internal string? ReadBucket(string authority)
    {
        var (name, port) = Split(authority);
        return
            name.EndsWith("." + Name, StringComparison.OrdinalIgnoreCase)
            && name.Length > Name.Length + 1
            && (port is null || port == (Port ?? DefaultPort(Scheme)))
            ? name[..^(Name.Length + 1)]
            : null;
    }

    internal static int DefaultPort(string scheme) => scheme == "http" ? 80 : 443;

    // Port -1 fits no host.
    private static (string Name, int? Port) Split(string authority)
    {
        var colon = authority.LastIndexOf(':');
        if (colon < 0 || authority.EndsWith(']'))
            return (authority, null);
        var isPort = int.TryParse(authority[(colon + 1)..], NumberStyles.None, null, out var port);
        return (authority[..colon], isPort ? port : -1);
    }

    /// <returns>0 for the scheme's own; null for a number that is none.</returns>
    private static int? ReadPort(Group port, string scheme)
    {
        if (!port.Success)
            return 0;
        if (!int.TryParse(port.Value, NumberStyles.None, null, out var number) || number is < 1 or > 65535)
            return null;
        return number == DefaultPort(scheme) ? 0 : number;
    }

    private static string? ToAscii(string text)
    {
        if (text.All(char.IsAscii))
            return text;
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"^(?:(?<scheme>https?)://)?(?<name>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])"
            + @"(?::(?<port>[0-9]{1,5}))?/?\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Pattern();
}
