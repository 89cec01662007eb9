namespace ClearSettings.Domain.Hocon;

/// <summary>References: look-ups, the environment, cycles.</summary>
internal sealed partial class Resolution
{
    private int _cuts;
    private int _errors;
    private int _warnings;

    private ConfigValue? Follow(Reference reference)
    {
        Open(reference);
        _giver = _giverBelow = null;
        var value = LookUp(reference);
        reference.Via = value is ConfigContainer && _giverBelow?.Value == value ? _giverBelow : null;
        if (value == Sign.Cycle)
            value = BreakCycle(reference);
        else if (value is null)
            value = Outside(reference);
        Close(reference);
        return value;
    }

    private void Open(Reference reference)
    {
        _chain.Add(reference);
        reference.Open++;
    }

    private void Close(Reference reference)
    {
        _chain.RemoveAt(_chain.Count - 1);
        reference.Open--;
    }

    private ConfigValue? LookUp(Reference reference)
    {
        var value = default(ConfigValue);
        if (reference.Prefix is { } prefix)
            value = LookUp(reference.Path, LookUp(prefix, _root));
        return value ?? LookUp(reference.Path, _root);
    }

    private ConfigValue? LookUp(IReadOnlyList<PathElement> path, ConfigValue? from)
    {
        _budget.Count(path.Count);
        for (var i = 0; i < path.Count; i++)
        {
            if (from is Sign)
                break;
            if (from is not ConfigObject parent || !parent.Fields.TryGetValue(path[i].Text, out from))
                return null;
            if (from is Slot slot)
                from = Force(slot);
        }
        return from == Sign.Absent ? null : from;
    }

    private Sign? BreakCycle(Reference reference)
    {
        _cuts++;
        if (reference.Optional)
            return null;
        if (IsFull(Severity.Error))
            return Sign.Broken;
        Error(
            reference.Origin,
            "cycle",
            $"The substitution {reference} refers to itself: {Chain(reference)}.",
            "Break the cycle, or write ${?" + reference.Name + "} if the value may be absent here."
        );
        return Sign.Broken;
    }

    /// <summary>The keys of a cycle in the order in which they need each other.</summary>
    private string Chain(Reference reference)
    {
        var names = _chain.ConvertAll(r => r.Name);
        if (names.Count == 0 || _chain[^1] != reference)
            names.Add(reference.Name);
        var start = names.Count > 1 ? names.LastIndexOf(reference.Name, names.Count - 2) : -1;
        var cycle = names.Skip(start + 1).Prepend(reference.Name).ToList();
        return string.Join(" → ", cycle.Count > 12 ? [.. cycle.Take(6), "…", .. cycle.TakeLast(5)] : cycle);
    }

    /// <summary>A reference that the documents do not define.</summary>
    private ConfigValue? Outside(Reference reference)
    {
        var name = reference.Path.Count == 1 ? reference.Path[0].Text : null;
        if (name is not null && _options.Environment?.TryGetValue(name, out var text) == true)
            return new ConfigString(text) { Origin = reference.Origin };
        if (_options.Partial)
        {
            if (name is not null && IsEnvironmentName(name) && !_root.ContainsKey(name))
                return new ConfigReference(name, reference.Optional) { Origin = reference.Origin };
            if (reference.Optional && (name is null || !_root.ContainsKey(name)))
                WarnUndefined(reference);
        }
        if (reference.Optional)
            return null;
        if (IsFull(Severity.Error))
            return Sign.Broken;
        Error(
            reference.Origin,
            "unresolved",
            $"The substitution {reference} has no value: nothing sets {reference.Name}.",
            "Set it, or write ${?" + reference.Name + "} if it may be absent."
        );
        return Sign.Broken;
    }

    private void WarnUndefined(Reference reference) =>
        Warning(
            reference.Origin,
            "undefined",
            $"Nothing in the document sets {reference.Name}, so {reference} has no value.",
            "Set it, or remove the substitution."
        );

    private static bool IsEnvironmentName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private void Error(Origin origin, string code, string message, string? fix) =>
        Add(origin, Severity.Error, code, message, fix);

    private void Warning(Origin origin, string code, string message, string? fix) =>
        Add(origin, Severity.Warning, code, message, fix);

    /// <summary>No more are told, so that their messages need not be made.</summary>
    private bool IsFull(Severity severity) =>
        (severity == Severity.Error ? _errors : _warnings) >= _options.Limits.MaxFindings;

    private void Add(Origin origin, Severity severity, string code, string message, string? fix)
    {
        if (IsFull(severity))
            return;
        if (severity == Severity.Error)
            _errors++;
        else
            _warnings++;
        _findings.Add(
            new ResolvedFinding(origin.Document ?? _documents[0], Make(origin, severity, code, message, fix))
        );
    }
}
