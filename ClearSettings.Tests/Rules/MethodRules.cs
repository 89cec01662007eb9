using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClearSettings.Tests.Rules;

/// <summary>
/// Methods stay short and take few parameters. The exceptions are in LongMethods.txt and ManyParameters.txt, which only
/// shrink: an entry that is no longer needed has to be removed.
/// </summary>
public sealed class MethodRules(ITestOutputHelper output)
{
    private const int MaxLines = 25;
    private const int MaxParameters = 5;

    private const string EveryKindOfBody = """
        class Sample
        {
            void Block()
            {
                One();

                Two();
            }

            int Expression() =>
                Sum(
                    () => 1
                );

            int Property
            {
                get { return 1; }
            }

            IEnumerable<Func<int>> Table() =>
                [
                    () =>
                    {
                        return 1;
                    },
                ];

            Func<int> _field = () =>
                1;
        }
        """;

    private static readonly string[] Projects =
    [
        "ClearSettings.Domain",
        "ClearSettings.Web",
        "ClearSettings.Benchmarks",
        "ClearSettings.Tests",
        "ClearSettings.E2E",
    ];

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    [Fact]
    public void Methods_have_at_most_25_lines() =>
        AssertOnlyKnown("LongMethods.txt", Measure(Bodies).Where(m => m.Size > MaxLines));

    [Fact]
    public void Methods_have_at_most_5_parameters() =>
        AssertOnlyKnown("ManyParameters.txt", Measure(ParameterLists).Where(m => m.Size > MaxParameters));

    [Fact]
    public void Blocks_expressions_and_lambdas_of_fields_are_measured()
    {
        Assert.Equal(
            [
                ("Sample.Block", 3),
                ("Sample.Expression", 3),
                ("Sample.Property", -1),
                ("Sample.Table", 1),
                ("Sample._field", 1),
            ],
            Bodies(CSharpSyntaxTree.ParseText(EveryKindOfBody, Language).GetRoot())
        );
    }

    [Fact]
    public void Parameters_of_records_are_not_counted()
    {
        const string Source = """
            record Row(int A, int B)
            {
                Row(int a) : this(a, 0) { }
            }
            class Service(int a)
            {
                void Run(int a, int b) => Call((x, y, z) => x);
            }
            """;
        Assert.Equal(
            [("Row.constructor", 1), ("Service", 1), ("Service.Run", 2)],
            ParameterLists(CSharpSyntaxTree.ParseText(Source, Language).GetRoot())
        );
    }

    private void AssertOnlyKnown(string list, IEnumerable<(string File, string Name, int Size)> found)
    {
        var all = found.OrderByDescending(m => m.Size).ToList();
        output.WriteLine(string.Join(", ", Projects.Select(p => $"{p}: {all.Count(m => m.File.StartsWith(p + '/'))}")));
        foreach (var (file, name, size) in all)
            output.WriteLine($"{size, 4} {file} {name}");
        var known = SourceTree
            .Read($"ClearSettings.Tests/Rules/{list}")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'));
        Assert.Equal(known, all.Select(m => $"{m.File} {m.Name}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string File, string Name, int Size)> Measure(
        Func<SyntaxNode, IEnumerable<(string Name, int Size)>> measure
    ) =>
        Projects
            .SelectMany(p => SourceTree.Files(p, "*.cs"))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal))
            .SelectMany(f =>
                measure(CSharpSyntaxTree.ParseText(SourceTree.Read(f), Language).GetRoot())
                    .Select(m => (f, m.Name, m.Size))
            );

    private static IEnumerable<(string Name, int Size)> Bodies(SyntaxNode root) =>
        root.DescendantNodes(node => Body(node) is null)
            .Where(node => Body(node) is not null)
            .Select(node => (Name(node), Lines(Body(node)!)));

    /// <summary>
    /// What a member runs. A lambda counts as part of the member around it, and on its own in a table: the list that an
    /// initializer or an expression-bodied member consists of.
    /// </summary>
    private static SyntaxNode? Body(SyntaxNode node) =>
        node switch
        {
            BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? Code(method.ExpressionBody),
            AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? Code(accessor.ExpressionBody),
            PropertyDeclarationSyntax property => Code(property.ExpressionBody),
            IndexerDeclarationSyntax indexer => Code(indexer.ExpressionBody),
            AnonymousFunctionExpressionSyntax lambda => lambda.Body,
            _ => null,
        };

    private static ExpressionSyntax? Code(ArrowExpressionClauseSyntax? body) =>
        body?.Expression is CollectionExpressionSyntax ? null : body?.Expression;

    /// <summary>Between the braces, or of the expression.</summary>
    private static int Lines(SyntaxNode body)
    {
        var lines = body.GetLocation().GetLineSpan();
        var breaks = lines.EndLinePosition.Line - lines.StartLinePosition.Line;
        return body is BlockSyntax ? breaks - 1 : breaks + 1;
    }

    private static IEnumerable<(string Name, int Size)> ParameterLists(SyntaxNode root) =>
        root.DescendantNodes()
            .OfType<ParameterListSyntax>()
            .Where(list => list.Parent is not (RecordDeclarationSyntax or AnonymousFunctionExpressionSyntax))
            .Select(list => (Name(list), list.Parameters.Count));

    private static string Name(SyntaxNode node) =>
        string.Join(
            '.',
            node.AncestorsAndSelf()
                .Select(one =>
                    one switch
                    {
                        BaseTypeDeclarationSyntax type => type.Identifier.Text,
                        DelegateDeclarationSyntax type => type.Identifier.Text,
                        MethodDeclarationSyntax method => method.Identifier.Text,
                        LocalFunctionStatementSyntax function => function.Identifier.Text,
                        PropertyDeclarationSyntax property => property.Identifier.Text,
                        VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field => field
                            .Identifier
                            .Text,
                        ConstructorDeclarationSyntax => "constructor",
                        IndexerDeclarationSyntax => "this",
                        BaseMethodDeclarationSyntax => "operator",
                        _ => null,
                    }
                )
                .OfType<string>()
                .Reverse()
        );
}
