using System.Globalization;

namespace ClearSettings.Domain.Vaults;

/// <summary>How Python, in which the clients are written, shows a number.</summary>
internal static class PythonNumbers
{
    /// <summary>
    /// The text of <c>str(int(text))</c> or <c>str(float(text))</c> for a number in the grammar of JSON.
    /// </summary>
    public static string Format(string number)
    {
        if (number.AsSpan().IndexOfAny('.', 'e', 'E') >= 0)
            return Float(double.Parse(number, CultureInfo.InvariantCulture));
        return number == "-0" ? "0" : number;
    }

    /// <summary>
    /// The shortest digits that give the same number, like .NET's; the exponent begins below 0.0001 and at 1e16.
    /// </summary>
    private static string Float(double value)
    {
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = shortest.StartsWith('-') ? "-" : "";
        var (digits, scale) = Digits(shortest.AsSpan(sign.Length));
        if (value == 0)
            return sign + "0.0";
        if (scale is > -4 and <= 16)
            return sign + Fixed(digits, scale);
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{sign}{mantissa}e{(scale > 0 ? '+' : '-')}{Math.Abs(scale - 1):00}";
    }

    /// <summary>The digits without zeros at the ends, and how many of them stand in front of the point.</summary>
    private static (string Digits, int Scale) Digits(ReadOnlySpan<char> text)
    {
        var e = text.IndexOf('E');
        var exponent =
            e < 0 ? 0 : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = (e < 0 ? text : text[..e]).ToString();
        var point = mantissa.IndexOf('.');
        var scale = (point < 0 ? mantissa.Length : point) + exponent;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), scale - leading);
    }

    private static string Fixed(string digits, int scale)
    {
        if (scale <= 0)
            return "0." + new string('0', -scale) + digits;
        return digits.Length <= scale
            ? digits + new string('0', scale - digits.Length) + ".0"
            : $"{digits[..scale]}.{digits[scale..]}";
    }
}
