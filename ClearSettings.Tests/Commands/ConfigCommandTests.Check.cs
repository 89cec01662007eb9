namespace ClearSettings.Tests.Commands;

public sealed partial class ConfigCommandTests
{
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
    public async Task Two_thousand_files_are_checked_in_one_run_and_no_terminal_commands_get_through()
    {
        var files = Enumerable.Range(0, 2000).Select(i => Write($"{i}.conf", $"a{i} {{ b = [{i}] }}")).ToArray();
        Assert.Equal(new CommandRun(0, "", ""), await RunAsync(["check", .. files]));
        var run = await RunAsync("check", Write("x.conf", "a = b \u001B[31m}\n"));
        Assert.DoesNotContain('\u001B', run.Output);
    }
}
