namespace ClearSettings.Tests.Hocon;

/// <summary>
/// The rules for the text that clients are sent, looked at character by character, without the engine.
/// </summary>
public static class WriterRules
{
    private const string Outside = "{}[]:,$?._+-";

    public static void Check(string text)
    {
        if (text.Length == 0)
            return;
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        Assert.EndsWith("}", text, StringComparison.Ordinal);
        var lists = new Stack<bool>();
        var deepest = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
                i = EndOfString(text, i, lists.TryPeek(out var inList) && inList);
            else if (c == '$')
                i = EndOfReference(text, i);
            else
            {
                Assert.True(char.IsAsciiLetterOrDigit(c) || Outside.Contains(c), $"{c} at {i} of {text}");
                if (c is '{' or '[')
                    lists.Push(c == '[');
                if (c is '}' or ']')
                    lists.Pop();
                deepest = Math.Max(deepest, lists.Count);
            }
        }
        Assert.Empty(lists);
        Assert.InRange(deepest, 1, 20);
    }

    private static int EndOfString(string text, int start, bool inList)
    {
        var i = start + 1;
        for (; text[i] != '"'; i++)
        {
            Assert.False(text[i] is '\n' or '\r' or '\t', $"a raw control character at {i} of {text}");
            if (text[i] == '\\')
                Assert.Contains(text[++i], "\"\\nrt");
        }
        if (i == start + 1 && inList)
            Assert.Equal('}', text[start - 1]);
        return i;
    }

    private static int EndOfReference(string text, int start)
    {
        var end = text.IndexOf('}', start);
        Assert.Matches(
            "^\\$\\{\\??[A-Za-z_][A-Za-z0-9_]*\\}$|^\\$\\{\\?clearsettings\\.empty\\}$",
            text[start..(end + 1)]
        );
        return end;
    }
}
