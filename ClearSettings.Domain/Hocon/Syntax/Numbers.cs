namespace ClearSettings.Domain.Hocon;

/// <summary>What a number looks like.</summary>
internal static class Numbers
{
    /// <summary>
    /// The grammar of RFC 8259, which HOCON takes over: no plus in front, no leading zero, digits on both sides of the
    /// point. The reference implementation also takes -.5, which <see cref="Canonical"/> repairs.
    /// </summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        var i = text.StartsWith("-") ? 1 : 0;
        var whole = Digits(text, i);
        if (whole == 0 ? !text.StartsWith("-.") : whole > 1 && text[i] == '0')
            return false;
        i += whole;
        if (i < text.Length && text[i] == '.')
        {
            var fraction = Digits(text, i + 1);
            if (fraction == 0)
                return false;
            i += 1 + fraction;
        }
        if (i == text.Length)
            return true;
        if (text[i] is not ('e' or 'E'))
            return false;
        i += i + 1 < text.Length && text[i + 1] is '+' or '-' ? 2 : 1;
        var exponent = Digits(text, i);
        return exponent > 0 && i + exponent == text.Length;
    }

    /// <summary>A number as JSON writes it.</summary>
    public static string Canonical(string text) =>
        text.StartsWith("-.", StringComparison.Ordinal) ? string.Concat("-0", text.AsSpan(1)) : text;

    private static int Digits(ReadOnlySpan<char> text, int from)
    {
        var i = from;
        while (i < text.Length && text[i] is >= '0' and <= '9')
            i++;
        return i - from;
    }
}
