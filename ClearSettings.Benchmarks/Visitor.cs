using System.Net;
using System.Text.RegularExpressions;

namespace ClearSettings.Benchmarks;

/// <summary>Signs in through the form, as a browser does.</summary>
internal static partial class Visitor
{
    /// <returns>What the browser would send as Cookie from then on.</returns>
    public static async Task<string> SignInAsync(int port)
    {
        var site = new Uri($"http://localhost:{port}/");
        using var handler = new HttpClientHandler();
        using var browser = new HttpClient(handler) { BaseAddress = site };
        var form = await browser.GetStringAsync("sign-in");
        using var answer = await browser.PostAsync(
            "sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["Email"] = Binary.Email,
                    ["Password"] = Binary.Password,
                    ["__RequestVerificationToken"] = Token().Match(form).Groups[1].Value,
                }
            )
        );
        answer.EnsureSuccessStatusCode();
        (await browser.GetAsync("settings/profile")).EnsureSuccessStatusCode();
        return string.Join(
            "; ",
            handler.CookieContainer.GetCookies(site).Cast<Cookie>().Select(c => $"{c.Name}={c.Value}")
        );
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
