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

    private readonly Dictionary<ResourceKey, int> _slots = [];
    private readonly Stack<int> _freeSlots = [];
    private string[] _ids = new string[InitialCapacity];
    private ResourceType[] _types = new ResourceType[InitialCapacity];
    private bool[] _isKnown = new bool[InitialCapacity];
    private Grants?[] _grants = new Grants?[InitialCapacity];

    // The hierarchy: each slot's parent, and the children of a parent as a doubly linked list.
    private int[] _parents = new int[InitialCapacity];
    private int[] _firstChildren = new int[InitialCapacity];
    private int[] _nextSiblings = new int[InitialCapacity];
    private int[] _previousSiblings = new int[InitialCapacity];
    private int _slotCount;

    /// <summary>How many objects the catalog has, without placeholders.</summary>
    public int ResourceCount { get; private set; }

    /// <summary>
    /// Adds an object or moves it, with everything below it, to another project. False if that would make a cycle or a hierarchy deeper than
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
    /// Removes an object. What is below it stays, below a placeholder without a parent, and so loses what rules on the projects above it granted.
    /// Rules on the object stay and have no effect until it is added again.
    /// </summary>
    public void RemoveResource(ResourceKey resource) => Change(() => RemoveResourceCore(resource));

    private void RemoveResourceCore(ResourceKey resource)
    {
        if (!_slots.TryGetValue(resource, out var slot) || !_isKnown[slot])
            return;
        _isKnown[slot] = false;
        ResourceCount--;
        var parent = _parents[slot];
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
        var oldParent = _parents[slot];
        if (!_isKnown[slot])
        {
            _isKnown[slot] = true;
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
        _slots.TryGetValue(resource, out var slot)
        && _slots.TryGetValue(parent, out var parentSlot)
        && _parents[slot] == parentSlot;

    private bool CanMove(ResourceKey resource, ResourceKey parent)
    {
        if (resource == parent)
            return false;
        var depth = 1;
        if (_slots.TryGetValue(parent, out var at))
        {
            var self = _slots.GetValueOrDefault(resource, None);
            for (; at != None; at = _parents[at], depth++)
                if (at == self)
                    return false;
        }
        else
            depth++;
        return depth + (_slots.TryGetValue(resource, out var slot) ? GetHeight(slot) : 0) <= MaxDepth;
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
            for (var child = _firstChildren[next.Slot]; child != None; child = _nextSiblings[child])
                if (_firstChildren[child] != None)
                    pending.Push((child, next.Level + 1));
                else
                    height = Math.Max(height, next.Level + 1);
        }
        return height;
    }

    private int GetOrAddSlot(ResourceKey resource)
    {
        if (_slots.TryGetValue(resource, out var slot))
            return slot;
        if (!_freeSlots.TryPop(out slot))
            slot = _slotCount++;
        if (slot == _ids.Length)
            Grow();
        _slots[resource] = slot;
        (_ids[slot], _types[slot], _isKnown[slot], _grants[slot]) = (resource.Id, resource.Type, false, null);
        (_parents[slot], _firstChildren[slot]) = (None, None);
        (_nextSiblings[slot], _previousSiblings[slot]) = (None, None);
        return slot;
    }

    private void Grow()
    {
        var size = _ids.Length * 2;
        Array.Resize(ref _ids, size);
        Array.Resize(ref _types, size);
        Array.Resize(ref _isKnown, size);
        Array.Resize(ref _grants, size);
        Array.Resize(ref _parents, size);
        Array.Resize(ref _firstChildren, size);
        Array.Resize(ref _nextSiblings, size);
        Array.Resize(ref _previousSiblings, size);
    }

    private void Link(int slot, int parent)
    {
        _parents[slot] = parent;
        if (parent == None)
            return;
        var next = _firstChildren[parent];
        (_nextSiblings[slot], _previousSiblings[slot]) = (next, None);
        if (next != None)
            _previousSiblings[next] = slot;
        _firstChildren[parent] = slot;
    }

    private void Unlink(int slot)
    {
        var parent = _parents[slot];
        if (parent == None)
            return;
        var (next, previous) = (_nextSiblings[slot], _previousSiblings[slot]);
        if (next != None)
            _previousSiblings[next] = previous;
        if (previous != None)
            _nextSiblings[previous] = next;
        else
            _firstChildren[parent] = next;
        (_parents[slot], _nextSiblings[slot], _previousSiblings[slot]) = (None, None, None);
    }

    // A placeholder goes when nothing is below it and no rule names it.
    private void RemoveIfUnused(int slot)
    {
        if (slot == None || _isKnown[slot] || _firstChildren[slot] != None || _grants[slot] is not null)
            return;
        _slots.Remove(new(_types[slot], _ids[slot]));
        _freeSlots.Push(slot);
    }
}

/// <summary>One change of the catalog, for <see cref="AccessIndex"/>.</summary>
/// <param name="ParentProject">The project that the object is in, or null.</param>
public sealed record ResourceChange(ResourceKey Resource, string? ParentProject, bool IsDeleted);
