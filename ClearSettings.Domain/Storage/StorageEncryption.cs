using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Domain.Storage;

/// <summary>
/// Encrypts what is stored for a person or a workspace with Data Protection, whose key ring the master key wraps. The
/// owner is part of the purpose, so a row that is moved to another one cannot be read
/// (docs/security.md#cloud-storage).
/// </summary>
public sealed class StorageEncryption(IDataProtectionProvider protection)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new RevealedSecret() },
    };

    internal byte[] Encrypt<T>(string part, Guid owner, T value) =>
        Protector(part, owner).Protect(JsonSerializer.SerializeToUtf8Bytes(value, Options));

    /// <exception cref="System.Security.Cryptography.CryptographicException">Damaged, of another owner, or written
    /// under a key ring that is lost.</exception>
    internal T Decrypt<T>(string part, Guid owner, byte[] box) =>
        JsonSerializer.Deserialize<T>(Protector(part, owner).Unprotect(box), Options)!;

    private IDataProtector Protector(string part, Guid owner) =>
        protection.CreateProtector("ClearSettings.Storage", part, owner.ToHex());

    // Elsewhere a secret is written as ***.
    private sealed class RevealedSecret : JsonConverter<Secret>
    {
        public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString();

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Reveal());
    }
}
