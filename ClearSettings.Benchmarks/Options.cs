using System.Globalization;

namespace ClearSettings.Benchmarks;

/// <summary>The arguments.</summary>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="Large">Also with 100,000 users and 1,000,000 credentials in the database.</param>
/// <param name="Guard">For CI, where other work slows every measurement: only a ratio below half of its target
/// fails.</param>
/// <param name="Host">A server published with -p:Benchmark=true; made when null.</param>
internal sealed record Options(double Seconds, int Rounds, bool Large, bool Guard, string? Host)
{
    public const string Usage =
        "Arguments: [--seconds 1.5] [--rounds 5] [--large] [--guard] [--host FILE], or: vaults [--seconds 1.5] "
        + "[--rounds 5] [--host FILE], or: memory [--host FILE], or: formats, or: access, or: fuzz "
        + "[--inputs 1000000] [--seed 1]";

    public static Options? Parse(string[] args)
    {
        var options = new Options(1.5, 5, false, false, null);
        for (var i = 0; i < args.Length; i++)
        {
            var next = args[i] switch
            {
                "--large" => options with { Large = true },
                "--guard" => options with { Guard = true },
                var name => options.WithValue(name, ++i < args.Length ? args[i] : ""),
            };
            if (next is null)
                return null;
            options = next;
        }
        return options;
    }

    private Options? WithValue(string name, string value) =>
        name switch
        {
            "--seconds"
                when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds)
                    && seconds is > 0 and <= 60 => this with
            {
                Seconds = seconds,
            },
            "--rounds" when int.TryParse(value, out var rounds) && rounds is > 0 and <= 50 => this with
            {
                Rounds = rounds,
            },
            "--host" when File.Exists(value) => this with { Host = Path.GetFullPath(value) },
            _ => null,
        };
}
