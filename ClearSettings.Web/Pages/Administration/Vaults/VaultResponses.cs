using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>
/// Writes vaults as the protocol shows them. What clients ask for at each start is written once and kept until the
/// workspace changes.
/// </summary>
public sealed class VaultResponses(VaultCache directory, VaultStore store, GroupCache groups)
{
    private static readonly HashSet<string> Targets = [.. VaultTargets.All.Select(t => t.WireName).OfType<string>()];

    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The enabled vaults of the caller. Private keys of hosts only when their type is asked for.</summary>
    /// <param name="types">Null for all.</param>
    public async ValueTask<byte[]> EnabledAsync(Principal caller, IReadOnlySet<string>? types, bool preview)
    {
        var snapshot = await directory.GetAsync(caller.WorkspaceId);
        // Only names that mean something here become part of a kept answer's name, which would else be as long as the
        // caller likes.
        List<string>? known = types is null
            ? null
            : [.. types.Where(t => Targets.Contains(t) || snapshot.HasType(t)).Order(StringComparer.Ordinal)];
        var kind =
            (preview ? "preview " : "")
            + (caller.ReadsPersonalVault ? "" : "shared ")
            + (known is null ? "*" : string.Join(' ', known));
        var key = new VaultResponseKey(caller.WorkspaceId, caller.UserId, caller.OwnRole, kind);
        if (directory.Responses.TryGet(key, snapshot.Serial, out var kept))
            return kept;
        var answer = Write(
            snapshot.For(caller).Where(v => known is null || known.Contains(TypeOf(v))),
            preview,
            privateKeys: known?.Contains("ssh") == true
        );
        if (known is null || known.TrueForAll(Targets.Contains))
            directory.Responses.Set(key, snapshot.Serial, answer);
        return answer;
    }

    /// <summary>
    /// All that the caller may see: what applies to them, their own that is off, and for administrators every vault of
    /// groups and the workspace.
    /// </summary>
    public async Task<JsonObject> VisibleAsync(
        Principal caller,
        bool administers,
        IReadOnlySet<string>? types,
        bool preview
    )
    {
        var applied = (await directory.GetAsync(caller.WorkspaceId))
            .For(caller)
            .Where(v => v.Scope != VaultScope.User && !administers);
        JsonArray items =
        [
            .. applied
                .Where(v => types is null || types.Contains(TypeOf(v)))
                .Select(v => (JsonNode?)JsonNode.Parse(Item(v, preview))),
        ];
        foreach (
            var vault in await Rows(
                    administers
                        ? store.EditableWithGroups.Where(v => v.Scope != VaultScope.User || v.UserId == caller.UserId)
                        : store.EditableWithGroups.Where(v => v.UserId == caller.UserId)
                )
                .ToListAsync()
        )
            if (types is null || types.Contains(TypeOf(vault)))
                items.Add((JsonNode)await ItemAsync(caller.WorkspaceId, vault, preview, source: false));
        return new() { ["vaults"] = items };
    }

    /// <summary>
    /// The vaults of groups and of the workspace as their authors wrote them, to be changed and sent back.
    /// </summary>
    public async Task<JsonObject> ListOrganizationAsync(
        Guid workspaceId,
        bool onlyEnabled,
        IReadOnlySet<string>? types,
        bool preview
    )
    {
        JsonArray items = [];
        foreach (
            var vault in await Rows(
                    store.EditableWithGroups.Where(v => v.Scope != VaultScope.User && (!onlyEnabled || v.Enabled))
                )
                .ToListAsync()
        )
            if (types is null || types.Contains(TypeOf(vault)))
                items.Add((JsonNode)await ItemAsync(workspaceId, vault, preview, source: true));
        return new() { ["vaults"] = items };
    }

    private static string TypeOf(Vault vault) => VaultType.GetName(vault.Target, vault.Type);

    private static string TypeOf(ServedVault vault) => VaultType.GetName(vault.Target, vault.Type);

    private static IQueryable<Vault> Rows(IQueryable<Vault> vaults) =>
        vaults
            .AsNoTracking()
            .OrderBy(v =>
                v.Scope == VaultScope.Organization ? 0
                : v.Scope == VaultScope.Group ? 1
                : 2
            )
            .ThenBy(v => v.CreatedAt)
            .ThenBy(v => v.Id);

    /// <param name="source">Gives the author's text as data; otherwise what clients would get, and the author's text
    /// beside it.</param>
    private async Task<JsonObject> ItemAsync(Guid workspaceId, Vault vault, bool preview, bool source)
    {
        var (text, readable) = await ReadAsync(vault);
        if (preview)
            text = VaultMask.MaskStrings(text, vault.Format);
        else if (!vault.Target.Rules().CanReveal)
            text = VaultMask.Mask(text, vault.Format);
        var clients = source ? null : await ForClientsAsync(vault, text, preview);
        JsonObject item = new()
        {
            ["id"] = vault.Id.ToHex(),
            ["description"] = vault.Name,
            ["data"] = clients ?? text,
            ["enabled"] = vault.Enabled,
            ["format"] = VaultTypes.ToWireName(clients is null ? vault.Format : ConfigFormat.Hocon),
            ["type"] = TypeOf(vault),
            ["scope"] = VaultTypes.ToWireName(vault.Scope),
            ["last_update"] = vault.UpdatedAt.ToString("O"),
            ["editable"] = readable,
        };
        if (clients is not null)
            (item["source"], item["source_format"]) = (text, VaultTypes.ToWireName(vault.Format));
        if (vault.Scope == VaultScope.Group)
            AddGroups(item, vault, await groups.GetAsync(workspaceId));
        if (vault.UserId is { } user)
            item["user"] = user.ToHex();
        return item;
    }

    // The oldest is the one that programs see which know of one.
    private static void AddGroups(JsonObject item, Vault vault, GroupSnapshot all)
    {
        var ids = vault.GetAssignment().GroupIds.ToHashSet();
        var assigned = all.Groups.Where(g => ids.Contains(g.Id)).ToList();
        if (assigned is [var first, ..])
            (item["group"], item["group_name"]) = (first.Id.ToHex(), first.Name);
        item["groups"] = new JsonArray([.. assigned.Select(g => (JsonNode)g.Id.ToHex())]);
        item["group_names"] = new JsonArray([.. assigned.Select(g => (JsonNode)g.Name)]);
    }

    // Of a vault that is enabled, what its clients do receive.
    private async Task<string?> ForClientsAsync(Vault vault, string text, bool preview)
    {
        if (vault.Enabled && (await directory.GetAsync(vault.WorkspaceId)).Find(vault.Id) is { } served)
            return Text(served, preview, privateKeys: false);
        return VaultContents.Check(vault.Target, text, vault.Format, await store.GetAudienceAsync(vault)).ForClients;
    }

    private async Task<(string Text, bool Readable)> ReadAsync(Vault vault)
    {
        try
        {
            return (await store.ReadAsync(vault) ?? "", true);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return ("", false);
        }
    }

    private static byte[] Write(IEnumerable<ServedVault> vaults, bool preview, bool privateKeys)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        writer.WriteStartArray("vaults"u8);
        foreach (var vault in vaults)
            Write(writer, vault, preview, privateKeys);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Item(ServedVault vault, bool preview)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        Write(writer, vault, preview, privateKeys: false);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, ServedVault vault, bool preview, bool privateKeys)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, vault.Id.ToHex());
        writer.WriteString("description"u8, vault.Name);
        writer.WriteString("data"u8, Text(vault, preview, privateKeys));
        writer.WriteBoolean("enabled"u8, true);
        writer.WriteString("format"u8, "hocon"u8);
        writer.WriteString("type"u8, TypeOf(vault));
        writer.WriteString("scope"u8, VaultTypes.ToWireName(vault.Scope));
        if (vault.Groups.Count > 0)
            WriteGroups(writer, vault.Groups);
        if (vault.UserId is { } user)
            writer.WriteString("user"u8, user.ToHex());
        writer.WriteString("last_update"u8, vault.UpdatedAt.ToString("O"));
        writer.WriteBoolean("editable"u8, true);
        writer.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter writer, IReadOnlyList<NamedGroup> groups)
    {
        writer.WriteString("group"u8, groups[0].Id.ToHex());
        writer.WriteString("group_name"u8, groups[0].Name);
        writer.WriteStartArray("groups"u8);
        foreach (var group in groups)
            writer.WriteStringValue(group.Id.ToHex());
        writer.WriteEndArray();
        writer.WriteStartArray("group_names"u8);
        foreach (var group in groups)
            writer.WriteStringValue(group.Name);
        writer.WriteEndArray();
    }

    private static string Text(ServedVault vault, bool preview, bool privateKeys)
    {
        if (preview)
            return VaultMask.MaskStrings(vault.Text.Reveal(), ConfigFormat.Hocon);
        return !vault.Target.Rules().CanReveal && !privateKeys
            ? VaultMask.Mask(vault.Text.Reveal(), ConfigFormat.Hocon)
            : vault.Text.Reveal();
    }
}
