using System.Globalization;

namespace ClearSettings.Benchmarks;

/// <summary>The arguments.</summary>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="Large">Also with 100,000 users and 1,000,000 key pairs in the database.</param>
/// <param name="Host">A server published with -p:Benchmark=true; made when null.</param>
internal sealed record Options(double Seconds, int Rounds, bool Large, string? Host)
{
    public const string Usage = "Arguments: [--seconds 1.5] [--rounds 5] [--large] [--host FILE], or: vaults [the same without --large], or: memory [--host FILE], or: formats, or: fuzz [--inputs 1000000] [--seed 1]";

    public static Options? Parse(string[] args)
    {
        var options = new Options(1.5, 5, false, null);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] == "--large")
            {
                options = options with { Large = true };
                continue;
            }
            var next = args[i] switch
            {
                "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 60 => options with { Seconds = seconds },
                "--rounds" when int.TryParse(value, out var rounds) && rounds is > 0 and <= 50 => options with { Rounds = rounds },
                "--host" when File.Exists(value) => options with { Host = Path.GetFullPath(value) },
                _ => null,
            };
            if (next is null) return null;
            options = next;
            i++;
        }
        return options;
    }
}
