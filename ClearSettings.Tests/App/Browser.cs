using System.Net;

namespace ClearSettings.Tests.App;

/// <summary>A browser without JavaScript: keeps cookies, follows redirects, submits forms as they say.</summary>
public sealed class Browser(HttpMessageHandler handler, Uri home)
{
    private const int MaxRedirects = 5;

    private readonly HttpClient _http = new(handler);

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>Every Set-Cookie line so far.</summary>
    public List<string> SetCookies { get; } = [];

    public Task<Page> GetAsync(string url) => SendAsync(HttpMethod.Get, new Uri(home, url), null);

    /// <summary>Sends fields as a form would, with the antiforgery token of a page that this browser can see.</summary>
    public async Task<Page> PostAsync(string url, params (string Name, string Value)[] fields)
    {
        var token = (await GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        return await PostBareAsync(url, [.. fields, ("__RequestVerificationToken", token)]);
    }

    public Task<Page> PostBareAsync(string url, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, new Uri(home, url), fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    /// <summary>One request, no redirect followed.</summary>
    public Task<HttpResponseMessage> FetchAsync(
        HttpMethod method,
        string url,
        IEnumerable<KeyValuePair<string, string>>? form = null,
        params (string Name, string Value)[] headers
    ) => FetchAsync(method, url, form is null ? null : new FormUrlEncodedContent(form), headers);

    /// <summary>Posts any content; no redirect is followed.</summary>
    public Task<HttpResponseMessage> SendContentAsync(
        string url,
        HttpContent content,
        params (string Name, string Value)[] headers
    ) => FetchAsync(HttpMethod.Post, url, content, headers);

    private async Task<HttpResponseMessage> FetchAsync(
        HttpMethod method,
        string url,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(home, url)) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (Cookies.Count > 0)
            request.Headers.TryAddWithoutValidation(
                "Cookie",
                string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}"))
            );
        var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var lines))
            foreach (var line in lines)
                StoreCookie(line);
        return response;
    }

    /// <summary>Asks for a part of a page as htmx does, with the antiforgery token of this browser.</summary>
    /// <param name="target">Id of the element that is swapped.</param>
    public async Task<Page> HtmxAsync(string url, string target, params (string Name, string Value)[] fields)
    {
        var token = (await GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var response = await FetchAsync(
            HttpMethod.Post,
            url,
            [
                .. fields
                    .Append(("__RequestVerificationToken", token))
                    .Append(("in", target == "dialog-content" ? "dialog" : ""))
                    .Select(f => KeyValuePair.Create(f.Item1, f.Item2)),
            ],
            ("HX-Request", "true"),
            ("HX-Target", target)
        );
        return await Page.ReadAsync(this, new Uri(home, url), response);
    }

    /// <summary>Confirms the password, so that no page asks for it during the next ten minutes.</summary>
    public async Task ConfirmAsync() =>
        await (await GetAsync("/sign-in/confirm-password")).Fill("Password", Person.Password).PressAsync("Continue");

    /// <summary>Sends a form with a file.</summary>
    public async Task<Page> UploadAsync(
        string url,
        string field,
        string fileName,
        byte[] content,
        params (string Name, string Value)[] fields
    )
    {
        var token = (await GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), field, fileName } };
        foreach (var (name, value) in fields.Append(("__RequestVerificationToken", token)))
            form.Add(new StringContent(value), name);
        return await Page.ReadAsync(this, new Uri(home, url), await FetchAsync(HttpMethod.Post, url, form));
    }

    /// <param name="from">The page with the link or form, which goes along as Referer.</param>
    internal async Task<Page> SendAsync(
        HttpMethod method,
        Uri url,
        IEnumerable<KeyValuePair<string, string>>? form,
        Uri? from = null
    )
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await FetchAsync(
                method,
                url.AbsoluteUri,
                form,
                from is null ? [] : [("Referer", from.AbsoluteUri)]
            );
            if (
                response.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
                || response.Headers.Location is not { } location
            )
                return await Page.ReadAsync(this, url, response);
            Assert.True(redirects < MaxRedirects, $"{url} redirects for ever.");
            url = new Uri(url, location);
            Assert.True(url.Authority == home.Authority, $"A redirect leads away, to {url}.");
            (method, form) = (HttpMethod.Get, null);
        }
    }

    private void StoreCookie(string line)
    {
        SetCookies.Add(line);
        var pair = line.Split(';')[0];
        var equals = pair.IndexOf('=');
        // Not in the value: encrypted text contains "1970" now and then.
        var about = line[pair.Length..];
        var gone =
            about.Contains("1970", StringComparison.Ordinal)
            || about.Contains("max-age=0", StringComparison.OrdinalIgnoreCase);
        if (gone)
            Cookies.Remove(pair[..equals]);
        else
            Cookies[pair[..equals]] = pair[(equals + 1)..];
    }
}
