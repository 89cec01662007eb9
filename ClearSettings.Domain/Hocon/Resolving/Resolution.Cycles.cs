using System.Runtime.CompilerServices;

namespace ClearSettings.Domain.Hocon;

/// <summary>Walks over merged slots, which share layers: who is to blame for a value that contains itself.</summary>
internal sealed partial class Resolution
{
    private int _walk;

    /// <summary>True for the first visit of a walk.</summary>
    private bool Visit(Slot slot)
    {
        if (slot.Walk == _walk)
            return false;
        slot.Walk = _walk;
        _budget.Count();
        return RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? true
            : throw _budget.Broken("chain", slot.Origin, "The chain of substitutions is too long.");
    }

    /// <summary>A merged slot that has a slot as a layer whose value it is a part of would go on without end.</summary>
    private bool IsInside(Slot slot)
    {
        if (!Visit(slot))
            return false;
        if (slot.Deepening)
            return true;
        for (var i = 0; i < slot.Count; i++)
        {
            _budget.Count();
            if (slot[i] is Slot layer && IsInside(layer))
                return true;
        }
        return false;
    }

    /// <summary>The newest reference of a slot, or of a slot merged into it, that gave a value.</summary>
    private Reference? Blamed(Slot slot)
    {
        if (!Visit(slot))
            return null;
        for (var i = slot.Count - 1; i >= 0; i--)
        {
            _budget.Count();
            if (slot[i] is Reference { Value: ConfigContainer } reference)
                return reference;
            if (slot[i] is Slot layer && Blamed(layer) is { } inner)
                return inner;
        }
        return null;
    }

    /// <summary>Forgets the value, since one of its references was cut.</summary>
    private void ForgetSlot(Slot slot)
    {
        if (!Visit(slot))
            return;
        if (slot.Progress == Progress.Done)
            slot.Progress = Progress.New;
        slot.ForgetSeen();
        for (var i = 0; i < slot.Count; i++)
        {
            _budget.Count();
            if (slot[i] is Slot { Progress: Progress.Done } layer)
                ForgetSlot(layer);
        }
    }
}
