using ClearSettings.Domain.Users.Preferences;
using CsCheck;

namespace ClearSettings.Tests.Users.Preferences;

/// <summary>Values of environment variables in container arguments are hidden, and nothing else is changed.</summary>
public sealed class ContainerArgumentsTests
{
    private static readonly string[] Keys = ["TOKEN", "AWS_SECRET_ACCESS_KEY", "A.B-C"];

    [Theory]
    [InlineData("docker run -e TOKEN=abc img", "docker run -e TOKEN=******** img")]
    [InlineData("-e=TOKEN=abc", "-e=TOKEN=********")]
    [InlineData("-eTOKEN=abc", "-eTOKEN=********")]
    [InlineData("--env TOKEN=abc", "--env TOKEN=********")]
    [InlineData("--env=TOKEN=abc", "--env=TOKEN=********")]
    [InlineData("-ite TOKEN=abc bash", "-ite TOKEN=******** bash")]
    [InlineData("-e TOKEN=a=b=c -v /x:/y", "-e TOKEN=******** -v /x:/y")]
    [InlineData("-e TOKEN=abc -e OTHER=1 -e TOKEN=def", "-e TOKEN=******** -e OTHER=1 -e TOKEN=********")]
    [InlineData("-e 'TOKEN=a b' img", "-e 'TOKEN=********' img")]
    [InlineData("-e \"TOKEN=a \\\" b\" img", "-e \"TOKEN=********\" img")]
    [InlineData("-e TOKEN=\"a b\" img", "-e TOKEN=******** img")]
    [InlineData("-e TOKEN='a'\"b\"c img", "-e TOKEN=******** img")]
    [InlineData("-e \"TOKEN=a\"'b c' img", "-e \"TOKEN=********\" img")]
    [InlineData("\"--env\" 'TOKEN'=abc", "\"--env\" 'TOKEN'=********")]
    [InlineData("'--env=TOKEN=a b'", "'--env=TOKEN=********'")]
    [InlineData("-e TOKEN=a\\ b img", "-e TOKEN=******** img")]
    [InlineData("-e TOKEN=", "-e TOKEN=********")]
    [InlineData("-e \"TOKEN=never closed", "-e \"TOKEN=********")]
    [InlineData("-e \\\n  TOKEN=abc \\\r\n -it", "-e \\\n  TOKEN=******** \\\r\n -it")]
    [InlineData("-e ^\r\n TOKEN=abc", "-e ^\r\n TOKEN=********")]
    [InlineData("-e TOKEN=ab\\\ncd img", "-e TOKEN=******** img")]
    [InlineData("-e A.B-C=1", "-e A.B-C=********")]
    public void Values_of_the_chosen_variables_are_hidden(string text, string shown) =>
        Assert.Equal(shown, ContainerArguments.Redact(text, Keys));

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("-e TOKEN")]
    [InlineData("-e TOKENS=abc")]
    [InlineData("-e token=abc")]
    [InlineData("-e XTOKEN=abc")]
    [InlineData("-v TOKEN=abc")]
    [InlineData("--environment TOKEN=abc")]
    [InlineData("--entrypoint=TOKEN=abc")]
    [InlineData("-e OTHER=TOKEN=abc")]
    [InlineData("-e=")]
    [InlineData("--env=")]
    [InlineData("-e -e")]
    [InlineData("-")]
    [InlineData("\\")]
    [InlineData("\"")]
    public void Everything_else_is_left_as_it_is(string text) =>
        Assert.Equal(text, ContainerArguments.Redact(text, Keys));

    [Fact]
    public void No_secret_survives_and_nothing_else_changes()
    {
        var space = OneOf(" ", "  ", "\t", " \\\n", " \\\r\n  ", "\n");
        Gen.Select(Gen.Select(Argument, space).Array[0, 12], Gen.Bool)
            .Sample(
                (parts, _) =>
                {
                    var text = string.Concat(parts.Select(p => p.Item1.Text + p.Item2));
                    var expected = string.Concat(parts.Select(p => p.Item1.Shown + p.Item2));
                    Assert.Equal(expected, ContainerArguments.Redact(text, Keys));
                    Assert.DoesNotContain("s3cret", ContainerArguments.Redact(text, Keys), StringComparison.Ordinal);
                },
                iter: 10_000,
                threads: 1
            );
    }

    [Fact]
    public void Hostile_texts_get_an_answer()
    {
        Gen.String[OneOf('-', 'e', '=', ' ', '\\', '"', '\'', '\n', 'T', '^'), 0, 60]
            .Sample(text => ContainerArguments.Redact(text, ["T", "e"]) is not null, iter: 10_000, threads: 1);
        var large = string.Concat(Enumerable.Repeat("-e \"TOKEN=a\\\n", 20_000));
        Assert.DoesNotContain("TOKEN=a", ContainerArguments.Redact(large + " -e TOKEN=a", Keys)[..20]);
    }

    // An argument, and how it is shown.
    private static Gen<(string Text, string Shown)> Argument =>
        Gen.Frequency(
            (2, OneOf("docker", "run", "--rm", "-it", "img:1", "-v /a:/b", "--name x").Select(t => (t, t))),
            (
                1,
                Gen.Select(Option, Secret)
                    .Select((o, s) => ($"{o}OTHER={s.Replace("s3cret", "open")}", ""))
                    .Select(p => (p.Item1, p.Item1))
            ),
            (4, Gen.Select(Option, OneOf(Keys), Secret).Select((o, k, s) => ($"{o}{k}={s}", $"{o}{k}=********"))),
            (
                2,
                Gen.Select(Option, OneOf(Keys), OneOf('\'', '"'))
                    .Select((o, k, q) => ($"{o}{q}{k}=a s3cret\tb{q}", $"{o}{q}{k}=********{q}"))
            )
        );

    private static Gen<string> Option => OneOf("-e ", "-e=", "-e", "--env ", "--env=", "-ite ", "-e \\\n ");

    private static Gen<string> Secret =>
        OneOf(
            "s3cret",
            "'s3cret value'",
            "\"s3cret \\\" x\"",
            "s3cret\\ y",
            "a's3cret'\"b c\"",
            "s3cret==",
            "x\\\ns3cret"
        );

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
