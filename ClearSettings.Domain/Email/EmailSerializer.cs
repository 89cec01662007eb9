using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Domain.Email;

/// <summary>An email as the outbox stores it: JSON, encrypted, since a link in it is a secret.</summary>
internal static class EmailSerializer
{
    private const string Purpose = "ClearSettings.OutgoingMail";

    private static readonly Dictionary<string, Type> Kinds = typeof(EmailMessage)
        .Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(EmailMessage)) && !t.IsAbstract)
        .ToDictionary(GetKind);

    public static string GetKind(EmailMessage email) => GetKind(email.GetType());

    private static string GetKind(Type type) => (string)type.GetField("Kind")!.GetRawConstantValue()!;

    public static string Serialize(EmailMessage email, IDataProtectionProvider protection) =>
        protection.CreateProtector(Purpose).Protect(JsonSerializer.Serialize(email, email.GetType()));

    /// <exception cref="System.Security.Cryptography.CryptographicException">Written with a key ring that is
    /// gone.</exception>
    /// <exception cref="JsonException">Written by a version of the program that knew the kind differently.</exception>
    public static EmailMessage Deserialize(string kind, string content, IDataProtectionProvider protection)
    {
        if (!Kinds.TryGetValue(kind, out var type))
            throw new JsonException($"There is no email of the kind {kind}.");
        return (EmailMessage?)JsonSerializer.Deserialize(protection.CreateProtector(Purpose).Unprotect(content), type)
            ?? throw new JsonException("The email is empty.");
    }
}
