namespace ClearSettings.Tests.Rules;

/// <summary>Lines fit into a window beside another one.</summary>
public sealed class LineRules
{
    private static readonly string[] Projects =
    [
        "ClearSettings.Domain",
        "ClearSettings.Web",
        "ClearSettings.Benchmarks",
        "ClearSettings.Tests",
        "ClearSettings.E2E",
    ];

    [Fact]
    public void Lines_have_at_most_120_columns()
    {
        // CSharpier wraps code, but not strings, names or comments.
        var wide =
            from file in Projects.SelectMany(p => SourceTree.Files(p, "*.cs"))
            where !file.Contains("/Migrations/", StringComparison.Ordinal)
            let count = SourceTree.Read(file).Split('\n').Count(line => line.Length > 120)
            where count > 0
            select $"{file} {count}";
        Assert.Empty(wide);
    }
}
