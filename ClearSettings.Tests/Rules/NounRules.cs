using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Web.Html;

namespace ClearSettings.Tests.Rules;

public sealed partial class NounRules
{
    [Fact]
    public void Every_noun_registers_itself_and_AddDomain_names_it_once() =>
        AssertRegistered(
            "ClearSettings.Domain",
            "ClearSettings.Domain/DomainServices.cs",
            file => file.Split('/') is [_, var folder, _] && file.EndsWith("Services.cs", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_section_registers_itself_and_Program_names_it_once() =>
        AssertRegistered(
            "ClearSettings.Web/Pages",
            "ClearSettings.Web/Program.cs",
            file => file.EndsWith("Pages.cs", StringComparison.Ordinal)
        );

    [Fact]
    public void Only_its_own_folder_knows_the_page_of_a_section() =>
        Assert.All(
            ["ClearSettings.Web/Program.cs", "ClearSettings.Web/Html/Sections.cs"],
            file => Assert.DoesNotMatch("Pages\\.(Administration|Settings)\\.|/Administration/", SourceTree.Read(file))
        );

    [Fact]
    public void Counts_of_the_sidebar_come_from_their_sections()
    {
        var counts = Sections.All.Where(s => s.Count is not null).ToList();
        Assert.Equal(5, counts.Count);
        Assert.All(
            counts,
            s =>
            {
                Assert.True(s.Count!.IsAssignableTo(typeof(ISectionCount)), s.Title);
                Assert.EndsWith(
                    s.Page[..s.Page.LastIndexOf('/')].Replace('/', '.'),
                    s.Count!.Namespace,
                    StringComparison.Ordinal
                );
            }
        );
    }

    [Fact]
    public void An_entity_with_a_workspace_is_owned_by_it()
    {
        var entities = typeof(ClearSettingsDb)
            .GetProperties()
            .Where(p => p.PropertyType.Name == "DbSet`1")
            .Select(p => p.PropertyType.GetGenericArguments()[0])
            .Where(t => t.GetProperty("WorkspaceId") is not null)
            .ToList();
        Assert.True(entities.Count >= 16);
        Assert.All(entities, t => Assert.True(t.IsAssignableTo(typeof(IWorkspaceOwned)), t.Name));
    }

    [Fact]
    public void Only_the_class_of_a_target_knows_what_it_is_about() =>
        Assert.Equal(
            [
                "ClearSettings.Domain/Vaults/Targets/SshTarget.cs",
                "ClearSettings.Domain/Vaults/Targets/StorageTarget.cs",
                "ClearSettings.Web/Pages/Administration/Vaults/Editor/Targets/SshForm.cs",
                "ClearSettings.Web/Pages/Administration/Vaults/Editor/Targets/StorageForm.cs",
                // Sorts by target in SQL.
                "ClearSettings.Web/Pages/Administration/Vaults/VaultList.cs",
            ],
            new[] { "ClearSettings.Domain", "ClearSettings.Web" }
                .SelectMany(p => SourceTree.Files(p, "*.cs"))
                .Where(f => Regex.IsMatch(SourceTree.Read(f), "VaultTarget\\.(UiStorage|SshServer)"))
        );

    private static void AssertRegistered(string root, string table, Func<string, bool> isRegistration)
    {
        var registrations = SourceTree.Files(root, "*.cs").Where(isRegistration).ToList();
        Assert.True(registrations.Count >= 9);
        var registered = registrations
            .Select(file => Registration().Match(SourceTree.Read(file)).Groups["name"].Value)
            .Where(name => name.Length > 0)
            .ToList();
        Assert.All(registered, name => Assert.Single(Regex.Matches(SourceTree.Read(table), $"\\.{name}\\(")));
        Assert.DoesNotContain(
            SourceTree.Files(root, "*.cs").Except([.. registrations, table]),
            file => AddedService().IsMatch(SourceTree.Read(file))
        );
    }

    [GeneratedRegex("public static IServiceCollection (?<name>Add\\w+)\\(")]
    private static partial Regex Registration();

    [GeneratedRegex("\\.Add(Scoped|Singleton|Transient|HostedService)[<(]")]
    private static partial Regex AddedService();
}
