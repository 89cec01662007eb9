using System.Text;
using System.Text.Json;

namespace ClearSettings.Tests.Commands;

public sealed partial class ConfigCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Json_is_one_line_for_each_file()
    {
        var (good, bad) = (
            Write("good.conf", "n = 1.50, big = 123456789012345678901234567890, s = \"é\"${?X}"),
            Write("bad.conf", "a {\n  b = \"x\n}")
        );
        var run = await RunAsync("render", "--json", good, bad, "--env", "X=y=z");
        Assert.Equal(1, run.Code);
        var lines = run.Output.Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([good, bad], lines.Select(l => l.GetProperty("file").GetString()));
        Assert.Equal([true, false], lines.Select(l => l.GetProperty("ok").GetBoolean()));
        Assert.Equal(
            "{\"n\":1.50,\"big\":123456789012345678901234567890,\"s\":\"éy=z\"}",
            lines[0].GetProperty("value").GetRawText()
        );
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("value").ValueKind);
        var finding = lines[1].GetProperty("findings")[0];
        Assert.Equal(
            ["severity", "line", "column", "path", "message", "fix"],
            finding.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(
            """["error",2,7,"a.b"]""",
            JsonSerializer.Serialize(finding.EnumerateObject().Take(4).Select(p => p.Value))
        );
    }

    [Fact]
    public async Task Render_resolves_with_the_given_variables_only()
    {
        var file = Write("a.conf", "home = ${HOME}/x, opt = ${?NOT_THERE}");
        var run = await RunAsync("render", file);
        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.StartsWith($"{file}:1:8: error: ", run.Errors);
        Assert.Equal(
            new CommandRun(0, "{\n  \"home\": \"/root/x\"\n}", ""),
            await RunAsync("render", file, "--env", "HOME=/root")
        );
        Assert.Equal(
            new CommandRun(0, "home: /root/x", ""),
            await RunAsync("render", file, "--env", "HOME=/root", "--to", "yaml")
        );
        Assert.Equal(
            new CommandRun(1, "", "clearsettings: env: Use the form NAME=VALUE."),
            await RunAsync("render", file, "--env", "HOME")
        );
    }

    [Fact]
    public async Task For_clients_applies_the_rules_of_vaults()
    {
        var file = Write("a.conf", "files.x { path = ${?HOME}\"/x\", contents = [\"\"] }");
        Assert.Equal(
            new CommandRun(
                0,
                "{\"files\":{\"x\":{\"path\":${?HOME}\"/x\",\"contents\":[${?clearsettings.empty}\"\"]}}}",
                ""
            ),
            await RunAsync("render", "--for-clients", file)
        );
        var line = JsonDocument.Parse((await RunAsync("render", "--for-clients", "--json", file)).Output).RootElement;
        Assert.Equal(
            "{\"files\":{\"x\":{\"path\":${?HOME}\"/x\",\"contents\":[${?clearsettings.empty}\"\"]}}}",
            line.GetProperty("value").GetString()
        );
        var machine = Write("b.conf", "agent.worker_id = x");
        Assert.Equal(0, (await RunAsync("check", machine)).Code);
        var run = await RunAsync("check", "--for-clients", machine);
        Assert.Equal(1, run.Code);
        Assert.Contains("b.conf:1:1: error: agent.worker_id belongs to each machine", run.Output);
        Assert.Equal(1, (await RunAsync("check", "--vault", machine)).Code);
    }

    [Fact]
    public async Task Convert_writes_what_the_target_can_hold()
    {
        var file = Write("a.conf", "# c\na { b = [1, no] }\n");
        Assert.Equal(
            "{\n  \"a\": {\n    \"b\": [1, \"no\"]\n  }\n}",
            (await RunAsync("convert", "--to", "json", file)).Output
        );
        Assert.Equal(
            new CommandRun(0, "# c\na:\n  b:\n    - 1\n    - \"no\"", ""),
            await RunAsync("convert", "--to", "yaml", file)
        );
        Assert.Equal(
            "a {\n  b = 1\n}",
            (await RunAsync("convert", "--to", "hocon", Write("b.yaml", "a:\n  b: 1\n"))).Output
        );
        var run = await RunAsync("convert", "--to", "json", Write("c.conf", "a = ${HOME}"));
        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Contains("${HOME} would be lost", run.Errors);
        Assert.NotEqual(0, (await RunAsync("convert", file)).Code);
    }

    [Fact]
    public async Task Merge_lets_the_later_file_win_and_tells_where_values_come_from()
    {
        var (below, above) = (
            Write("base.conf", "port = 80\nurl = \"h:\"${port}\nkeep = 1\n"),
            Write("mine.yaml", "port: 90\n")
        );
        Assert.Equal("port = 90\nurl = \"h:90\"\nkeep = 1", (await RunAsync("merge", below, above)).Output);
        var run = await RunAsync("merge", "--origins", below, above);
        Assert.Contains($"port = 90  # {above}:1:7, overrides {below}:1:8\n", run.Output);
        Assert.Contains($"keep = 1  # {below}:3:8", run.Output);
        var last = JsonDocument
            .Parse((await RunAsync("merge", "--json", below, above)).Output.Split('\n')[1])
            .RootElement;
        Assert.Equal("{\"port\":90,\"url\":\"h:90\",\"keep\":1}", last.GetProperty("value").GetRawText());
        Assert.Equal(
            "{\"port\":90,\"url\":\"h:90\",\"keep\":1}",
            (await RunAsync("merge", "--for-clients", below, above)).Output
        );
        run = await RunAsync("merge", below, Write("bad.conf", "a = ["));
        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Contains("bad.conf:1:6: error: ", run.Errors);
    }

    [Fact]
    public async Task Standard_input_is_a_file_too()
    {
        Assert.Equal(
            new CommandRun(0, "{\n  \"a\": 1\n}", ""),
            await CommandRunner.RunAsync("a = 1", "config", "render", "-")
        );
        Assert.Equal(
            "a = 1",
            (await CommandRunner.RunAsync("a: 1", "config", "convert", "--to", "hocon", "--format", "yaml", "-")).Output
        );
        Assert.StartsWith(
            "<stdin>:1:",
            (await CommandRunner.RunAsync("{\"a\": }", "config", "check", "--format", "json", "-")).Output
        );
    }

    [Fact]
    public async Task Strict_reads_an_include_as_nothing_with_a_warning_and_clearml_refuses_it()
    {
        var file = Write("a.conf", "a = 1\ninclude \"/etc/passwd\"\n");
        var run = await RunAsync("render", "--dialect", "strict", file);
        Assert.Equal((0, "{\n  \"a\": 1\n}"), (run.Code, run.Output));
        Assert.Contains("a.conf:2:1: warning: The include of /etc/passwd is ignored", run.Errors);
        Assert.Equal(1, (await RunAsync("render", file)).Code);
        Assert.Equal(1, (await RunAsync("check", "--dialect", "strict", "--for-clients", file)).Code);
    }

    [Fact]
    public async Task No_data_folder_is_made()
    {
        Assert.Equal(
            0,
            (await RunAsync("check", Write("a.conf", "a = 1"), "--data", Path.Combine(_folder, "data"))).Code
        );
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    private static Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRunner.RunAsync("", ["config", .. arguments]);
}
