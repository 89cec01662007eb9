using System.Text.RegularExpressions;

namespace ClearSettings.Tests.Rules;

public sealed class ChangeRules
{
    // The kernel below Change; the others are the upgrade of the database with its lock, and the composition of the
    // services.
    private static readonly string[] Kernel =
    [
        "ClearSettings.Domain/Change.cs",
        "ClearSettings.Domain/ClearSettingsDb.Transactions.cs",
        "ClearSettings.Domain/ClearSettingsDb.cs",
        "ClearSettings.Domain/DatabaseUpgrade.cs",
        "ClearSettings.Domain/DesignTime.cs",
        "ClearSettings.Domain/DomainServices.cs",
        "ClearSettings.Domain/PostgresDb.cs",
        "ClearSettings.Domain/Principals/ChangeLock.cs",
        "ClearSettings.Domain/SqliteDb.cs",
        "ClearSettings.Domain/SqliteWriteLock.cs",
        "ClearSettings.Domain/UpgradeLock.cs",
    ];

    [Fact]
    public void Transactions_and_locks_are_taken_in_the_kernel_only() =>
        Assert.Empty(
            Find(
                @"BeginTransaction|UseTransaction|CommitAsync|RunInTransactionAsync|SqliteWriteLock|pg_\w*lock|"
                    + @"for update|\.AcquireAsync\("
            )
        );

    [Fact]
    public void Permissions_are_read_again_in_the_kernel_only() =>
        Assert.Equal(
            // Whether the person who sent an invitation may still invite.
            ["ClearSettings.Domain/Members/Invitations/JoinCheck.cs"],
            Find(@"\baccounts\.FindAsync\(\w+\.WorkspaceId|\bNoLongerAllowed\b")
        );

    [Fact]
    public void Pages_and_actions_change_data_through_use_cases() =>
        Assert.DoesNotContain(
            Find(
                @"\bChange change\b|GetRequiredService<Change>|\.SaveChanges(Async)?\(|\.Execute(Update|Delete)Async\("
            ),
            f => f.StartsWith("ClearSettings.Web/", StringComparison.Ordinal)
        );

    [Fact]
    public void Problems_are_told_by_their_code() =>
        Assert.DoesNotContain(
            Find(
                @"Problems\[0\]\.Field|TryParse<\w+>\(\w+\.Problems|[pP]roblem\.Message\.\w+\(|"
                    + @"(Replace|Match)\(\w*[pP]roblem\.Message|\bmessage == "
            ),
            f => f.StartsWith("ClearSettings.Web/", StringComparison.Ordinal)
        );

    private static IEnumerable<string> Find(string pattern) =>
        new[] { "ClearSettings.Domain", "ClearSettings.Web" }
            .SelectMany(p => SourceTree.Files(p, "*.cs"))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal) && !Kernel.Contains(f))
            .Where(f => Regex.IsMatch(SourceTree.Read(f), pattern, RegexOptions.IgnoreCase));
}
