using ClearSettings.Domain;
using Mono.Cecil;

namespace ClearSettings.Tests.Rules;

public sealed class DependencyRules
{
    private const string Root = "ClearSettings.Domain";
    private const string Kernel = "kernel";

    // The nouns of a line know those of the lines above and of their own; see docs/architecture.md#the-order-of-nouns.
    private static readonly string[][] Order =
    [
        ["Hocon"],
        [Kernel, "Principals"],
        ["Secrets", "Audit", "Jobs", "Email", "Outbound"],
        ["Billing", "Users", "Workspaces", "Members", "Groups"],
        ["Credentials", "ApiTokens", "ServiceAccounts", "SystemCredentials"],
        ["Vaults", "Resources"],
        ["AccessRules", "Storage"],
    ];

    // The database has the tables of every noun, a change writes audit events and emails and reads the caller's role
    // again, and a principal is read from the tables of members, accounts and credentials.
    private static readonly string[] Exceptions =
    [
        "ClearSettingsDb",
        "Change",
        "ChangeLock",
        "SqliteDb",
        "PostgresDb",
        "DomainServices",
        "PrincipalCache",
    ];

    [Fact]
    public void Nouns_depend_only_on_nouns_below_them()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(ClearSettingsDb).Assembly.Location);
        var types = assembly
            .MainModule.GetTypes()
            .Where(t => LevelOf(t) is not null && !IsException(Outer(t)))
            .ToList();
        var upward =
            from type in types
            from used in References(type).Select(Outer).Distinct()
            let noun = NounOf(used)
            where LevelOf(used) > LevelOf(type)
            select $"{Outer(type).FullName[(Root.Length + 1)..]} uses {noun}: {used.Name}";
        Assert.True(types.Count > 400);
        Assert.Empty(upward.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_noun_has_its_place_in_the_order()
    {
        var nouns = typeof(ClearSettingsDb)
            .Assembly.GetTypes()
            .Where(t => t.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true)
            .Select(t => t.Namespace!.Split('.') is [_, _, var noun, ..] ? noun : Kernel)
            .Where(n => n != "Migrations")
            .Distinct();
        Assert.Equal(Order.SelectMany(n => n).Order(), nouns.Order());
    }

    private static IEnumerable<TypeReference> References(TypeDefinition type) =>
        Signatures(type).Concat(type.Methods.Where(m => m.HasBody).SelectMany(Body)).SelectMany(Parts);

    private static IEnumerable<TypeReference?> Signatures(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(i => i.InterfaceType),
            .. type.Fields.Select(f => f.FieldType),
            .. type.Methods.Select(m => m.ReturnType),
            .. type.Methods.SelectMany(m => m.Parameters).Select(p => p.ParameterType),
        ];

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) =>
        method
            .Body.Instructions.Select(i => i.Operand)
            .SelectMany(
                IEnumerable<TypeReference?> (operand) =>
                    operand switch
                    {
                        TypeReference used => [used],
                        FieldReference used => [used.DeclaringType, used.FieldType],
                        GenericInstanceMethod used => [used.DeclaringType, used.ReturnType, .. used.GenericArguments],
                        MethodReference used => [used.DeclaringType, used.ReturnType],
                        _ => [],
                    }
            );

    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null => [],
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
            TypeSpecification wrapped => Parts(wrapped.ElementType),
            _ => [type],
        };

    private static TypeReference Outer(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static string? NounOf(TypeReference type) =>
        Outer(type).Namespace.Split('.') switch
        {
            ["ClearSettings", "Domain"] => Kernel,
            ["ClearSettings", "Domain", var noun, ..] => noun,
            _ => null,
        };

    private static int? LevelOf(TypeReference type) =>
        NounOf(type) is { } noun && Array.FindIndex(Order, level => level.Contains(noun)) is >= 0 and var level
            ? level
            : null;

    // Registrations are in the root namespace, so that AddDomain names each noun once.
    private static bool IsException(TypeReference type) =>
        LevelOf(type) == 1
        && (Exceptions.Contains(type.Name) || type.Name.EndsWith("Services", StringComparison.Ordinal));
}
