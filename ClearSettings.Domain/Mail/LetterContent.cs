using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Domain.Mail;

/// <summary>A letter as the outbox stores it: JSON, encrypted, since a link in it is a secret.</summary>
internal static class LetterContent
{
    private const string Purpose = "ClearSettings.OutgoingMail";

    private static readonly Dictionary<string, Type> Kinds = typeof(Letter).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Letter)) && !t.IsAbstract).ToDictionary(t => t.Name);

    public static string KindOf(Letter letter) => letter.GetType().Name;

    public static string Write(Letter letter, IDataProtectionProvider protection) =>
        protection.CreateProtector(Purpose).Protect(JsonSerializer.Serialize(letter, letter.GetType()));

    /// <exception cref="System.Security.Cryptography.CryptographicException">Written with a key ring that is gone.</exception>
    /// <exception cref="JsonException">Written by a version of the program that knew the kind differently.</exception>
    public static Letter Read(string kind, string content, IDataProtectionProvider protection)
    {
        if (!Kinds.TryGetValue(kind, out var type)) throw new JsonException($"There is no letter of the kind {kind}.");
        return (Letter?)JsonSerializer.Deserialize(protection.CreateProtector(Purpose).Unprotect(content), type) ?? throw new JsonException("The letter is empty.");
    }
}
