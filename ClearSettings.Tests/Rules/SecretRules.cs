using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClearSettings.Domain;

namespace ClearSettings.Tests.Rules;

/// <summary>What must never be printed is a <see cref="Secret"/>; see docs/architecture.md#secrets-in-memory.</summary>
public sealed partial class SecretRules
{
    private const string Marker = "walrus-tin-9";

    private static readonly string[] Exceptions =
    [
        // Encrypted.
        "SmtpServerSettings.Password",
        // A sentence about the secret that the dialog shows.
        "DialogView.Secret",
        "ResultDialogTagHelper.Secret",
        // Bound by the API's own reader, which limits texts, into a class, which prints nothing.
        "TokenInput.Token",
    ];

    // For people and logs, without anything that is secret.
    private static readonly string[] Readable =
    [
        "ClientSource",
        "Finding",
        "MasterKeyLocation",
        "Origin",
        "Position",
        "ResolvedFinding",
        "ResourceKey",
        "SystemCredential",
        "UpgradedVault",
    ];

    [Fact]
    public void Members_that_are_named_like_secrets_are_secrets()
    {
        var texts =
            from type in Types
            where !type.IsDefined(typeof(CompilerGeneratedAttribute))
            from member in Members(type)
            where SecretName().IsMatch(member.Name) && IsText(member.Type)
            select $"{type.Name}.{member.Name}";
        Assert.Equal(Exceptions.Order(), texts.Distinct().Order());
    }

    [Fact]
    public void No_record_hides_its_members_by_hand()
    {
        var byHand = Types
            .Where(t => t.GetMethod("<Clone>$") is not null || t.GetMethod("PrintMembers", Any) is not null)
            .Where(t =>
                t.GetMethods(Any | BindingFlags.DeclaredOnly)
                    .Any(m =>
                        m.Name is "ToString" or "PrintMembers" && !m.IsDefined(typeof(CompilerGeneratedAttribute))
                    )
            )
            .Select(t => t.Name);
        Assert.Equal(Readable.Intersect(Types.Select(t => t.Name)).Order(), byHand.Distinct().Order());
    }

    [Fact]
    public void A_record_with_a_secret_prints_it_in_none_of_its_members()
    {
        var types = Types.Where(t => !t.IsAbstract && !t.ContainsGenericParameters && Secrets(t).Any()).ToList();
        Assert.True(types.Count >= 15, $"{types.Count} types have secrets");
        foreach (var type in types)
        {
            var one = RuntimeHelpers.GetUninitializedObject(type);
            foreach (var field in Secrets(type))
                field.SetValue(one, new Secret(Marker));
            var printed = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters().Length == 0)
                .Select(p => (p.Name, Text: Read(p, one)))
                .Append(("ToString()", Try(() => one.ToString())));
            Assert.All(printed, p => Assert.DoesNotContain(Marker, p.Item2 ?? "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_secret_shows_itself_to_no_one_who_does_not_ask()
    {
        var secret = new Secret(Marker);
        Assert.Equal("***", secret.ToString());
        Assert.Equal("for ***", $"for {secret}");
        Assert.Equal("""{"Value":"***"}""", JsonSerializer.Serialize(new { Value = secret }));
        Assert.Equal(Marker, JsonSerializer.Deserialize<Secret>($"\"{Marker}\"")!.Reveal());
        Assert.Equal("***", typeof(Secret).GetCustomAttribute<System.Diagnostics.DebuggerDisplayAttribute>()!.Value);
        Assert.DoesNotContain(typeof(Secret).GetProperties(), p => p.PropertyType == typeof(string));
        Assert.True(secret == new Secret(Marker) && secret != new Secret("other") && secret != null);
    }

    private const BindingFlags Any =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static IEnumerable<Type> Types =>
        new[] { typeof(ClearSettingsDb).Assembly, typeof(Web.Html.Links).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => !t.Name.Contains('<', StringComparison.Ordinal));

    private static IEnumerable<(string Name, Type Type)> Members(Type type) =>
        type.GetProperties(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
            )
            .Select(p => (p.Name, p.PropertyType))
            .Concat(
                type.GetFields(
                        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                    )
                    .Where(f => !f.Name.Contains('<', StringComparison.Ordinal))
                    .Select(f => (f.Name, f.FieldType))
            );

    private static bool IsText(Type type) =>
        type == typeof(string) || type == typeof(byte[]) || type.IsAssignableTo(typeof(IEnumerable<string>));

    private static IEnumerable<FieldInfo> Secrets(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(f => f.FieldType == typeof(Secret) && type != typeof(Secret));

    private static string? Read(PropertyInfo property, object one) =>
        Try(() => property.GetValue(one) is { } value and not Secret ? value.ToString() : null);

    // Without its other members a property may have nothing to show.
    private static string? Try(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is TargetInvocationException or NullReferenceException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        "(^|_|[a-z0-9])([Pp]assword|[Pp]assphrase|[Ss]ecret|[Ss]ecretKey|[Tt]oken|[Pp]rivateKey|[Pp]rivate)$"
    )]
    private static partial Regex SecretName();
}
