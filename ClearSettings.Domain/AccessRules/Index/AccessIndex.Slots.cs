using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Finds the slot of an object: one look into a table, and one at the slot itself.</summary>
public sealed partial class AccessIndex
{
    private const int HashBits = 32;

    // Open addressing: the hash in the upper half, the slot plus one in the lower half, 0 where nothing is. At most
    // half full.
    private ulong[] _table = new ulong[InitialCapacity * 2];
    private int _tableCount;

    /// <summary>The slot, or None.</summary>
    private int FindSlot(ResourceKey resource)
    {
        var id = PackedId.From(resource);
        var place = FindPlace(id, resource);
        return _table[place] == 0 ? None : GetSlot(_table[place]);
    }

    private int FindSlot(ResourceType type, string id) => FindSlot(new(type, id));

    // Where the object is in the table, or where it would be.
    private uint FindPlace(PackedId id, ResourceKey resource)
    {
        var table = _table;
        var mask = (uint)table.Length - 1;
        for (var place = id.Hash & mask; ; place = (place + 1) & mask)
        {
            var entry = table[place];
            if (entry == 0 || ((uint)(entry >> HashBits) == id.Hash && Is(GetSlot(entry), id, resource)))
                return place;
        }
    }

    private bool Is(int slot, PackedId id, ResourceKey resource)
    {
        ref var node = ref _nodes[slot];
        return node.Type == resource.Type
            && node.IdBits == id.Bits
            && (id.Bits != default || _places[slot].Id == resource.Id);
    }

    private void AddToTable(int slot, ResourceKey resource)
    {
        if (++_tableCount * 2 > _table.Length)
            GrowTable();
        var id = PackedId.From(resource);
        _table[FindPlace(id, resource)] = ((ulong)id.Hash << HashBits) | ((uint)slot + 1);
    }

    private void GrowTable()
    {
        var old = _table;
        _table = new ulong[old.Length * 2];
        var mask = (uint)_table.Length - 1;
        foreach (var entry in old)
        {
            if (entry == 0)
                continue;
            var place = (uint)(entry >> HashBits) & mask;
            while (_table[place] != 0)
                place = (place + 1) & mask;
            _table[place] = entry;
        }
    }

    // Moves up what comes after the gap, so that a search still finds it.
    private void RemoveFromTable(ResourceKey resource)
    {
        var mask = (uint)_table.Length - 1;
        var gap = FindPlace(PackedId.From(resource), resource);
        for (var next = (gap + 1) & mask; _table[next] != 0; next = (next + 1) & mask)
        {
            var home = (uint)(_table[next] >> HashBits) & mask;
            if (((next - home) & mask) < ((next - gap) & mask))
                continue;
            _table[gap] = _table[next];
            gap = next;
        }
        _table[gap] = 0;
        _tableCount--;
    }

    private static int GetSlot(ulong entry) => (int)(uint)entry - 1;

    /// <summary>An ID with its hash.</summary>
    /// <param name="Bits">All of an ID of 32 lowercase hex digits, as ClearML makes them; 0 for any other ID.</param>
    private readonly record struct PackedId(UInt128 Bits, uint Hash)
    {
        private const int Digits = 32;

        // Secret, so that no one can choose IDs with the same hash.
        private static readonly ulong Seed = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)));

        public static PackedId From(ResourceKey resource)
        {
            var id = resource.Id;
            UInt128 bits = default;
            var isHex =
                id.Length == Digits
                && Convert.FromHexString(id, MemoryMarshal.AsBytes(new Span<UInt128>(ref bits)), out _, out _) == 0
                && !id.AsSpan().ContainsAnyInRange('A', 'F');
            if (!isHex || bits == default)
                return new(default, Mix((uint)id.GetHashCode(StringComparison.Ordinal), 0, resource.Type));
            return new(bits, Mix((ulong)bits, (ulong)(bits >> 64), resource.Type));
        }

        private static uint Mix(ulong low, ulong high, ResourceType type)
        {
            const ulong odd = 0x9E3779B97F4A7C15;
            var product = Math.BigMul(low ^ Seed, high ^ odd ^ (ulong)type, out var rest) ^ rest;
            return (uint)(Math.BigMul(product ^ odd, Seed | 1, out rest) ^ rest);
        }
    }
}
