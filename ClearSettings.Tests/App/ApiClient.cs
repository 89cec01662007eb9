using System.Text;
using System.Text.Json;

namespace ClearSettings.Tests.App;

/// <summary>Calls the API as programs do, and checks the form of every answer.</summary>
public sealed class ApiClient(HttpClient http)
{
    public string? Authorization { get; set; }

    public static string Basic(string accessKey, string secretKey) =>
        "Basic " + Convert.ToBase64String(Encoding.Latin1.GetBytes($"{accessKey}:{secretKey}"));

    /// <summary>POST with a JSON body; a body that is text is sent as it is.</summary>
    public Task<ApiReply> CallAsync(string action, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/" + action, body, headers);

    /// <summary>Calls and returns the data; fails when the call is refused.</summary>
    public async Task<JsonElement> OkAsync(
        string action,
        object? body = null,
        params (string Name, string Value)[] headers
    ) => (await CallAsync(action, body, headers)).Ok;

    /// <summary>As <see cref="OkAsync"/>, the data as JSON text.</summary>
    public async Task<string> OkTextAsync(
        string action,
        object? body = null,
        params (string Name, string Value)[] headers
    ) => (await OkAsync(action, body, headers)).GetRawText();

    /// <summary>Calls and expects this refusal.</summary>
    public async Task RefusedAsync(
        int code,
        int subcode,
        string action,
        object? body = null,
        params (string Name, string Value)[] headers
    ) => (await CallAsync(action, body, headers)).IsRefused(code, subcode);

    public async Task<ApiReply> SendAsync(
        HttpMethod method,
        string url,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
            request.Content = new StringContent(
                body as string ?? JsonSerializer.Serialize(body),
                Encoding.UTF8,
                "application/json"
            );
        if (Authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await ApiReply.ReadAsync(await http.SendAsync(request));
    }

    /// <summary>Logs in and uses the token from now on.</summary>
    public async Task<string> LoginAsync(object? body = null)
    {
        var token = (await CallAsync("auth.login", body)).Ok.GetProperty("token").GetString()!;
        Authorization = "Bearer " + token;
        return token;
    }
}

/// <summary>A response in the envelope of docs/protocol.md#responses.</summary>
public sealed record ApiReply(HttpResponseMessage Response, string Text, JsonElement Meta, JsonElement Data)
{
    public int Code => Meta.GetProperty("result_code").GetInt32();

    public int Subcode => Meta.GetProperty("result_subcode").GetInt32();

    public string Message => Meta.GetProperty("result_msg").GetString()!;

    /// <summary>The data of a call that succeeded.</summary>
    public JsonElement Ok
    {
        get
        {
            IsOk();
            return Data;
        }
    }

    public void IsOk() => Assert.True(Code == 200, $"{Code}/{Subcode} {Message}");

    public void IsRefused(int code, int subcode)
    {
        Assert.Equal((code, subcode), (Code, Subcode));
        Assert.Equal("{}", Data.GetRawText());
    }

    public static async Task<ApiReply> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(
            response.Content.Headers.ContentType?.MediaType == "application/json",
            $"{(int)response.StatusCode} is no JSON: {text}"
        );
        var root = JsonDocument.Parse(text).RootElement;
        var answer = new ApiReply(response, text, root.GetProperty("meta"), root.GetProperty("data"));
        Assert.Equal((int)response.StatusCode, answer.Code);
        Assert.Equal(JsonValueKind.Object, answer.Data.ValueKind);
        return answer;
    }
}
