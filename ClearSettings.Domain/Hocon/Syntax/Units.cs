using System.Globalization;

namespace ClearSettings.Domain.Hocon;

/// <summary>Durations and sizes with the unit names of the HOCON specification; names are case sensitive.</summary>
internal static class Units
{
    /// <summary>Null when the text is none or does not fit.</summary>
    public static TimeSpan? Duration(string? text)
    {
        if (Split(text) is not var (number, unit))
            return null;
        decimal? ticks = unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01m,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => null,
        };
        return Product(number, ticks) is { } total ? new TimeSpan(total) : null;
    }

    /// <summary>Bytes; null when the text is no size, is negative or does not fit.</summary>
    public static long? Size(string? text)
    {
        if (Split(text) is not var (number, unit) || number < 0)
            return null;
        return Product(number, unit is "" or "B" or "b" or "byte" or "bytes" ? 1 : Thousands(unit) ?? Kibi(unit));
    }

    private static decimal? Thousands(string unit) =>
        unit switch
        {
            "kB" or "kilobyte" or "kilobytes" => 1e3m,
            "MB" or "megabyte" or "megabytes" => 1e6m,
            "GB" or "gigabyte" or "gigabytes" => 1e9m,
            "TB" or "terabyte" or "terabytes" => 1e12m,
            "PB" or "petabyte" or "petabytes" => 1e15m,
            "EB" or "exabyte" or "exabytes" => 1e18m,
            _ => null,
        };

    private static decimal? Kibi(string unit) =>
        unit switch
        {
            "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
            "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
            "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
            "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
            "P" or "p" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
            "E" or "e" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => 1L << 60,
            _ => null,
        };

    /// <summary>The number and the unit behind it, with any white space around and between.</summary>
    private static (decimal Number, string Unit)? Split(string? text)
    {
        var trimmed = text.AsSpan().Trim();
        var end = trimmed.Length;
        while (end > 0 && char.IsLetter(trimmed[end - 1]))
            end--;
        return decimal.TryParse(
            trimmed[..end].TrimEnd(),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? (number, trimmed[end..].ToString())
            : null;
    }

    private static long? Product(decimal number, decimal? factor)
    {
        if (factor is not { } by || Math.Abs(number) > long.MaxValue / by)
            return null;
        return (long)decimal.Truncate(number * by);
    }
}
