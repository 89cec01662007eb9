using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Principals;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// One saved state of a vault's contents. Never changed; encrypted with the vault's key, bound to its place.
/// </summary>
public sealed class VaultVersion : IWorkspaceOwned
{
    private VaultVersion() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public Guid VaultId { get; private set; }

    /// <summary>1, 2, 3 … within the vault.</summary>
    public int Number { get; private set; }

    public ConfigFormat Format { get; private set; }

    /// <summary>Nonce (12), tag (16), cipher text: the author's text.</summary>
    public byte[] Content { get; private set; } = [];

    public int Items { get; private set; }

    public int Bytes { get; private set; }

    /// <summary>The author's remark.</summary>
    public string? Note { get; private set; }

    public Guid ById { get; private set; }

    public string ByName { get; private set; } = "";

    public DateTime At { get; private set; }

    internal static VaultVersion Create(
        Vault vault,
        int number,
        VaultVersionContents contents,
        Principal author,
        TimeProvider time
    ) =>
        new()
        {
            Id = Domain.EntityId.New(time),
            WorkspaceId = vault.WorkspaceId,
            VaultId = vault.Id,
            Number = number,
            Format = contents.Format,
            Content = contents.Content,
            Items = contents.Items,
            Bytes = contents.Bytes,
            Note = contents.Note,
            ById = author.ActorId,
            ByName = author.ActorName,
            At = time.GetUtcNow().UtcDateTime,
        };
}

/// <summary>What is saved with a version; see the properties of <see cref="VaultVersion"/>.</summary>
internal sealed record VaultVersionContents(ConfigFormat Format, byte[] Content, int Items, int Bytes, string? Note);
