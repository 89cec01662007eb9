using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

/// <summary>How much of vaults is held in memory.</summary>
public sealed class VaultCacheBudgetTests
{
    private readonly VaultCacheBudget _memory = new(most: 100);

    [Fact]
    public void Answers_are_kept_until_all_snapshots_together_are_full()
    {
        using VaultSnapshot one = Snapshot(text: 5),
            two = Snapshot(text: 0);
        one.Keep(Whose("*"), new byte[30]);
        two.Keep(Whose("*"), new byte[30]);
        two.Keep(Whose("preview"), new byte[31]);
        Assert.Equal(
            (30, 30, null),
            (one.Find(Whose("*"))?.Length, two.Find(Whose("*"))?.Length, two.Find(Whose("preview")))
        );
        Assert.True(_memory.IsFull);
        one.Dispose();
        Assert.False(_memory.IsFull);
        two.Keep(Whose("preview"), new byte[31]);
        Assert.NotNull(two.Find(Whose("preview")));
    }

    [Fact]
    public void A_snapshot_that_is_over_gives_all_back_once_and_takes_no_more()
    {
        var one = Snapshot(text: 20);
        one.Keep(Whose("*"), new byte[60]);
        one.Keep(Whose("*"), new byte[60]);
        Assert.True(_memory.IsFull);
        one.Dispose();
        one.Dispose();
        one.Keep(Whose("preview"), new byte[10]);
        Assert.True(_memory.TryAdd(100));
        Assert.False(_memory.TryAdd(1));
    }

    [Fact]
    public void What_is_needed_goes_in_even_when_it_is_more_than_wanted()
    {
        using var large = Snapshot(text: 1000);
        Assert.True(_memory.IsFull);
        Assert.Single(large.For(Guid.Empty, MemberRole.Member));
        large.Keep(Whose("*"), new byte[1]);
        Assert.Null(large.Find(Whose("*")));
    }

    private static (Guid User, MemberRole Role, string Kind) Whose(string kind) =>
        (Guid.Empty, MemberRole.Member, kind);

    /// <param name="text">Characters, of two bytes each.</param>
    private VaultSnapshot Snapshot(int text)
    {
        var vault = new ServedVault(
            Guid.NewGuid(),
            "v",
            VaultScope.Organization,
            null,
            null,
            null,
            VaultTarget.Client,
            default,
            new string('x', text),
            SecretPaths.None
        );
        return new(1, new GroupSnapshot(1, [], Enumerable.Empty<Guid>().ToLookup(g => g)), [vault], _memory);
    }
}
