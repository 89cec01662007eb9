namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Finds out whether a text contains one of many strings, in time that grows with the text alone (the algorithm of Aho
/// and Corasick).
/// </summary>
internal sealed class SecretValues
{
    private readonly Dictionary<long, int> _next = [];
    private readonly List<bool> _ends = [false];
    private readonly int[] _fallback;

    public SecretValues(IEnumerable<string> values)
    {
        List<(int Parent, char Character)> made = [(0, '\0')];
        foreach (var value in values)
        {
            var state = 0;
            foreach (var character in value)
            {
                // What begins with a known value is found by that one.
                if (_ends[state])
                    break;
                if (!_next.TryGetValue(Key(state, character), out var next))
                {
                    _next[Key(state, character)] = next = made.Count;
                    made.Add((state, character));
                    _ends.Add(false);
                }
                state = next;
            }
            _ends[state] = state > 0;
        }
        _fallback = new int[made.Count];
        Link(made);
    }

    public bool IsIn(string text)
    {
        if (_ends.Count == 1)
            return false;
        var state = 0;
        foreach (var character in text)
        {
            state = Step(state, character);
            if (_ends[state])
                return true;
        }
        return false;
    }

    private static long Key(int state, char character) => ((long)state << 16) | character;

    private int Step(int state, char character)
    {
        while (true)
        {
            if (_next.TryGetValue(Key(state, character), out var next))
                return next;
            if (state == 0)
                return 0;
            state = _fallback[state];
        }
    }

    // Level by level: the state that reads the longest end of what has been read so far.
    private void Link(List<(int Parent, char Character)> made)
    {
        var depth = new int[made.Count];
        for (var state = 1; state < made.Count; state++)
            depth[state] = depth[made[state].Parent] + 1;
        foreach (var state in Enumerable.Range(1, made.Count - 1).OrderBy(s => depth[s]))
        {
            var (parent, character) = made[state];
            if (parent == 0)
                continue;
            _fallback[state] = Step(_fallback[parent], character);
            if (_ends[_fallback[state]])
                _ends[state] = true;
        }
    }
}
