namespace ClearSettings.Domain.Vaults;

/// <summary>Finds out whether a text contains one of many strings, in time that grows with the text alone (the algorithm of Aho and Corasick).</summary>
internal sealed class SecretValues
{
    private readonly Dictionary<long, int> _next = [];
    private readonly List<bool> _ends = [false];
    private readonly int[] _fallback;

    public SecretValues(IEnumerable<string> values)
    {
        List<(int Parent, char Letter)> made = [(0, '\0')];
        foreach (var value in values)
        {
            var state = 0;
            foreach (var email in value)
            {
                // What begins with a known value is found by that one.
                if (_ends[state])
                    break;
                if (!_next.TryGetValue(Key(state, email), out var next))
                {
                    _next[Key(state, email)] = next = made.Count;
                    made.Add((state, email));
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
        foreach (var email in text)
        {
            state = Step(state, email);
            if (_ends[state])
                return true;
        }
        return false;
    }

    private static long Key(int state, char email) => ((long)state << 16) | email;

    private int Step(int state, char email)
    {
        while (true)
        {
            if (_next.TryGetValue(Key(state, email), out var next))
                return next;
            if (state == 0)
                return 0;
            state = _fallback[state];
        }
    }

    // Level by level: the state that reads the longest end of what has been read so far.
    private void Link(List<(int Parent, char Letter)> made)
    {
        var depth = new int[made.Count];
        for (var state = 1; state < made.Count; state++)
            depth[state] = depth[made[state].Parent] + 1;
        foreach (var state in Enumerable.Range(1, made.Count - 1).OrderBy(s => depth[s]))
        {
            var (parent, email) = made[state];
            if (parent == 0)
                continue;
            _fallback[state] = Step(_fallback[parent], email);
            if (_ends[_fallback[state]])
                _ends[state] = true;
        }
    }
}
