using ClearSettings.Benchmarks;
using ClearSettings.Benchmarks.Formats;

if (args is ["formats"])
    return HoconMeasurements.Run();
if (args is ["access"])
    return AccessLoad.Run();
if (args is ["fuzz", ..])
    return Fuzzer.Run(args[1..]);
if (args is ["vaults", ..] && Options.Parse(args[1..]) is { } vaults)
    return await VaultLoad.RunAsync(vaults);
if (args is ["memory", ..] && Options.Parse(args[1..]) is { } memory)
    return await MemoryLoad.RunAsync(memory);

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
Console.WriteLine(
    options.Host is null ? "Publishing the server with the bare endpoints in it ..." : $"Measuring {options.Host}"
);
var binary = options.Host is null ? await Binary.PublishAsync() : new Binary(options.Host);
var report = new Report();
report.AtMost("Size of the published file", binary.Size / 1e6, 155, "MB");
StartUp.Measure(binary, report, options.Guard ? 1 : 3);
using (var bench = await Bench.StartAsync(binary, options))
    bench.Measure(report);
Console.WriteLine();
report.Print();
if (!options.Guard)
    return report.AllMet ? 0 : 1;
foreach (var name in report.BelowHalf)
    Console.Error.WriteLine($"{name} is below half of its target.");
return report.BelowHalf.Count == 0 ? 0 : 1;
