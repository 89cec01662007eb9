using ClearSettings.Domain.Resources;

namespace ClearSettings.Tests.Resources;

/// <summary>Files of objects, as people export them from elsewhere.</summary>
public sealed class ResourceFileTests
{
    [Fact]
    public void A_table_names_its_columns_in_any_order()
    {
        var file = ResourceFile.Parse(
            "\uFEFFname,Type,ID,parent\r\nVision,project,p1,\r\n\"Train, \"\"fast\"\"\",TASK,t1,p1\r\n"
        );
        Assert.True(file.Ok);
        Assert.Equal(
            [("project", "p1", "Vision", null), ("task", "t1", "Train, \"fast\"", "p1")],
            file.Value.Resources.Select(r => (r.Type, r.Id, r.Name, r.ParentId))
        );
        Assert.Equal([2L, 3L], file.Value.Lines);
    }

    [Fact]
    public void Lines_of_JSON_are_what_the_API_takes()
    {
        var file = ResourceFile.Parse(
            """
            {"type": "project", "id": "p1", "name": "Vision"}

            {"type": "task", "id": "t1", "name": "Train", "parent": {"type": "project", "id": "p1"}}
            {"type": "task", "id": "t2", "name": "Test", "parent": "p1"}
            """
        );
        Assert.True(file.Ok);
        Assert.Equal(
            [(null, null), ("project", "p1"), (null, "p1")],
            file.Value.Resources.Select(r => (r.ParentType, r.ParentId))
        );
        Assert.Equal([1L, 3L, 4L], file.Value.Lines);
    }

    [Theory]
    [InlineData("", "Choose a file")]
    [InlineData(" \n ", "Choose a file")]
    [InlineData("a,b,c\n1,2,3", "The first line must name the columns")]
    [InlineData("type,id,name\ntask,t1,\"open", "has a quote that is not closed")]
    [InlineData("{\"type\": \"task\"}\n{", "Line 2 is not an object")]
    [InlineData("{\"type\": [[[[[[]]]]]]}", "Line 1 is not an object")]
    public void What_is_neither_is_refused_with_its_line(string text, string message)
    {
        var file = ResourceFile.Parse(text);
        Assert.Contains(message, Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void A_quoted_field_may_hold_lines_commas_and_quotes()
    {
        var file = ResourceFile.Parse("type , id,name\ntask,t1,\"a\n\"\"b\"\",c\"\r\n\r\ntask , t2 , d ");
        Assert.Equal(
            [("task", "t1", "a\n\"b\",c"), ("task", "t2", "d")],
            file.Value.Resources.Select(r => (r.Type, r.Id, r.Name))
        );
        Assert.Equal([2L, 5L], file.Value.Lines);
    }

    [Fact]
    public void A_field_of_many_lines_takes_memory_in_proportion_to_its_length()
    {
        static long Bytes(int lines)
        {
            var text = "type,id,name\ntask,t1,\"" + string.Concat(Enumerable.Repeat("a\n", lines));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.False(ResourceFile.Parse(text).Ok);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.True(Bytes(400_000) < 20L * 2 * 400_000);
    }

    [Fact]
    public void A_problem_of_an_object_is_told_with_its_line()
    {
        var file = ResourceFile.Parse("type,id,name\n\ntask,t1,Train\ncar,c1,Beetle");
        var refused = ResourceRules.Check(file.Value.Resources);
        Assert.StartsWith("Line 4: Unknown type “car”", file.Value.Locate(refused).Problems[0].Message);
    }

    [Fact]
    public void No_more_is_read_than_one_batch()
    {
        var rows = Enumerable.Range(0, 3 * ResourceRules.MaxBatch).Select(i => $"task,t{i},T");
        var file = ResourceFile.Parse("type,id,name\n" + string.Join('\n', rows));
        Assert.Equal(ResourceRules.MaxBatch + 1, file.Value.Resources.Count);
        Assert.False(ResourceRules.Check(file.Value.Resources).Ok);
    }
}
