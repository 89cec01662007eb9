namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Text without quotes that grows token by token with the white space between; it stays one piece of the source.
/// </summary>
internal struct UnquotedText
{
    public int Start;
    public int End;
    public int Tokens;
    public bool HasBlank;

    /// <summary>The piece before can be a part of a string, so that white space behind it counts.</summary>
    public bool AfterSimple;

    public void Blank(int from, int to)
    {
        if (Tokens == 0)
            Start = from;
        End = to;
        HasBlank = true;
    }

    public void Text(Token token)
    {
        if (Tokens == 0 && !HasBlank)
            Start = token.Start;
        Tokens++;
        End = token.End;
    }
}
