using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace ClearSettings.Tests.App;

/// <summary>Takes tokens apart, and makes such as an attacker would.</summary>
public static class Jwt
{
    public static JsonElement Header(string token) => Part(token, 0);

    public static JsonElement Payload(string token) => Part(token, 1);

    public static string Sign(JsonNode header, JsonNode payload, byte[] key, string hash = "HS256")
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        byte[] signature = hash switch
        {
            "HS512" => HMACSHA512.HashData(key, bytes),
            "none" => [],
            _ => HMACSHA256.HashData(key, bytes),
        };
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    private static JsonElement Part(string token, int part) =>
        JsonDocument.Parse(Base64UrlEncoder.Decode(token.Split('.')[part])).RootElement;

    private static string Encode(JsonNode node) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(node.ToJsonString()));
}
