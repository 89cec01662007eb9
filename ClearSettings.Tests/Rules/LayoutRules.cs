using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClearSettings.Domain;

namespace ClearSettings.Tests.Rules;

public sealed class LayoutRules
{
    private static readonly string[] Projects =
    [
        "ClearSettings.Domain",
        "ClearSettings.Web",
        "ClearSettings.Tests",
        "ClearSettings.E2E",
        "ClearSettings.Benchmarks",
    ];

    [Fact]
    public void The_domain_knows_nothing_of_pages_or_the_web_project()
    {
        var references = typeof(ClearSettingsDb).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();
        Assert.DoesNotContain("clearsettings", references);
        Assert.DoesNotContain(
            references,
            name =>
                name.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore.Http", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore.Razor", StringComparison.Ordinal)
        );
        Assert.All(
            SourceTree.Files("ClearSettings.Domain", "*.cs"),
            file =>
                Assert.DoesNotMatch(
                    "using (ClearSettings\\.Web|Microsoft\\.AspNetCore\\.(Mvc|Http|Html|Razor))",
                    SourceTree.Read(file)
                )
        );
    }

    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        string[] forbidden =
        [
            "Helpers",
            "Utils",
            "Utilities",
            "Managers",
            "Services",
            "Common",
            "Core",
            "Infrastructure",
            "Extensions",
        ];
        var folders = Projects.SelectMany(p => SourceTree.Files(p, "*")).SelectMany(f => f.Split('/')[..^1]).Distinct();
        Assert.Empty(folders.Intersect(forbidden, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void No_type_has_the_name_of_a_folder_beside_it()
    {
        var namespaces = typeof(ClearSettingsDb)
            .Assembly.GetTypes()
            .Select(t => t.Namespace)
            .OfType<string>()
            .Where(n => n.StartsWith("ClearSettings.", StringComparison.Ordinal))
            .ToHashSet();
        Assert.DoesNotContain(
            typeof(ClearSettingsDb).Assembly.GetExportedTypes(),
            t => namespaces.Contains($"{t.Namespace}.{t.Name}")
        );
    }

    [Fact]
    public void Files_stay_short()
    {
        var files = Projects[..3]
            .SelectMany(p => SourceTree.Files(p, "*.cs"))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(f => SourceTree.Read(f).Count(c => c == '\n') > 250);
        Assert.Empty(files);
    }

    [Fact]
    public void No_folder_has_more_than_40_files()
    {
        var folders = new[] { "ClearSettings.Domain", "ClearSettings.Web" }
            .SelectMany(p => SourceTree.Files(p, "*"))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal))
            .CountBy(f => f[..f.LastIndexOf('/')])
            .Where(folder => folder.Value > 40);
        Assert.Empty(folders);
    }

    [Fact]
    public void Raw_sql_stands_only_where_it_was_reviewed()
    {
        string[] reviewed =
        [
            "ClearSettings.Domain/DatabaseUpgrade.cs",
            "ClearSettings.Domain/SqliteDb.cs",
            "ClearSettings.Domain/UpgradeLock.cs",
            "ClearSettings.Web/Pages/SetUp/ServerCheck.cs",
        ];
        var found = new[] { "ClearSettings.Domain", "ClearSettings.Web" }
            .SelectMany(p => SourceTree.Files(p, "*.cs"))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(f => Regex.IsMatch(SourceTree.Read(f), "FromSql|SqlQuery|ExecuteSql|CommandText|CreateCommand\\("));
        Assert.Equal(reviewed, found);
    }

    [Fact]
    public void Every_csv_download_is_written_in_one_place() =>
        Assert.Equal(
            ["ClearSettings.Web/Html/CsvText.cs"],
            SourceTree
                .Files("ClearSettings.Web", "*.cs")
                .Where(f => SourceTree.Read(f).Contains("text/csv", StringComparison.Ordinal))
        );

    [Fact]
    public void Addresses_are_normalized_without_a_check_only_to_look_someone_up()
    {
        string[] lookups =
        [
            "Email/MimeMessageFactory",
            "ClearSettings.Domain/EmailAddress",
            "Users/PasswordResetQueue",
            "Users/ResetPasswordByOperator",
            "TwoFactor/CreateRecoveryLink",
            "Users/SetServerAdmin",
            "Users/SignIn",
            "Commands/CredentialsCommand",
            "Users/AllowListApi",
        ];
        var found = new[] { "ClearSettings.Domain", "ClearSettings.Web" }
            .SelectMany(p => SourceTree.Files(p, "*.cs"))
            .Where(f =>
                Regex.IsMatch(
                    SourceTree.Read(f),
                    "EmailAddress\\.Normalize|string\\? Normalize\\(|MailboxAddress\\.(Try)?Parse"
                )
            );
        Assert.DoesNotContain(found, f => !lookups.Any(l => $"/{f}".EndsWith($"/{l}.cs", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_asks_the_clock_of_the_machine()
    {
        var found = new[] { "ClearSettings.Domain", "ClearSettings.Web" }
            .SelectMany(p => SourceTree.Files(p, "*.cs"))
            .Where(f => Regex.IsMatch(SourceTree.Read(f), "DateTime(Offset)?\\.(UtcNow|Now|Today)"));
        Assert.Empty(found);
    }

    [Fact]
    public void Public_types_of_the_domain_say_what_they_are() =>
        Assert.Empty(
            SourceTree
                .Files("ClearSettings.Domain", "*.cs")
                .Where(f =>
                    !f.Contains("/Migrations/", StringComparison.Ordinal)
                    && !f.EndsWith(".Db.cs", StringComparison.Ordinal)
                )
                .SelectMany(f => UndocumentedTypes(SourceTree.Read(f).Split('\n')).Select(type => $"{f}: {type}"))
        );

    private static IEnumerable<string> UndocumentedTypes(string[] lines)
    {
        string[] plain = ["DomainServices", "Migrations"];
        for (var i = 0; i < lines.Length; i++)
        {
            var type = Regex.Match(
                lines[i],
                "^public (?:static |sealed |abstract |partial |readonly "
                    + ")*(?:class|record|enum|interface|struct|record struct) (\\w+)"
            );
            if (type.Success && !plain.Contains(type.Groups[1].Value) && !IsDocumented(lines, i))
                yield return type.Groups[1].Value;
        }
    }

    private static bool IsDocumented(string[] lines, int declaration)
    {
        var above = declaration - 1;
        while (above >= 0 && lines[above].StartsWith('['))
            above--;
        return above >= 0 && lines[above].StartsWith("///", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_that_has_Cryptography_Xml_has_one_without_known_holes()
    {
        var found = 0;
        foreach (var file in Projects.SelectMany(p => SourceTree.Files(p, "packages.lock.json")))
        {
            using var json = JsonDocument.Parse(SourceTree.Read(file));
            foreach (var target in json.RootElement.GetProperty("dependencies").EnumerateObject())
            {
                if (!target.Value.TryGetProperty("System.Security.Cryptography.Xml", out var package))
                    continue;
                found++;
                Assert.True(
                    Version.Parse(package.GetProperty("resolved").GetString()!) >= new Version(10, 0, 15),
                    file
                );
            }
        }
        Assert.True(found >= 2);
    }

    [Fact]
    public void Types_are_sealed_unless_something_inherits_from_them()
    {
        var types = new[] { typeof(ClearSettingsDb).Assembly, typeof(Web.Program).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t =>
                t.Namespace?.StartsWith("ClearSettings", StringComparison.Ordinal) == true
                && t.IsClass
                && !t.IsSealed
                && !t.IsAbstract
                && !t.FullName!.Contains('<')
                && t.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
            )
            .ToList();
        var inherited = types
            .Where(t => types.Concat([typeof(Result<int>).GetGenericTypeDefinition()]).Any(u => u.BaseType == t))
            .ToList();
        Assert.Empty(
            types
                .Except(inherited)
                .Where(t => !t.Namespace!.Contains("Migrations", StringComparison.Ordinal))
                .Select(t => t.FullName)
        );
    }
}
