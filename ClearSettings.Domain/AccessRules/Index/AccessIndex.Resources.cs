using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>The hierarchy of projects and objects.</summary>
public sealed partial class AccessIndex
{
    /// <summary>Projects from the root to an object, at most.</summary>
    public const int MaxDepth = ResourceRules.MaxDepth;

    private const int None = -1;

    // The slot of an object that the catalog does not have.
    private const int Missing = -2;
    private const int InitialCapacity = 64;

    private readonly Stack<int> _freeSlots = [];
    private Node[] _nodes = new Node[InitialCapacity];
    private NodePlace[] _places = new NodePlace[InitialCapacity];
    private int _slotCount;

    /// <summary>How many objects the catalog has, without placeholders.</summary>
    public int ResourceCount { get; private set; }

    /// <summary>
    /// Adds an object or moves it, with everything below it, to another project. False if that would make a cycle or a
    /// hierarchy deeper than
    /// <see cref="MaxDepth"/>; then nothing is changed.
    /// </summary>
    public bool SetResource(ResourceKey resource, string? parentProject)
    {
        var isDone = false;
        Change(() => isDone = SetResourceCore(resource, parentProject));
        return isDone;
    }

    /// <summary>
    /// Applies changes of the catalog as one step: no decision sees only some of them. A parent that would make a
    /// cycle is left out, so that the object is at the root.
    /// </summary>
    public void SetResources(IReadOnlyCollection<ResourceChange> changes) =>
        Change(() =>
        {
            // Away from where they are first, since two of them may change places.
            foreach (var change in changes)
                if (change.IsDeleted)
                    RemoveResourceCore(change.Resource);
                else if (change.ParentProject is not { } id || !IsIn(change.Resource, new(ResourceType.Project, id)))
                    SetResourceCore(change.Resource, null);
            foreach (var change in changes)
                if (!change.IsDeleted && !SetResourceCore(change.Resource, change.ParentProject))
                    SetResourceCore(change.Resource, null);
        });

    /// <summary>
    /// Removes an object. What is below it stays, below a placeholder without a parent, and so loses what rules on the
    /// projects above it granted.
    /// Rules on the object stay and have no effect until it is added again.
    /// </summary>
    public void RemoveResource(ResourceKey resource) => Change(() => RemoveResourceCore(resource));

    private void RemoveResourceCore(ResourceKey resource)
    {
        var slot = FindSlot(resource);
        if (!IsKnown(slot))
            return;
        _nodes[slot].IsKnown = false;
        ForgetInherited(slot);
        ResourceCount--;
        var parent = _nodes[slot].Parent;
        Unlink(slot);
        RemoveIfUnused(slot);
        RemoveIfUnused(parent);
    }

    private bool SetResourceCore(ResourceKey resource, string? parentProject)
    {
        var parentKey = parentProject is null ? (ResourceKey?)null : new(ResourceType.Project, parentProject);
        if (parentKey is { } wanted && !IsIn(resource, wanted) && !CanMove(resource, wanted))
            return false;
        var slot = GetOrAddSlot(resource);
        var parent = parentKey is { } key ? GetOrAddSlot(key) : None;
        var oldParent = _nodes[slot].Parent;
        if (!IsKnown(slot))
        {
            _nodes[slot].IsKnown = true;
            ForgetInherited(slot);
            ResourceCount++;
        }
        if (oldParent == parent)
            return true;
        Unlink(slot);
        Link(slot, parent);
        RemoveIfUnused(oldParent);
        return true;
    }

    private bool IsIn(ResourceKey resource, ResourceKey parent) =>
        FindSlot(resource) is var slot and not None
        && FindSlot(parent) is var parentSlot and not None
        && _nodes[slot].Parent == parentSlot;

    private bool CanMove(ResourceKey resource, ResourceKey parent)
    {
        if (resource == parent)
            return false;
        var (depth, self, at) = (1, FindSlot(resource), FindSlot(parent));
        if (at == None)
            depth++;
        for (; at != None; at = _nodes[at].Parent, depth++)
            if (at == self)
                return false;
        return depth + (self == None ? 0 : GetHeight(self)) <= MaxDepth;
    }

    // Levels below a slot. Only a project has children, so this stays cheap for what moves most.
    private int GetHeight(int slot)
    {
        var height = 0;
        var pending = new Stack<(int Slot, int Level)>();
        pending.Push((slot, 0));
        while (pending.TryPop(out var next))
        {
            height = Math.Max(height, next.Level);
            for (var child = _places[next.Slot].FirstChild; child != None; child = _places[child].NextSibling)
                if (_places[child].FirstChild != None)
                    pending.Push((child, next.Level + 1));
                else
                    height = Math.Max(height, next.Level + 1);
        }
        return height;
    }

    private int GetOrAddSlot(ResourceKey resource)
    {
        if (FindSlot(resource) is var found and not None)
            return found;
        if (!_freeSlots.TryPop(out var slot))
            slot = _slotCount++;
        if (slot == _nodes.Length)
        {
            Array.Resize(ref _nodes, slot * 2);
            Array.Resize(ref _places, slot * 2);
        }
        _nodes[slot] = new()
        {
            IdBits = PackedId.From(resource).Bits,
            Type = resource.Type,
            Parent = None,
        };
        _places[slot] = new()
        {
            Id = resource.Id,
            FirstChild = None,
            NextSibling = None,
            PreviousSibling = None,
        };
        AddToTable(slot, resource);
        return slot;
    }

    private void Link(int slot, int parent)
    {
        _nodes[slot].Parent = parent;
        ForgetInherited(slot);
        if (parent == None)
            return;
        var next = _places[parent].FirstChild;
        (_places[slot].NextSibling, _places[slot].PreviousSibling) = (next, None);
        if (next != None)
            _places[next].PreviousSibling = slot;
        _places[parent].FirstChild = slot;
    }

    private void Unlink(int slot)
    {
        var parent = _nodes[slot].Parent;
        if (parent == None)
            return;
        ref var place = ref _places[slot];
        if (place.NextSibling != None)
            _places[place.NextSibling].PreviousSibling = place.PreviousSibling;
        if (place.PreviousSibling != None)
            _places[place.PreviousSibling].NextSibling = place.NextSibling;
        else
            _places[parent].FirstChild = place.NextSibling;
        _nodes[slot].Parent = None;
        ForgetInherited(slot);
        (place.NextSibling, place.PreviousSibling) = (None, None);
    }

    // A placeholder goes when nothing is below it and no rule names it.
    private void RemoveIfUnused(int slot)
    {
        if (slot == None || IsKnown(slot) || _places[slot].FirstChild != None || _nodes[slot].HasRules)
            return;
        RemoveFromTable(GetKey(slot));
        _freeSlots.Push(slot);
    }

    private bool IsKnown(int slot) => slot >= 0 && _nodes[slot].IsKnown;

    private ResourceKey GetKey(int slot) => new(_nodes[slot].Type, _places[slot].Id);

    // What a decision reads of an object: 32 bytes, so that it costs one cache line.
    private struct Node
    {
        public UInt128 IdBits;
        public int[]? Inherited;
        public int Parent;
        public bool IsKnown;
        public bool HasRules;
        private byte _type;

        public ResourceType Type
        {
            readonly get => (ResourceType)_type;
            init => _type = (byte)value;
        }
    }

    // The rest: the children of a parent are a doubly linked list.
    private struct NodePlace
    {
        public string Id;
        public int FirstChild;
        public int NextSibling;
        public int PreviousSibling;
    }
}

/// <summary>One change of the catalog, for <see cref="AccessIndex"/>.</summary>
/// <param name="ParentProject">The project that the object is in, or null.</param>
public sealed record ResourceChange(ResourceKey Resource, string? ParentProject, bool IsDeleted);
