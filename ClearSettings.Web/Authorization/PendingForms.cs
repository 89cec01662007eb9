using System.Security.Cryptography;
using ClearSettings.Domain;
using ClearSettings.Domain.Secrets;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Primitives;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// Submitted forms that wait until the person has confirmed their password (docs/security.md#pending-forms). A form
/// stays in the memory of this process, encrypted for its session, person and address, for <see cref="Lifetime"/>. The
/// page gets an id that no one can guess.
/// </summary>
public sealed class PendingForms(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Names and values of one form in UTF-8. What is sent as a form is at most as large.</summary>
    public const int MaxBytes = FormLimits.Bytes;

    /// <summary>The newest of a person; the oldest makes room for another one.</summary>
    public const int MaxPerPerson = 4;

    /// <summary>Of all people together; the oldest make room.</summary>
    public const int MaxForms = 10_000;

    /// <inheritdoc cref="MaxForms"/>
    public const int MaxTotalBytes = 64 * 1024 * 1024;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _bytes;

    /// <param name="address">Where the form was sent, with its query.</param>
    /// <returns>The id, or null when the form is too large to keep.</returns>
    public string? Add(Current current, string address, IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        if (Write(fields) is not { } form)
            return null;
        var id = LinkToken.New();
        var sealedForm = ProtectorFor(current, address).Protect(form);
        CryptographicOperations.ZeroMemory(form);
        lock (_gate)
        {
            var person = current.PersonId!.Value;
            RemoveWhere(e => e.ExpiresAt <= Now);
            while (_entries.Count(e => e.Value.PersonId == person) >= MaxPerPerson)
                RemoveOldest(e => e.PersonId == person);
            while (_bytes + sealedForm.Length > MaxTotalBytes || _entries.Count >= MaxForms)
                RemoveOldest(_ => true);
            _entries[id] = new(person, sealedForm, Now + Lifetime);
            _bytes += sealedForm.Length;
        }
        return id;
    }

    /// <summary>
    /// The fields, or null when there is no such form of this session for this address or can no longer.
    /// </summary>
    public Dictionary<string, StringValues>? Find(Current current, string address, string? id)
    {
        Entry? entry;
        lock (_gate)
            entry = id is null ? null : _entries.GetValueOrDefault(id);
        if (entry is null || entry.ExpiresAt <= Now || entry.PersonId != current.PersonId)
            return null;
        try
        {
            return Read(ProtectorFor(current, address).Unprotect(entry.Form));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns>False when somebody else took the form a moment ago.</returns>
    public bool TryRemove(string id)
    {
        lock (_gate)
        {
            if (!_entries.Remove(id, out var entry))
                return false;
            _bytes -= entry.Form.Length;
            return true;
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private IDataProtector ProtectorFor(Current current, string address) =>
        protection.CreateProtector(
            "ClearSettings.PendingForm",
            current.SessionId!.Value.ToHex(),
            current.PersonId!.Value.ToHex(),
            address
        );

    private void RemoveWhere(Predicate<Entry> which)
    {
        foreach (var (id, entry) in _entries.Where(e => which(e.Value)).ToList())
            if (_entries.Remove(id))
                _bytes -= entry.Form.Length;
    }

    private void RemoveOldest(Predicate<Entry> which)
    {
        var oldest = _entries.Values.Where(e => which(e)).MinBy(e => e.ExpiresAt);
        RemoveWhere(e => ReferenceEquals(e, oldest));
    }

    private static byte[]? Write(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var (name, values) in fields)
        {
            foreach (var value in values)
            {
                writer.Write(name);
                writer.Write(value ?? "");
                if (stream.Length > MaxBytes)
                    return null;
            }
        }
        writer.Flush();
        return stream.ToArray();
    }

    private static Dictionary<string, StringValues> Read(byte[] form)
    {
        using var stream = new MemoryStream(form);
        using var reader = new BinaryReader(stream);
        // As in a form that was just sent.
        Dictionary<string, StringValues> fields = new(StringComparer.OrdinalIgnoreCase);
        while (stream.Position < stream.Length)
        {
            var (name, value) = (reader.ReadString(), reader.ReadString());
            fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), value);
        }
        CryptographicOperations.ZeroMemory(form);
        return fields;
    }

    private sealed record Entry(Guid PersonId, byte[] Form, DateTime ExpiresAt);
}
