using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// What clients receive from a vault that is enabled: the text as it was accepted, so that no later version of this
/// program changes or drops it by itself. Of an earlier version of the vault it means nothing.
/// </summary>
public sealed class ServedForm : IWorkspaceOwned
{
    private ServedForm() { }

    public Guid VaultId { get; private set; }

    public Guid WorkspaceId { get; private set; }

    /// <summary>The version of the vault that it was made of.</summary>
    public int Number { get; private set; }

    /// <summary>Nonce (12), tag (16), cipher text: a <see cref="ServedContents"/>.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>The <see cref="VaultRules.Version"/> that the vault was last checked by.</summary>
    public int Rules { get; private set; }

    internal static ServedForm Create(Vault vault, byte[] content, int rules)
    {
        var form = new ServedForm { VaultId = vault.Id, WorkspaceId = vault.WorkspaceId };
        form.Replace(vault, content, rules);
        return form;
    }

    internal void Replace(Vault vault, byte[] content, int rules) =>
        (Number, Content, Rules) = (vault.Version, content, rules);
}

/// <summary>The contents of a served form.</summary>
/// <param name="Text">What clients receive (docs/configuration-formats.md#the-text-for-clients); "" for a vault without
/// settings.</param>
/// <param name="Marked">Keys that the author marked as secret by a comment, which the canonical text does not
/// have.</param>
internal sealed record ServedContents(Secret Text, SecretPaths Marked)
{
    /// <summary>
    /// Length of the marked keys (4 bytes, little-endian), the marked keys as JSON, the text in UTF-8.
    /// </summary>
    public byte[] Serialize()
    {
        var (text, marked) = (Text.Reveal(), JsonSerializer.SerializeToUtf8Bytes(Marked.Entries()));
        var bytes = new byte[sizeof(int) + marked.Length + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, marked.Length);
        marked.CopyTo(bytes, sizeof(int));
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(sizeof(int) + marked.Length));
        return bytes;
    }

    /// <exception cref="JsonException">Written by a version of the program that knew another form.</exception>
    public static ServedContents Deserialize(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < 0 || length > bytes.Length - sizeof(int))
            throw new JsonException("The served form is cut.");
        var marked = JsonSerializer.Deserialize<SecretPathEntry[]>(bytes.Slice(sizeof(int), length)) ?? [];
        return new(Encoding.UTF8.GetString(bytes[(sizeof(int) + length)..]), SecretPaths.Read(marked));
    }
}
