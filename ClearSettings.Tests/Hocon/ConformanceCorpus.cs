using System.Text.Json;

namespace ClearSettings.Tests.Hocon;

/// <summary>
/// The corpus of documents with the readings of the reference implementation. It is no part of this repository: it is
/// looked for where HOCON_CORPUS says, and as shared/hocon-corpus beside a folder above the sources.
/// </summary>
public sealed class ConformanceCorpus
{
    private const string Variable = "HOCON_CORPUS";

    private ConformanceCorpus(string folder)
    {
        Folder = folder;
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")));
        Environment = manifest
            .RootElement.GetProperty("environment")
            .EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetString()!);
        Cases = [.. manifest.RootElement.GetProperty("cases").EnumerateArray().Select(c => new Case(c.Clone()))];
    }

    public string Folder { get; }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public IReadOnlyList<Case> Cases { get; }

    /// <summary>The corpus; skips the test, with the reason, where it is absent.</summary>
    public static ConformanceCorpus OrSkip()
    {
        if (Find() is { } folder)
            return new ConformanceCorpus(folder);
        Assert.Skip(
            $"The HOCON corpus is not here: {Variable} is not set, and no folder above {SourceTree.Root} has "
                + "shared/hocon-corpus."
        );
        return null!;
    }

    public static string? Find()
    {
        if (System.Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(SourceTree.Root).Parent; folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "hocon-corpus");
            if (File.Exists(Path.Combine(candidate, "manifest.json")))
                return candidate;
        }
        return null;
    }

    public string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public sealed record Case(JsonElement Json)
    {
        public string Id => this["id"]!;

        public string Class => this["cls"]!;

        public string File => this["file"]!;

        public string? this[string name] => Json.TryGetProperty(name, out var value) ? value.ToString() : null;

        /// <summary>Where the reference sees the error.</summary>
        public int? ErrorLine =>
            Json.TryGetProperty("error", out var error) && error.TryGetProperty("line", out var line)
                ? line.GetInt32()
                : null;

        public IEnumerable<string> List(string name) =>
            Json.TryGetProperty(name, out var value) ? value.EnumerateArray().Select(v => v.GetString()!) : [];
    }
}
