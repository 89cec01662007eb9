using System.Text;

namespace ClearSettings.Benchmarks;

/// <summary>Requests as bytes, made once.</summary>
internal static class Requests
{
    public static byte[] Get(string path, string headers = "") =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    public static byte[] Basic(string path, KeyPair pair) =>
        Get(
            path,
            "Authorization: Basic "
                + $"{Convert.ToBase64String(Encoding.ASCII.GetBytes($"{pair.AccessKey}:{pair.SecretKey}"))}\r\n"
                + "X-ClearML-Worker: bench:0\r\n"
        );

    public static byte[] Bearer(string path, string token) => Get(path, $"Authorization: Bearer {token}\r\n");

    public static byte[] Page(string path, string cookies) =>
        Get(
            path,
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: text/html\r\nAccept-Language: en\r\nCookie: "
                + $"{cookies}\r\n"
        );

    /// <summary>The first line, for messages.</summary>
    public static string Line(byte[] request) => Encoding.ASCII.GetString(request).Split("\r\n")[0];
}
