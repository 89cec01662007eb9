using ClearSettings.Domain.Resources;

namespace ClearSettings.Tests.Resources;

public sealed class ResourceRulesTests
{
    public static readonly TheoryData<ResourceDraft, string> Wrong = new()
    {
        { Draft() with { Type = "notebook" }, "Unknown type “notebook”" },
        { Draft() with { Type = null }, "Unknown type “”" },
        { Draft() with { Id = " " }, "The ID is empty" },
        { Draft() with { Id = new('x', 101) }, "The ID is too long" },
        { Draft() with { Name = new('x', 10_000) }, "The name is too long. Use 1000 characters or fewer." },
        { Draft() with { Name = new('x', 10_000_000) }, "The name is too long" },
        { Draft() with { Name = null }, "The name is empty" },
        { Draft() with { Name = "two\nlines" }, "line break" },
        { Draft() with { ParentType = "task", ParentId = "p" }, "A parent must be a project." },
        { Draft() with { ParentType = "project", ParentId = null }, "The ID of the parent is empty" },
        { Draft() with { Type = "queue", ParentId = "p" }, "A resource of the type queue has no parent." },
        { Draft() with { Type = "project", ParentId = "t1" }, "A project cannot be its own parent." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_resource_that_breaks_a_rule_is_refused_with_its_place(ResourceDraft draft, string message)
    {
        var refused = ResourceRules.Check([Draft() with { Id = "other" }, draft]);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal("resources[1]", problem.Field);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Message.Length < 200);
    }

    [Fact]
    public void A_resource_that_appears_twice_is_refused_once()
    {
        var refused = ResourceRules.Check([Draft(), Draft() with { Name = "Again" }]);
        Assert.Equal(
            ("resources[1]", "The task t1 appears twice in the list."),
            (refused.Problems.Single().Field, refused.Problems.Single().Message)
        );
    }

    [Fact]
    public void A_batch_has_at_most_10_000_resources_and_a_refusal_20_problems()
    {
        ResourceDraft[] many = [.. Enumerable.Range(0, 10_001).Select(i => Draft() with { Id = $"t{i}" })];
        Assert.Equal(
            "The list has 10,001 resources. Send at most 10,000 at a time.",
            ResourceRules.Check(many).Problems.Single().Message
        );
        Assert.True(ResourceRules.Check(many[1..]).Ok);
        Assert.Equal(20, ResourceRules.Check([.. many[1..].Select(d => d with { Name = "" })]).Problems.Count);
    }

    [Fact]
    public void Names_and_IDs_are_stored_without_the_spaces_around_them()
    {
        var resource = ResourceRules
            .Check([Draft() with { Id = " t1 ", Name = " Train ", ParentId = " p " }])
            .Value.Single();
        Assert.Equal(new(new(ResourceType.Task, "t1"), "Train", "p"), resource);
    }

    private static ResourceDraft Draft() =>
        new()
        {
            Type = "task",
            Id = "t1",
            Name = "Train",
        };
}
