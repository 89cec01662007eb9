using System.Text;
using System.Text.Json;

namespace ClearSettings.Tests.Commands;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_prints_findings_as_a_compiler_does()
    {
        var file = Write("bad.conf", "a = 1\nb = x\\tmp\nurl = http://h:80\n");
        var run = await RunAsync("check", file);
        Assert.Equal(1, run.Code);
        var lines = run.Output.Split('\n');
        Assert.StartsWith($"{file}:2:6: error: A backslash", lines[0]);
        Assert.StartsWith($"{file}:3:11: warning: ", lines[1]);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public async Task Check_is_silent_about_sound_files_of_every_format()
    {
        var run = await RunAsync(
            "check",
            Write("a.conf", "a = 1"),
            Write("b.json", "{\"a\": 1}"),
            Write("c.yaml", "a: 1"),
            Write("d.yml", "a: 1"),
            Write("e.hocon", "a : 1")
        );
        Assert.Equal(new CommandRun(0, "", ""), run);
    }

    [Fact]
    public async Task The_dialect_decides_what_is_forgiven()
    {
        var file = Write("a.conf", "url = http://h:80\n");
        Assert.Equal(0, (await RunAsync("check", file)).Code);
        Assert.Equal(0, (await RunAsync("check", "--dialect", "clearml", file)).Code);
        Assert.Equal(1, (await RunAsync("check", "--dialect", "strict", file)).Code);
        Assert.NotEqual(0, (await RunAsync("check", "--dialect", "other", file)).Code);
    }

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
            ("error", 2, 7, "a.b"),
            (
                finding.GetProperty("severity").GetString(),
                finding.GetProperty("line").GetInt32(),
                finding.GetProperty("column").GetInt32(),
                finding.GetProperty("path").GetString()
            )
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

    [Theory]
    [InlineData("\uFEFFa = 1\n", "1:1", "byte order mark")]
    [InlineData("a\u00A0= 1\n", "1:2", "U+00A0 (no-break space)")]
    public async Task What_clients_refuse_in_their_file_is_an_error_and_in_a_vault_a_warning(
        string text,
        string place,
        string words
    )
    {
        var file = Write("space.conf", text);
        var run = await RunAsync("check", file);
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"{file}:{place}: error: ", run.Output);
        Assert.Contains(words, run.Output);
        var vault = await RunAsync("check", "--vault", file);
        Assert.Equal(0, vault.Code);
        Assert.Contains($":{place}: warning: ", vault.Output);
        Assert.Equal(0, (await RunAsync("check", "--dialect", "strict", file)).Code);
    }

    [Fact]
    public async Task Shared_applies_the_rules_of_vaults_that_others_receive()
    {
        var file = Write("mine.conf", "api.credentials.access_key = AK");
        Assert.Equal(0, (await RunAsync("check", file)).Code);
        var own = await RunAsync("check", "--vault", file);
        Assert.Equal(0, own.Code);
        Assert.Contains("mine.conf:1:1: warning: api.credentials", own.Output);
        var shared = await RunAsync("check", "--vault", "--shared", file);
        Assert.Equal(1, shared.Code);
        Assert.Contains("mine.conf:1:1: error: api.credentials", shared.Output);
        Assert.Equal(1, (await RunAsync("check", "--shared", file)).Code);
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
    public async Task What_cannot_be_read_is_a_finding_like_any_other()
    {
        var binary = Path.Combine(_folder, "binary.conf");
        await File.WriteAllBytesAsync(binary, [0x61, 0x3D, 0xFF, 0xFE]);
        var run = await RunAsync(
            "check",
            Path.Combine(_folder, "absent.conf"),
            _folder,
            binary,
            Write("large.conf", new string('#', 2 << 20)),
            Write("fine.conf", "a = 1"),
            Write("deep.json", new string('[', 100_000))
        );
        Assert.Equal(1, run.Code);
        var lines = run.Output.Split('\n');
        Assert.Equal(
            [
                "File not found.",
                "This is a folder, not a file.",
                "The file is not UTF-8 text: byte 3 is not part of a valid character.",
                "The file is larger than 1,048,576 bytes.",
            ],
            lines[..4].Select(l => l.Split(": error: ")[1])
        );
        Assert.StartsWith($"{binary}:1:3: ", lines[2]);
        Assert.All(lines[4..], l => Assert.Contains("deep.json:1:", l));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(100_000, 50_001, 1)]
    [InlineData(100_001, 50_001, 2)]
    public async Task A_byte_that_is_no_text_is_told_at_its_place(int before, int line, int column)
    {
        var file = Path.Combine(_folder, "bad-byte.conf");
        await File.WriteAllBytesAsync(
            file,
            [
                .. Enumerable.Range(0, before).Select(i => i % 2 == 0 ? (byte)'#' : (byte)'\n'),
                0xC3,
                0x28,
                (byte)'\n',
                (byte)'a',
            ]
        );
        Assert.Equal(
            $"{file}:{line}:{column}: error: The file is not UTF-8 text: byte {before + 1} is not part of a "
                + "valid character.",
            (await RunAsync("check", file)).Output
        );
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
    public async Task Two_thousand_files_are_checked_in_one_run_and_no_terminal_commands_get_through()
    {
        var files = Enumerable.Range(0, 2000).Select(i => Write($"{i}.conf", $"a{i} {{ b = [{i}] }}")).ToArray();
        Assert.Equal(new CommandRun(0, "", ""), await RunAsync(["check", .. files]));
        var run = await RunAsync("check", Write("x.conf", "a = b \u001B[31m}\n"));
        Assert.DoesNotContain('\u001B', run.Output);
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
