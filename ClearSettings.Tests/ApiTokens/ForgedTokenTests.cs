using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ApiTokens;

public abstract class ForgedTokenTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_forger_of_these_tests_can_make_a_good_token_given_the_key()
    {
        var (header, payload, key) = await GoodAsync();
        await AcceptedAsync(Jwt.Sign(header, payload, key));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("")]
    public async Task Without_signature_a_token_is_refused(string algorithm)
    {
        var (header, payload, key) = await GoodAsync();
        header["alg"] = algorithm;
        await RefusedAsync(Jwt.Sign(header, payload, key, "none"));
        await RefusedAsync(Jwt.Sign(header, payload, key));
        await RefusedAsync(Jwt.Sign(header, payload, key, "none").TrimEnd('.'));
    }

    [Theory]
    [InlineData("HS512")]
    [InlineData("HS384")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("hs256")]
    public async Task Another_algorithm_is_refused_even_with_the_right_key(string algorithm)
    {
        var (header, payload, key) = await GoodAsync();
        header["alg"] = algorithm;
        await RefusedAsync(Jwt.Sign(header, payload, key, algorithm));
    }

    [Fact]
    public async Task An_unknown_missing_or_odd_kid_is_refused()
    {
        foreach (
            var kid in new JsonNode?[]
            {
                "0123456789abcdef",
                "",
                "../../dev/null",
                "' or 1=1 --",
                new string('k', 3000),
                null,
                7,
            }
        )
        {
            var (header, payload, key) = await GoodAsync();
            header["kid"] = kid?.DeepClone();
            await RefusedAsync(Jwt.Sign(header, payload, key));
        }
        var (bare, rest, good) = await GoodAsync();
        bare.Remove("kid");
        await RefusedAsync(Jwt.Sign(bare, rest, good));
    }

    [Fact]
    public async Task A_critical_extension_or_a_key_of_its_own_is_refused_or_ignored()
    {
        var (header, payload, key) = await GoodAsync();
        header["crit"] = new JsonArray("b64");
        await RefusedAsync(Jwt.Sign(header, payload, key));
        (header, payload, _) = await GoodAsync();
        var own = RandomNumberGenerator.GetBytes(32);
        header["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = Convert.ToBase64String(own) };
        header["jku"] = "https://evil.example/keys";
        await RefusedAsync(Jwt.Sign(header, payload, own));
    }

    [Fact]
    public async Task A_token_of_another_server_is_refused()
    {
        await using var other = await App.AnotherAsync();
        await RefusedAsync(await other.Api(await other.KeyAsync(other.Olga)).LoginAsync());
    }

    [Fact]
    public async Task A_changed_character_anywhere_is_refused()
    {
        var token = await App.Api(await App.KeyAsync(App.Mia)).LoginAsync();
        for (var i = 0; i < token.Length; i += 7)
        {
            if (token[i] == '.')
                continue;
            // Not the last character of a part: some of its bits mean nothing.
            if (i + 1 == token.Length || token[i + 1] == '.')
                continue;
            await RefusedAsync(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]);
        }
    }

    [Fact]
    public async Task A_token_cut_doubled_or_padded_is_refused()
    {
        var token = await App.Api(await App.KeyAsync(App.Mia)).LoginAsync();
        var parts = token.Split('.');
        foreach (
            var bad in new[]
            {
                token[..^1],
                token + ".",
                "." + token,
                token + token,
                parts[0] + "." + parts[1],
                parts[0] + ".." + parts[2],
                token + ".a.b",
                token + "==",
            }
        )
            await RefusedAsync(bad);
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("identity")]
    [InlineData("tenant")]
    [InlineData("session_id")]
    public async Task A_signed_token_that_lacks_a_claim_is_refused(string claim)
    {
        var (header, payload, key) = await GoodAsync();
        payload.Remove(claim);
        await RefusedAsync(Jwt.Sign(header, payload, key));
    }

    [Theory]
    [InlineData("exp", "\"never\"")]
    [InlineData("exp", "1")]
    [InlineData("exp", "null")]
    [InlineData("identity", "null")]
    [InlineData("identity", "[]")]
    [InlineData("identity", "\"admin\"")]
    [InlineData("identity", "{\"user\": 7}")]
    [InlineData("tenant", "{}")]
    [InlineData("tenant", "7")]
    [InlineData("session_id", "null")]
    [InlineData("session_id", "[1]")]
    public async Task A_signed_token_with_a_claim_of_the_wrong_type_is_refused(string claim, string value)
    {
        var (header, payload, key) = await GoodAsync();
        payload[claim] = JsonNode.Parse(value);
        await RefusedAsync(Jwt.Sign(header, payload, key));
    }

    [Fact]
    public async Task A_token_for_a_workspace_that_the_user_is_not_in_is_refused()
    {
        var (header, payload, key) = await GoodAsync();
        payload["tenant"] = App.Eve.Workspace.ToString("N");
        await RefusedAsync(Jwt.Sign(header, payload, key));
    }

    private async Task<(JsonObject Header, JsonObject Payload, byte[] Key)> GoodAsync()
    {
        var token = await App.Api(await App.KeyAsync(await App.AddAsync("Nina New", Domain.MemberRole.Member)))
            .LoginAsync();
        var stored = await App.DbAsync(null, db => db.SigningKeys.Select(k => k.Protected).SingleAsync());
        var key = App
            .Services.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("ClearSettings.SigningKeys")
            .Unprotect(stored);
        return (
            JsonNode.Parse(Jwt.Header(token).GetRawText())!.AsObject(),
            JsonNode.Parse(Jwt.Payload(token).GetRawText())!.AsObject(),
            key
        );
    }

    private async Task AcceptedAsync(string token) => (await CallAsync(token)).IsOk();

    private async Task RefusedAsync(string token) => (await CallAsync(token)).IsRefused(401, 30);

    private Task<ApiReply> CallAsync(string token)
    {
        var client = App.Api();
        client.Authorization = "Bearer " + token;
        return client.CallAsync("users.get_current_user");
    }
}

public sealed class ForgedTokenOnSqlite(SqliteApp app) : ForgedTokenTests(app), IClassFixture<SqliteApp>;
